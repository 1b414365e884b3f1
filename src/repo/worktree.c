/* worktree.c - see worktree.h. Each component is opened by itself, links are never followed. */
#include "repo/worktree.h"

#include "base/cleanup.h"
#include "base/fd.h"
#include "base/path.h"
#include "repo/repo.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The directory that holds the path's last component, which becomes *ret_name. Directories are
 * made on the way when `make` is set.
 */
static int open_parent(struct repo *repo, const char *path, bool make, int *ret_fd,
		       const char **ret_name, struct err *err)
{
	const char *top = repo_work_tree(repo), *slash;
	CLEANUP(fd_close) int dir = -1;

	if (!top)
		return err_set(err, ERR_NOT_FOUND, "'%s' is bare, it has no files",
			       repo_git_dir(repo));
	if (path_check(bytes_text(path), err) < 0)
		return -1;
	dir = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return err_errno(err, "cannot open '%s'", top);
	for (const char *at = path;; at = slash + 1) {
		char name[256]; /* path_check_name() allows 255 */
		int below;

		slash = strchr(at, '/');
		if (!slash) {
			*ret_fd = dir;
			dir = -1;
			*ret_name = at;
			return 0;
		}
		snprintf(name, sizeof(name), "%.*s", (int)(slash - at), at);
		if (make && mkdirat(dir, name, 0777) < 0 && errno != EEXIST)
			return err_errno(err, "cannot make directory '%.*s'",
					 (int)(slash - path), path);
		below = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		if (below < 0 && errno == ENOENT)
			return err_set(err, ERR_NOT_FOUND, "no file '%s'", path);
		if (below < 0 && (errno == ELOOP || errno == ENOTDIR))
			return err_set(err, ERR_UNTRUSTED,
				       "'%.*s' is a link or no directory, '%s' is not opened "
				       "through it",
				       (int)(slash - path), path, path);
		if (below < 0)
			return err_errno(err, "cannot open '%.*s'", (int)(slash - path), path);
		close(dir);
		dir = below;
	}
}

/* A name beside the file that nothing else has; the file is open for writing. */
static int open_temporary(int dir, const char *name, mode_t mode, char ret_name[32],
			  int *ret_fd, struct err *err)
{
	for (unsigned i = 0; i < 100; i++) {
		snprintf(ret_name, 32, ".mcade-%ld-%u", (long)getpid(), i);
		*ret_fd = openat(dir, ret_name,
				 O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
		if (*ret_fd >= 0)
			return 0;
		if (errno != EEXIST)
			break;
	}
	return err_errno(err, "cannot create a file beside '%s'", name);
}

int worktree_write(struct repo *repo, const char *path, struct bytes bytes, struct err *err)
{
	CLEANUP(fd_close) int dir = -1;
	CLEANUP(fd_close) int fd = -1;
	char temporary[32];
	const char *name;
	struct stat st;
	mode_t mode = 0666;

	if (open_parent(repo, path, true, &dir, &name, err) < 0)
		return -1;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		if (!S_ISREG(st.st_mode))
			return err_set(err, ERR_UNTRUSTED, "'%s' is no regular file", path);
		if (st.st_mode & 0100)
			mode = 0777;
	} else if (errno != ENOENT) {
		return err_errno(err, "cannot look at '%s'", path);
	}
	if (open_temporary(dir, path, mode, temporary, &fd, err) < 0)
		return -1;
	if (fd_write(fd, bytes.data, bytes.len) < 0 || fsync(fd) < 0 ||
	    renameat(dir, temporary, dir, name) < 0) {
		err_errno(err, "cannot write '%s'", path);
		unlinkat(dir, temporary, 0);
		return -1;
	}
	if (fsync(dir) < 0)
		return err_errno(err, "cannot write the directory of '%s'", path);
	return 0;
}

static int open_file(int dir, const char *name, const char *path, size_t limit, int *ret_fd,
		     size_t *ret_size, struct err *err)
{
	struct stat st;
	CLEANUP(fd_close)
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0 && errno == ENOENT)
		return err_set(err, ERR_NOT_FOUND, "no file '%s'", path);
	if (fd < 0 && errno == ELOOP)
		return err_set(err, ERR_UNTRUSTED, "'%s' is a symbolic link", path);
	if (fd < 0 || fstat(fd, &st) < 0)
		return err_errno(err, "cannot open '%s'", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_UNTRUSTED, "'%s' is no regular file", path);
	if ((uintmax_t)st.st_size > limit)
		return err_set(err, ERR_LIMIT, "'%s' has %jd bytes, at most %zu are read", path,
			       (intmax_t)st.st_size, limit);
	*ret_fd = fd;
	fd = -1;
	*ret_size = (size_t)st.st_size;
	return 0;
}

int worktree_read(struct repo *repo, const char *path, size_t limit, struct arena *arena,
		  struct bytes *ret, struct err *err)
{
	CLEANUP(fd_close) int dir = -1;
	CLEANUP(fd_close) int fd = -1;
	size_t size = 0;
	ssize_t len;
	const char *name;
	char *data;

	if (open_parent(repo, path, false, &dir, &name, err) < 0 ||
	    open_file(dir, name, path, limit, &fd, &size, err) < 0)
		return -1;
	data = arena_alloc(arena, size + 1);
	len = fd_read(fd, data, size); /* it may become shorter meanwhile */
	if (len < 0)
		return err_errno(err, "cannot read '%s'", path);
	*ret = bytes_of(data, (size_t)len);
	return 0;
}

/* update-index takes paths as they are: no patterns, no ignore rules. --remove: one that is
 * gone. */
const char *const *worktree_stage_command(const char *const *paths, size_t count,
					  struct arena *arena)
{
	static const char *const start[] = {"git", "update-index", "--add", "--remove", "--"};
	const char **argv = arena_array(arena, ARRAY_SIZE(start) + count + 1, sizeof(*argv));

	memcpy(argv, start, sizeof(start));
	for (size_t i = 0; i < count; i++)
		argv[ARRAY_SIZE(start) + i] = paths[i];
	return argv;
}
