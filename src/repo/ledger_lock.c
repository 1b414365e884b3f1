/*
 * ledger_lock.c - one writer at a time, by a kernel lock that dies with its holder; and the
 * clearing of what a killed writer leaves behind.
 *
 * Git's own ref lock is a file, and a file stays when its maker is killed: then every later
 * update of that ref fails until somebody removes it by hand. So a writer notes the ref and its
 * new value in <common dir>/mcade/intent before it moves the ref. Whoever gets the kernel lock
 * and finds a note knows that its writer is dead, and that a lock file which holds that value
 * (or nothing, and does not change) was that writer's.
 */
#include "repo/ledger_lock.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"
#include "repo/internal.h"
#include "repo/ref.h"
#include "repo/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define WATCH_MS 100 /* git holds a ref lock for less */

struct ledger_lock {
	int fd;
	char *folder; /* <common dir>/mcade */
};

/* Up to `size` - 1 bytes of a small file; -1 when it cannot be opened. */
static ssize_t read_small(const char *path, char *ret_text, size_t size, struct stat *ret_st)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t len;

	if (fd < 0)
		return -1;
	len = fstat(fd, ret_st) < 0 ? -1 : read(fd, ret_text, size - 1);
	close(fd);
	if (len >= 0)
		ret_text[len] = '\0';
	return len;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Is this lock file that of the dead writer who meant to store `hex`? */
static bool is_left_over(const char *path, const char *hex)
{
	char content[64], later[64];
	struct stat before, after;
	ssize_t len = read_small(path, content, sizeof(content), &before);

	if (len < 0 || len > OID_HEX_SIZE || strncmp(content, hex, strcspn(content, "\n")) != 0)
		return false;
	time_pause_ms(WATCH_MS);
	return read_small(path, later, sizeof(later), &after) == len &&
	       same_file(&before, &after);
}

/* "<40 digits> <ref>\n"; anything else was cut off before the ref lock was made. */
static void clear_left_over(struct repo *repo, struct ledger_lock *lock)
{
	char intent[PATH_MAX], text[2048], path[PATH_MAX];
	struct stat st;
	size_t end;

	snprintf(intent, sizeof(intent), "%s/intent", lock->folder);
	if (read_small(intent, text, sizeof(text), &st) < 0)
		return;
	end = strcspn(text, "\n");
	if (end > OID_HEX_SIZE && text[end] == '\n' && text[OID_HEX_SIZE - 1] == ' ') {
		text[end] = '\0';
		text[OID_HEX_SIZE - 1] = '\0';
		snprintf(path, sizeof(path), "%s/%s.lock", repo->common_dir,
			 text + OID_HEX_SIZE);
		if (hex_is(text, OID_HEX_SIZE - 1) && ref_name_ok(text + OID_HEX_SIZE) &&
		    is_left_over(path, text))
			unlink(path);
	}
	unlink(intent);
}

int ledger_intent(struct ledger_lock *lock, const char *ref, const struct oid *id,
		  struct err *err)
{
	char path[PATH_MAX], text[2048];
	int len = snprintf(text, sizeof(text), "%s %s\n", OID_HEX(id), ref);

	snprintf(path, sizeof(path), "%s/intent", lock->folder);
	return file_write(path, 0666, 0, bytes_of(text, (size_t)len), err);
}

void ledger_intent_done(struct ledger_lock *lock)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/intent", lock->folder);
	unlink(path);
}

static int wait_for(struct ledger_lock *lock, const char *name, int64_t most_ms,
		    struct err *err)
{
	int64_t end = time_monotonic_ms() + most_ms;
	long step = 2 + getpid() % 5; /* writers that start together do not stay together */

	while (flock(lock->fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_errno(err, "cannot lock '%s/%s'", lock->folder, name);
		if (time_monotonic_ms() >= end)
			return err_set(err, ERR_TIMEOUT,
				       "another git mcade is at work, and nothing has changed "
				       "('%s/%s' was not free for %.1f seconds)",
				       lock->folder, name, (double)most_ms / 1000);
		time_pause_ms(step);
		if (step < 30)
			step += step / 2;
	}
	return 0;
}

static int take(struct repo *repo, const char *name, int64_t most_ms, struct ledger_lock **ret,
		struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *lock = NULL;
	char path[PATH_MAX];

	if (repo_may_write(repo, err) < 0)
		return -1;
	if ((size_t)snprintf(path, sizeof(path), "%s/mcade/intent", repo->common_dir) >=
	    sizeof(path))
		return err_set(err, ERR_LIMIT, "path of '%s' is too long", repo->common_dir);
	lock = xmalloc(sizeof(*lock));
	*lock = (struct ledger_lock){-1, NULL};
	snprintf(path, sizeof(path), "%s/mcade", repo->common_dir);
	lock->folder = xstrdup_(path);
	if (mkdir(path, 0777) < 0 && errno != EEXIST)
		return err_errno(err, "cannot make directory '%s'", path);
	if (repo_share(repo, path, err) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/%s", lock->folder, name);
	lock->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (lock->fd < 0)
		return err_errno(err, "cannot open '%s'", path);
	if (repo_share(repo, path, err) < 0 || wait_for(lock, name, most_ms, err) < 0)
		return -1;
	*ret = MOVE(lock);
	return 0;
}

int ledger_lock(struct repo *repo, int64_t seconds, struct ledger_lock **ret, struct err *err)
{
	if (take(repo, "lock", seconds * 1000, ret, err) < 0)
		return -1;
	clear_left_over(repo, *ret);
	return 0;
}

int ledger_turn(struct repo *repo, int64_t most_ms, struct ledger_lock **ret, struct err *err)
{
	return take(repo, "turn", most_ms, ret, err);
}

void ledger_unlock(struct ledger_lock *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	free(lock->folder);
	free(lock);
}
