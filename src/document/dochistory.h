/*
 * dochistory.h - what every commit behind HEAD did to the documents: one walk, parents first,
 * in which a directory that did not change is not opened. The cost is that of the changes, not
 * of the number of files.
 *
 *	dochistory_walk(repo, &head, is_document, visit, &mine, NULL, &commits, err);
 */
#ifndef ENGINE_DOCHISTORY_H
#define ENGINE_DOCHISTORY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/progress.h"
#include "repo/object.h"

struct repo;

struct doc_version {
	uint32_t mode; /* 0: not there */
	struct oid id;
};

/* Lives as long as the call of visit(). */
struct doc_commit {
	struct oid id, tree;
	const struct oid *parents, *parent_trees;
	size_t parent_count;
	const char *author; /* "Name <email>" */
	int64_t time;	    /* of the author */
};

struct doc_change {
	const char *path;
	struct doc_version now;
	const struct doc_version *was; /* one for each parent; of a first commit: one, absent */
	size_t count;		       /* of was */
};

typedef bool doc_wanted(const void *ctx, const char *path);
/*
 * Called for each document that differs from some parent, by commit, in the order of paths.
 * The arena is emptied after each commit. -1 ends the walk.
 */
typedef int doc_visit(void *ctx, const struct doc_commit *commit,
		      const struct doc_change *change, struct arena *arena, struct err *err);

/*
 * `wanted` tells documents by their path; ctx is given to both. *ret_commits: how many were walked.
 * ERR_NOT_FOUND in a shallow clone: history ends too early to be judged.
 */
int dochistory_walk(struct repo *repo, const struct oid *head, doc_wanted *wanted,
		    doc_visit *visit, void *ctx, struct progress *progress, size_t *ret_commits,
		    struct err *err);

#endif
