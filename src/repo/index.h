/*
 * index.h - our own reader of Git's index (gitformat-index(5), versions 2 to 4). A hook must
 * not cost more than git itself: before it runs pre-commit, `git commit` leaves in the index
 * the id of the very tree that it is going to commit (the cache tree), so that nothing else of
 * the file is read. Where that is absent (partial commit, intent-to-add) the entries are.
 * libgit2 1.5 reads all entries first, as `git diff --cached` does, which takes more than five times
 * as long as the whole hook at 100,000 files (t/perf/run.sh, P2). This reader goes when libgit2 tells
 * the tree alone.
 *
 * Split and sparse indexes hold entries in a form that only git expands: index_entries() says
 * ERR_UNSUPPORTED, and the caller asks `git diff-index --cached -z --raw` and hands the answer
 * to index_parse_raw_diff() (snapshot_of_changes() makes it readable like any other snapshot).
 */
#ifndef REPO_INDEX_H
#define REPO_INDEX_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "repo/change.h"
#include "repo/oid.h"

struct index;

struct index_entry {
	const char *path; /* lives as long as the index */
	uint32_t mode;

	uint8_t stage;	    /* 0; 1 to 3 while a merge of the path is unsettled */
	bool intent_to_add; /* `git add -N`: no part of a commit */
	bool skip_worktree;
	bool unwatched; /* that, or assume-unchanged: git does not look at the file */
	struct oid id;
};

/* Maps the file; one that is not there is an empty index. ERR_FORMAT when it is damaged. */
int index_open(const char *path, struct index **ret, struct err *err);
/* The same over bytes that outlive the index. */
int index_of_bytes(struct bytes raw, struct index **ret, struct err *err);
void index_free(struct index *index);
CLEANUP_POINTER(struct index, index_free)

/* The tree that a commit of the whole index would have, when the index says so itself. */
bool index_tree(const struct index *index, struct oid *ret);
/* All entries, sorted by path, then stage; read when first asked for. */
int index_entries(struct index *index, const struct index_entry **ret, size_t *ret_count,
		  struct err *err);

/*
 * Output of `git diff-index --cached -z --raw --no-renames --no-abbrev --ita-invisible-in-index
 * TREE` -> changes sorted by path, in the arena. ERR_CONFLICT for a path whose merge is unsettled.
 */
int index_parse_raw_diff(struct bytes output, struct arena *arena, struct tree_change **ret,
			 size_t *ret_count, struct err *err);

#endif
