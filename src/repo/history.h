/*
 * history.h - questions about the graph of code commits, answered from raw commit objects: no
 * commit-graph, no replace ref, no graft is believed (libgit2 1.5 believes
 * one, and reads without a limit: these go when it does neither). Each commit is read once per question.
 * Forged dates cost time; they cannot make a new commit look old, nor an ancestor look like
 * none.
 *
 * All fail with ERR_NOT_FOUND when a commit is missing (shallow or damaged repository) and
 * ERR_LIMIT beyond LIMIT_HISTORY commits.
 */
#ifndef REPO_HISTORY_H
#define REPO_HISTORY_H

#include "base/arena.h"
#include "base/err.h"
#include "repo/oid.h"

struct repo;

struct oid_list {
	struct oid *ids; /* in the arena */
	size_t count;
};

/* The commit that an id or an annotated tag names in the end. ERR_LIMIT: too many tags of tags. */
int history_peel(struct repo *repo, const struct oid *id, struct oid *ret, bool *ret_commit,
		 struct err *err);
/*
 * Commits reachable from tips and not from excluded, parents before children. Excluded ids that
 * are not in the repository (an old value that was never fetched), or are behind too many tags, are
 * ignored.
 */
int history_new_commits(struct repo *repo, const struct oid *tips, size_t tip_count,
			const struct oid *excluded, size_t excluded_count, struct arena *arena,
			struct oid_list *ret, struct err *err);
/*
 * The same, and for each commit the number of the first tip that leads to it: one question about a
 * push of many refs costs what the commits cost, not refs times refs.
 */
int history_new_by_tip(struct repo *repo, const struct oid *tips, size_t tip_count,
		       const struct oid *excluded, size_t excluded_count, struct arena *arena,
		       struct oid_list *ret, const size_t **ret_tips, struct err *err);
/* A commit is an ancestor of itself. */
int history_is_ancestor(struct repo *repo, const struct oid *ancestor,
			const struct oid *descendant, bool *ret, struct err *err);
/* Best common ancestors; none (count 0) for unrelated histories, several after criss-cross. */
int history_merge_bases(struct repo *repo, const struct oid *a, const struct oid *b,
			struct arena *arena, struct oid_list *ret, struct err *err);
/* The same of every two of them: of commits i and j at (*ret)[i * count + j]. */
int history_pair_bases(struct repo *repo, const struct oid *commits, size_t count,
		       struct arena *arena, struct oid_list **ret, struct err *err);

/*
 * The newest commit that is reachable from the tips and whose committer says that it is older
 * than `date`: the first one met, later dates first. Tips that are not here are ignored.
 */
int history_newest_before(struct repo *repo, const struct oid *tips, size_t count, int64_t date,
			  struct oid *ret, bool *ret_found, struct err *err);

/*
 * Objects for which stock git would show something else: they have a replace ref or a graft.
 * Sorted, for oid_list_has().
 */
int history_rewritten(struct repo *repo, struct arena *arena, struct oid_list *ret,
		      struct err *err);
/* A copy, sorted. */
struct oid_list oid_list_sorted(const struct oid_list *list, struct arena *arena);
bool oid_list_has(const struct oid_list *sorted, const struct oid *id);

#endif
