#include "proc/watchdog.h"

#include "base/memory.h"

#include <signal.h>
#include <unistd.h>

#define STATUS 128 /* cannot tell */

struct watchdog {
	size_t len;
	char line[]; /* with its line feed */
};

/* A signal handler is told nothing: this stands still while the alarm is set. */
static const struct watchdog *volatile awake;

/* Whatever it interrupts may hold any lock: only what is safe in a signal handler is done. */
static void end(int signal UNUSED)
{
	const struct watchdog *dog = awake;
	size_t done = 0;
	ssize_t part = 0;

	for (; done < dog->len && part >= 0; done += (size_t)part)
		part = write(2, dog->line + done, dog->len - done);
	_exit(STATUS);
}

/* By a clock that nobody sets; not inherited by what is started. No thread: to end one costs a
 * hook more than all that it reads. */
static int arm(int64_t seconds)
{
	struct sigaction action = {.sa_handler = end, .sa_flags = SA_RESTART};
	sigset_t own;

	sigemptyset(&own);
	sigaddset(&own, SIGALRM);
	if (sigaction(SIGALRM, &action, NULL) < 0 ||
	    pthread_sigmask(SIG_UNBLOCK, &own, NULL) != 0)
		return -1;
	alarm(seconds ? (unsigned)seconds : 1); /* none at all would never end */
	return 0;
}

int watchdog_start(int64_t seconds, const char *line, struct watchdog **ret, struct err *err)
{
	size_t len = strlen(line);
	struct watchdog *fresh = xmalloc(sizeof(*fresh) + len + 1);

	memcpy(fresh->line, line, len);
	fresh->line[len] = '\n';
	fresh->len = len + 1;
	awake = fresh;
	if (arm(seconds) < 0) {
		free(fresh);
		return err_errno(err, "cannot start a watchdog");
	}
	*ret = fresh;
	return 0;
}

void watchdog_free(struct watchdog *dog)
{
	alarm(0);
	free(dog);
}
