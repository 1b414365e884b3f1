/*
 * staged.h - the index as a snapshot, whatever its form. repo/ reads it by itself; a split
 * index, or a sparse one without a tree of its own, is expanded by git.
 */
#ifndef GATE_STAGED_H
#define GATE_STAGED_H

#include "base/arena.h"
#include "base/err.h"
#include "repo/snapshot.h"

struct repo;

/*
 * What a commit of the index would hold. `head` is what it is a change of (the snapshot of
 * HEAD's commit, or of nothing before the first); it and the arena live as long as the result.
 * in_hook: opened with REPO_HOOK, so that git works on the same index as we do. ERR_CONFLICT:
 * a path is not merged yet. Caller frees with snapshot_free().
 */
int staged_snapshot(struct repo *repo, const struct snapshot *head, bool in_hook,
		    struct arena *arena, struct snapshot **ret, struct err *err);

#endif
