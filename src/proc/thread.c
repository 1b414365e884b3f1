#include "proc/thread.h"

#include <errno.h>
#include <signal.h>

bool thread_start(pthread_t *ret, void *(*work)(void *), void *data)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	errno = pthread_create(ret, NULL, work, data);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return !errno;
}
