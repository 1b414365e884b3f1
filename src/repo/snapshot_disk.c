/*
 * Files of the work tree as a snapshot. Every directory on the way is opened by itself and not
 * through a link, so that a path that somebody else wrote cannot lead out of the work tree.
 */
#include "repo/snapshot_kinds.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/system.h"
#include "base/texts.h"
#include "proc/git.h"
#include "repo/object.h"
#include "repo/repo.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOT_THERE (-2)

/*
 * Opens the directory that holds the path's last component (*ret_name). NOT_THERE: something
 * on the way is absent, a link or no directory.
 */
static int open_parent(const char *top, const char *path, const char **ret_name,
		       struct err *err)
{
	int fd = system_open_directory(AT_FDCWD, top, 0), next;
	const char *slash;
	char name[NAME_MAX + 1];

	if (fd < 0)
		return err_errno(err, "cannot open work tree '%s'", top);
	for (; (slash = strchr(path, '/')); path = slash + 1) {
		size_t len = (size_t)(slash - path);

		if (len > NAME_MAX) {
			close(fd);
			return NOT_THERE;
		}
		memcpy(name, path, len);
		name[len] = '\0';
		next = system_open_directory(fd, name, O_NOFOLLOW);
		close(fd);
		if (next < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
			return NOT_THERE;
		if (next < 0)
			return err_errno(err, "cannot open '%s' on the way to '%s'", name,
					 path);
		fd = next;
	}
	*ret_name = path;
	return fd;
}

/* 1 and the stat of what stands at the path; 0: nothing. The parent stays open at *ret_fd. */
static int find(const struct snapshot *s, const char *path, int *ret_fd, const char **ret_name,
		struct stat *ret_stat, struct err *err)
{
	int fd = open_parent(repo_work_tree(s->repo), path, ret_name, err);

	if (fd == NOT_THERE)
		return 0;
	if (fd < 0)
		return -1;
	if (fstatat(fd, *ret_name, ret_stat, AT_SYMLINK_NOFOLLOW)) {
		int absent = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;

		if (!absent)
			err_errno(err, "cannot look at '%s'", path);
		close(fd);
		return absent ? 0 : -1;
	}
	*ret_fd = fd;
	return 1;
}

static uint32_t mode_of(const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return st->st_mode & 0100 ? TREE_EXECUTABLE : TREE_FILE;
	if (S_ISLNK(st->st_mode))
		return TREE_SYMLINK;
	return S_ISDIR(st->st_mode) ? TREE_DIRECTORY : 0; /* sockets and such are nothing */
}

int disk_entry(const struct snapshot *snapshot, const char *path, uint32_t *ret_mode,
	       struct err *err)
{
	const char *name;
	struct stat st;
	int fd, there = find(snapshot, path, &fd, &name, &st, err);

	if (there < 0)
		return -1;
	*ret_mode = there ? mode_of(&st) : 0;
	if (there)
		close(fd);
	return 0;
}

int disk_read(const struct snapshot *snapshot, const char *path, struct arena *arena,
	      struct bytes *ret, bool *ret_found, struct err *err)
{
	const char *name;
	struct stat st;
	int fd, rc = 0, there = find(snapshot, path, &fd, &name, &st, err);

