/*
 * sweep_posix.c - the same with POSIX alone: the process group is what can be found. Whoever
 * called setsid() is not, so nothing is spared and nothing that fled is ended; the reader stops
 * by its deadline all the same.
 */
#ifndef __linux__

#include "proc/internal.h"

#include <signal.h>
#include <unistd.h>

unsigned sweep(const struct family *f, int sig, bool spare, unsigned *ret_spared)
{
	(void)spare;
	if (ret_spared)
		*ret_spared = 0;
	if (!f->own_session) {
		if (sig)
			kill(f->leader, sig);
		return 0;
	}
	if (sig && !kill(-f->leader, sig))
		kill(-f->leader, SIGCONT);
	return 0;
}

void sweep_begin(struct family *f, struct arena *a)
{
	(void)f;
	(void)a;
}

void sweep_end(const struct family *f)
{
	(void)f;
}

void close_from(int lowest)
{
	long most = sysconf(_SC_OPEN_MAX);

	for (int fd = lowest; fd < (most > 0 && most < 65536 ? most : 65536); fd++)
		close(fd);
}

#else
typedef int sweep_posix_is_empty; /* ISO C wants one declaration in a file */
#endif
