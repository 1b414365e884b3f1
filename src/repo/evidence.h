/*
 * evidence.h - what commands printed and checks found, on branches of their own, one a month and
 * key: refs/heads/mcade/evidence/<yyyy-mm>/<8 hex of the key>. Each body lies under the name of
 * its content, <first two hex>/<sha256>, in an unsigned commit: the signed event holds SHA-256 and
 * size, so a body may be absent or removed without harm to the ledger.
 *
 *	struct evidence_body bodies[] = {{sha256_hex, bytes}};
 *	evidence_append(repo, lock, "2026-01", "0123abcd", now, bodies, 1, err);
 *
 *	CLEANUP(evidence_store_freep) struct evidence_store *store = NULL;
 *	evidence_store_open(repo, &store, err);
 *	evidence_find(store, sha256_hex, LIMIT_BLOB, arena, &bytes, err);
 */
#ifndef REPO_EVIDENCE_H
#define REPO_EVIDENCE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "repo/ledger.h"

struct repo;

struct evidence_body {
	const char *sha256; /* 64 lower-case hex digits, the caller's computation */
	struct bytes bytes;
};

/*
 * Appends the bodies that the branch has not got; all there already: no commit, success. The
 * commit's time is `when`. Tried again after a lost race. ERR_FORMAT: no month, no key or no
 * SHA-256 by its shape.
 */
int evidence_append(struct repo *repo, struct ledger_lock *lock, const char *month,
		    const char *key, int64_t when, const struct evidence_body *bodies,
		    size_t count, struct err *err);

/* All evidence branches of the repository, also those that were fetched from remotes. */
struct evidence_store;
int evidence_store_open(struct repo *repo, struct evidence_store **ret, struct err *err);
void evidence_store_free(struct evidence_store *store);
CLEANUP_POINTER(struct evidence_store, evidence_store_free)
/*
 * The body of that name; newest branch first. ERR_NOT_FOUND: no branch has it. The branches are
 * unsigned: whoever uses the bytes compares their SHA-256 first.
 */
int evidence_find(struct evidence_store *store, const char *sha256, size_t limit,
		  struct arena *arena, struct bytes *ret, struct err *err);

#endif
