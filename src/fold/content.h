/*
 * content.h - the digest of what a commit holds: one string for everything that a release is made
 * of, whatever commit carries it.
 *
 * SHA-256 over the bytes that `git ls-tree -r -z --full-tree <commit>` prints, less the lines of
 * what runbook/omitted.h names: a log entry, a checkpoint, a rendered mark changes no content. Where the
 * runbook has `content`, "content PATTERN" and a NUL for each, as written, go before: what was said of one
 * part is said of no other. In repositories with SHA-1 ids this rests on them.
 */
#ifndef FOLD_CONTENT_H
#define FOLD_CONTENT_H

#include "runbook/runbook.h"
#include "repo/oid.h"

struct repo;

/* "sha256:<hex>", in the arena. ERR_NOT_FOUND where the commit or a tree of it is not here. */
int content_of(struct repo *repo, const struct oid *commit, const struct runbook *runbook,
	       struct arena *a, const char **ret, struct err *err);
/* The first pattern of `content` of which the commit has nothing: an empty part would agree to everything.
 * NULL: none. */
int content_unmatched(struct repo *repo, const struct oid *commit,
		      const struct runbook *runbook, const struct doc_node **ret,
		      struct err *err);

#endif
