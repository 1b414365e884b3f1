/*
 * snapshot.h - "the documents of" a commit, the index or the work tree, behind one reader.
 *
 *	CLEANUP(snapshot_freep) struct snapshot *head = NULL, *staged = NULL;
 *
 *	if (snapshot_of_commit(repo, &commit, &head, err) ||
 *	    snapshot_of_index(repo, &staged, err) ||
 *	    snapshot_diff(head, staged, &governed, arena, &changes, &count, err))
 *		return -1;
 *
 * Paths are relative to the top, with slashes. The repo is borrowed and must live as long.
 * Symbolic links are entries like any other and are never followed.
 */
#ifndef REPO_SNAPSHOT_H
#define REPO_SNAPSHOT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "repo/change.h"
#include "repo/oid.h"

struct repo;
struct snapshot;

int snapshot_of_commit(struct repo *repo, const struct oid *commit, struct snapshot **ret,
		       struct err *err);
/* A bare tree; the zero id is "nothing", the parent of a first commit. */
int snapshot_of_tree(struct repo *repo, const struct oid *tree, struct snapshot **ret,
		     struct err *err);
/*
 * The index that git works on now (repo_index_path()), without intent-to-add entries.
 * ERR_CONFLICT: a path is not merged yet. ERR_UNSUPPORTED: split or sparse, and without a tree
 * of its own: use snapshot_of_changes(), as gate/staged.h does.
 */
int snapshot_of_index(struct repo *repo, struct snapshot **ret, struct err *err);
/*
 * The index as git tells it: `base` (borrowed, lives as long) and what differs from it, sorted
 * by path, from index_parse_raw_diff(). Labels are the index's.
 */
int snapshot_of_changes(const struct snapshot *base, const struct tree_change *changes,
			size_t count, struct snapshot **ret, struct err *err);
/*
 * The files of the work tree as they are there: no filter (end of line, smudge) is applied.
 * It lists what is tracked and still there; it reads any file by its path, never through a
 * link. ERR_NOT_FOUND in a bare repository.
 */
int snapshot_of_worktree(struct repo *repo, struct snapshot **ret, struct err *err);
void snapshot_free(struct snapshot *snapshot);
CLEANUP_POINTER(struct snapshot, snapshot_free)

/* *ret_mode 0 when nothing is there. A directory has mode TREE_DIRECTORY and, in the index and
 * the work tree, no id. */
int snapshot_entry(const struct snapshot *snapshot, const char *path, uint32_t *ret_mode,
		   struct oid *ret_id, struct err *err);
/*
 * The bytes of a regular file of at most LIMIT_BLOB bytes; they live in the arena, a NUL after.
 * *ret_found is false (and 0 returned) when there is nothing, or something that is not a file.
 */
int snapshot_read(const struct snapshot *snapshot, const char *path, struct arena *arena,
		  struct bytes *ret, bool *ret_found, struct err *err);

/* Where a symbolic link leads, as it says it; NULL: none is there. */
int snapshot_link(const struct snapshot *snapshot, const char *path, struct arena *arena,
		  const char **ret, struct err *err);

/* The tree object behind it (zero: nothing); false when there is none. */
bool snapshot_tree(const struct snapshot *snapshot, struct oid *ret);

struct snapshot_file {
	const char *path;
	uint32_t mode; /* files, links, submodules; never directories */
	struct oid id; /* work tree: zero */
};

/* Everything in the set, sorted by path, in the arena. ERR_LIMIT beyond LIMIT_FILES. */
int snapshot_list(const struct snapshot *snapshot, const struct prefix_set *only,
		  struct arena *arena, struct snapshot_file **ret, size_t *ret_count,
		  struct err *err);

/*
 * Of a work tree: what is tracked, and what would be by 'git add': all but what is ignored. Each with
 * the id that it would have; what is larger than LIMIT_BLOB is left out.
 */
int snapshot_list_present(const struct snapshot *snapshot, struct arena *arena,
			  struct snapshot_file **ret, size_t *ret_count, struct err *err);

/* Of a work tree: tracked files that git was told not to look at (assume-unchanged, or skip-worktree where they
 * are there all the same). Mode 0: it is gone. */
int snapshot_list_unwatched(const struct snapshot *snapshot, struct arena *arena,
			    struct snapshot_file **ret, size_t *ret_count, struct err *err);

/* The names in a directory ("" or "a/b/"), each once, sorted; none where there is no directory. */
int snapshot_names(const struct snapshot *snapshot, const char *directory, struct arena *arena,
		   const char ***ret, size_t *ret_count, struct err *err);

/*
 * What differs, in the set, sorted by path, no renames; not of a work tree: git knows what is clean
 * there (act/uncommitted.h). Between two trees directories with equal ids are not opened, so that the
 * cost is that of the change.
 */
int snapshot_diff(const struct snapshot *old, const struct snapshot *new,
		  const struct prefix_set *only, struct arena *arena, struct tree_change **ret,
		  size_t *ret_count, struct err *err);

#endif
