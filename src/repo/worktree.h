/*
 * worktree.h - files of the work tree, by paths that were written by others: a path never leads
 * out of the work tree, not through "..", not through a symbolic link, not into .git.
 * Paths are relative to the top of the work tree, with slashes, and pass path_check(). Git has no
 * question for that: a shell's redirection and its own `hash-object` follow links.
 */
#ifndef REPO_WORKTREE_H
#define REPO_WORKTREE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

struct repo;

/*
 * Replaces or makes one file, and the directories on the way: written beside it, fsynced, then
 * renamed over, so that a reader sees the old bytes or the new ones. Keeps the execute bit of
 * the file that it replaces. ERR_FORMAT: no good path. ERR_UNTRUSTED: a symbolic link or
 * something that is not a directory stands on the way. ERR_NOT_FOUND: the repository is bare.
 */
int worktree_write(struct repo *repo, const char *path, struct bytes bytes, struct err *err);
/* One that is not there is no error. Its folders stay. */
int worktree_remove(struct repo *repo, const char *path, struct err *err);
/* Reads one regular file (not through links); ERR_NOT_FOUND, ERR_LIMIT. */
int worktree_read(struct repo *repo, const char *path, size_t limit, struct arena *arena,
		  struct bytes *ret, struct err *err);

/*
 * The command that stages exactly these paths, whatever the index is like (split, sparse, of a
 * `commit -a`), applying the repository's own filters: an argument vector, NULL at the end, to
 * be run in repo_work_tree(). It lives in the arena.
 */
const char *const *worktree_stage_command(const char *const *paths, size_t count,
					  struct arena *arena);

#endif
