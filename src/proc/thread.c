#include "proc/thread.h"

#include <signal.h>

bool thread_start(pthread_t *ret, void *(*work)(void *), void *data)
{
	sigset_t all, before;
	int fault;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	fault = pthread_create(ret, NULL, work, data);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return !fault;
}
