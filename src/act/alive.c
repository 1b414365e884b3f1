#include "act/alive.h"

#include "repo/repo.h"
#include "repo/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* Of this repository, whichever work tree it was started in. */
static const char *path_of(const struct ledger *l, const char *run)
{
	return arena_printf(l->arena, "%s/mcade-run-%s", repo_common_dir(l->repo), run);
}

void alive_begin(const struct ledger *l, const char *run)
{
	struct err ignored;
	int fd = open(path_of(l, run), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0666);

	if (fd < 0)
		return;
	(void)repo_share(l->repo, path_of(l, run), &ignored); /* others ask whether it lives */
	flock(fd, LOCK_EX | LOCK_NB); /* the process has it for as long as it lives */
}

void alive_end(const struct ledger *l, const char *run)
{
	unlink(path_of(l, run));
}

bool alive_is(const struct ledger *l, const char *run)
{
	const char *path = path_of(l, run);
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	bool alive;

	if (fd < 0 && errno == EACCES) /* another person's */
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	alive = flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
	close(fd);
	if (!alive)
		unlink(path);
	return alive;
}

const char *alive_host(struct arena *a)
{
	char host[256] = "";

	return !gethostname(host, sizeof(host) - 1) && host[0] ? arena_strdup(a, host) : NULL;
}
