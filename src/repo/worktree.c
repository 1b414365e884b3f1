/* worktree.c - see worktree.h. Each component is opened by itself, links are never followed. */
#include "repo/worktree.h"

#include "base/cleanup.h"
#include "base/file.h"
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
				       "'%.*s' is a link or not a directory, '%s' is not "
				       "opened through it",
				       (int)(slash - path), path, path);
		if (below < 0)
			return err_errno(err, "cannot open '%.*s'", (int)(slash - path), path);
		close(dir);
		dir = below;
	}
}

int worktree_write(struct repo *repo, const char *path, struct bytes bytes, struct err *err)
{
	CLEANUP(fd_close) int dir = -1;
	const char *name;
	struct stat st;
	mode_t mode = 0666;

	if (open_parent(repo, path, true, &dir, &name, err) < 0)
		return -1;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		if (!S_ISREG(st.st_mode))
			return err_set(err, ERR_UNTRUSTED, "'%s' is not a regular file", path);
		if (st.st_mode & 0100)
			mode = 0777;
	} else if (errno != ENOENT) {
		return err_errno(err, "cannot look at '%s'", path);
	}
	return file_write_at(dir, name, path, mode, FILE_SYNC, bytes, err);
}

int worktree_remove(struct repo *repo, const char *path, struct err *err)
{
	CLEANUP(fd_close) int dir = -1;
	const char *name;

	if (open_parent(repo, path, false, &dir, &name, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	return unlinkat(dir, name, 0) < 0 && errno != ENOENT
		       ? err_errno(err, "cannot remove '%s'", path)
		       : 0;
}

int worktree_read(struct repo *repo, const char *path, size_t limit, struct arena *arena,
		  struct bytes *ret, struct err *err)
{
	CLEANUP(fd_close) int dir = -1;
	const char *name;

	if (open_parent(repo, path, false, &dir, &name, err) < 0)
		return -1;
	return file_read_at(dir, name, path, limit, arena, ret, err);
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