	if (there < 0)
		return -1;
	if (there && S_ISREG(st.st_mode))
		rc = file_read_at(fd, name, path, LIMIT_BLOB, arena, ret, err);
	if (there)
		close(fd);
	if (rc)
		return -1;
	*ret_found = there && S_ISREG(st.st_mode);
	return 0;
}

int disk_link(const struct snapshot *snapshot, const char *path, struct arena *arena,
	      const char **ret, struct err *err)
{
	char target[LIMIT_PATH];
	const char *name;
	struct stat st;
	ssize_t len;
	int fd, there = find(snapshot, path, &fd, &name, &st, err);

	if (there < 1)
		return there;
	len = readlinkat(fd, name, target, sizeof(target));
	close(fd);
	*ret = len < 0 || len == sizeof(target) ? NULL
						: arena_strndup(arena, target, (size_t)len);
	return 0;
}

/* --- what is tracked ------------------------------------------------------------------------- */
/* Sets *ret_mode to what lies there of an entry, 0: nothing. Left out of a sparse checkout it is as
 * the index has it. */
static int one_tracked(const struct snapshot *snapshot, const struct index_entry *entry,
		       uint32_t *ret_mode, struct err *err)
{
	const char *name;
	struct stat st;
	int fd, there = find(snapshot, entry->path, &fd, &name, &st, err);

	if (there < 0)
		return -1;
	*ret_mode = there ? mode_of(&st) : entry->skip_worktree ? entry->mode : 0;
	if (there)
		close(fd);
	if (*ret_mode == TREE_DIRECTORY)
		*ret_mode = entry->mode == TREE_SUBMODULE ? TREE_SUBMODULE : 0;
	return 0;
}

/* "H 100644 <id> 0 TAB path NUL"; S: left out of a sparse checkout; "h", "s": assumed to be unchanged. */
static int entries_of_git(const struct snapshot *snapshot, struct arena *arena,
			  const struct index_entry **ret, size_t *ret_count, struct err *err)
{
	static const char *const args[] = {"ls-files", "-s", "-v", "-z", NULL};
	struct git_call call = {
		.dir = repo_work_tree(snapshot->repo), .args = args, .quiet = true};
	struct index_entry *entries = NULL;
	size_t count = 0;
	struct bytes out;
	const char *tab;

	if (git_run_ok(&call, arena, &out, err) < 0)
		return -1;
	for (const char *at = out.data, *end = at + out.len; at < end;
	     at = tab + strlen(tab) + 1) {
		tab = strchr(at, '\t');
		if (!tab)
			return err_set(err, ERR_FORMAT, "git ls-files: '%s'", at);
		*ARENA_PUSH(arena, entries, count) = (struct index_entry){
			.path = tab + 1,
			.mode = (uint32_t)strtoul(at + 2, NULL, 8),
			.skip_worktree = *at == 'S' || *at == 's',
			.unwatched = *at == 'S' || (*at >= 'a' && *at <= 'z')};
	}
	*ret = entries;
	*ret_count = count;
	return 0;
}

/* unwatched: only what git is told not to look at. */
static int list_tracked(const struct snapshot *snapshot, const struct prefix_set *only,
			bool unwatched, struct arena *arena, struct snapshot_file **ret,
			size_t *ret_count, struct err *err)
{
	CLEANUP(index_freep) struct index *index = NULL;
	const struct index_entry *entries;
	struct snapshot_file *files = NULL, file = {0};
	struct index_entry entry;
	size_t entry_count, count = 0;

	if (index_open(repo_index_path(snapshot->repo), &index, err))
		return -1;
	if (index_entries(index, &entries, &entry_count, err) &&
	    (err->code != ERR_UNSUPPORTED ||
	     entries_of_git(snapshot, arena, &entries, &entry_count, err)))
		return -1;
	for (size_t i = 0; i < entry_count; i++) {
		if (!prefix_set_has(only, entries[i].path) ||
		    (unwatched && !entries[i].unwatched) ||
		    (i && !strcmp(entries[i - 1].path, entries[i].path)))
			continue;
		entry = entries[i];
		entry.skip_worktree = entry.skip_worktree && !unwatched;
		if (one_tracked(snapshot, &entry, &file.mode, err))
			return -1;
		/* what a sparse checkout leaves out is nowhere to be looked at */
		if (!file.mode && (!unwatched || entries[i].skip_worktree))
			continue;
		file.path = arena_strdup(arena, entries[i].path);
		*ARENA_PUSH(arena, files, count) = file;
	}
	*ret = files;
	*ret_count = count;
	return 0;
}

int disk_list(const struct snapshot *snapshot, const struct prefix_set *only,
	      struct arena *arena, struct snapshot_file **ret, size_t *ret_count,
	      struct err *err)
{
	return list_tracked(snapshot, only, false, arena, ret, ret_count, err);
}

int snapshot_list_unwatched(const struct snapshot *snapshot, struct arena *arena,
			    struct snapshot_file **ret, size_t *ret_count, struct err *err)
{
	return list_tracked(snapshot, NULL, true, arena, ret, ret_count, err);
}

int snapshot_list_present(const struct snapshot *snapshot, struct arena *arena,
			  struct snapshot_file **ret, size_t *ret_count, struct err *err)
{
	static const char *const args[] = {"ls-files",		 "-z", "--cached", "--others",
					   "--exclude-standard", NULL};
	struct git_call call = {
		.dir = repo_work_tree(snapshot->repo), .args = args, .quiet = true};
	struct snapshot_file *files = NULL;
	const char **paths = NULL;
	size_t path_count = 0, count = 0;
	struct bytes out, text;
	bool found;

	if (git_run_ok(&call, arena, &out, err) < 0)
		return -1;
	for (const char *at = out.data, *end = at + out.len; at < end; at += strlen(at) + 1)
		*ARENA_PUSH(arena, paths, path_count) = at;
	texts_sort(paths, path_count);
	path_count = texts_unique(paths, path_count);
	for (size_t i = 0; i < path_count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		struct snapshot_file file = {.path = paths[i]};

		/* a repository in the work tree ends with a slash */
		if (text_ends(paths[i], "/"))
			continue;
		if (snapshot_entry(snapshot, paths[i], &file.mode, &file.id, err) < 0)
			return -1;
		if (!file.mode || file.mode == TREE_DIRECTORY)
			continue;
		if (snapshot_read(snapshot, paths[i], &scratch, &text, &found, err) < 0) {
			if (err->code != ERR_LIMIT)
				return -1;
			*err = (struct err){0};
			continue;
		}
		if (found)
			object_hash(OBJECT_BLOB, text, &file.id);
		*ARENA_PUSH(arena, files, count) = file;
		if (count > LIMIT_FILES)
			return err_set(err, ERR_LIMIT, "more than %zu files",
				       (size_t)LIMIT_FILES);
	}
	*ret = files;
	*ret_count = count;
	return 0;
}
