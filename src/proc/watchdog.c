#include "proc/watchdog.h"

#include "base/memory.h"
#include "proc/thread.h"

#include <errno.h>
#include <unistd.h>

#define STATUS 128 /* cannot tell */

struct watchdog {
	pthread_t thread;
	struct timespec deadline; /* by the monotonic clock, which nobody sets */
	size_t len;
	char line[]; /* with its line feed */
};

/* The rest of the process may hold any lock: only what is safe in a signal handler is done. */
static void *wait_and_end(void *data)
{
	const struct watchdog *dog = data;
	size_t done = 0;
	ssize_t part = 0;

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &dog->deadline, NULL) == EINTR)
		;
	for (; done < dog->len && part >= 0; done += (size_t)part)
		part = write(2, dog->line + done, dog->len - done);
	_exit(STATUS);
}

int watchdog_start(int64_t seconds, const char *line, struct watchdog **ret, struct err *err)
{
	size_t len = strlen(line);
	struct watchdog *fresh = xmalloc(sizeof(*fresh) + len + 1);

	clock_gettime(CLOCK_MONOTONIC, &fresh->deadline);
	fresh->deadline.tv_sec += (time_t)seconds;
	memcpy(fresh->line, line, len);
	fresh->line[len] = '\n';
	fresh->len = len + 1;
	if (!thread_start(&fresh->thread, wait_and_end, fresh)) {
		free(fresh);
		return err_errno(err, "cannot start a watchdog");
	}
	*ret = fresh;
	return 0;
}

void watchdog_free(struct watchdog *dog)
{
	pthread_cancel(dog->thread);
	pthread_join(dog->thread, NULL);
	free(dog);
}
