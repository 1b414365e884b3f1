/*
 * sweep_posix.c - the same with POSIX alone: the process group is what can be found. Whoever
 * called setsid() is not, so nothing is spared and nothing that fled is ended; the reader stops
 * by its deadline all the same.
 */
#include "proc/internal.h"
#include "proc/proc.h"

#include <errno.h>
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

/* Who stayed in the group and closed the pipes is seen by nobody, but hit. */
void sweep_end(const struct family *f)
{
	if (f->own_session && f->leader > 0)
		kill(-f->leader, SIGKILL);
}

bool proc_lives(pid_t pid)
{
	return kill(-pid, 0) == 0 || errno != ESRCH || kill(pid, 0) == 0 || errno != ESRCH;
}

void close_from(int lowest)
{
	long most = sysconf(_SC_OPEN_MAX);

	for (int fd = lowest; fd < (most > 0 && most < 65536 ? most : 65536); fd++)
		close(fd);
}
