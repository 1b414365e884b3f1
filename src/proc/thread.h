/*
 * thread.h - a thread that no signal interrupts: they are the first one's, whose waiting they end.
 *
 *	if (!thread_start(&thread, work, data))
 *		... do the work here ...
 *	else
 *		pthread_join(thread, NULL);
 */
#ifndef PROC_THREAD_H
#define PROC_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* False: none can be had. */
bool thread_start(pthread_t *ret, void *(*work)(void *), void *data);

#endif
