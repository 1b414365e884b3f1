/*
 * ledger.h - append one commit to a branch so that it survives kill -9, power loss and a race:
 * the old state or the new one, never half. And walk such a branch, oldest first, as raw bytes.
 *
 *	CLEANUP(ledger_unlockp) struct ledger_lock *lock = NULL;
 *	if (ledger_lock(repo, 10, &lock, err) < 0)		// one writer at a time
 *		return -1;
 *	... read the head, decide, sign ...
 *	struct ledger_append append = {.ref = "refs/heads/mcade/ledger", .expected = head,
 *				       .tree = image, .blobs = blobs, .blob_count = n,
 *				       .commit = signed_bytes, .reflog = "mcade: pin"};
 *	if (ledger_append(repo, lock, &append, &id, err) < 0)	// durable when it returns 0
 *		return -1;
 *
 * This folder knows no event: the grammar of the commit's bytes is its caller's. Works for the
 * evidence branches alike.
 */
#ifndef REPO_LEDGER_H
#define REPO_LEDGER_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "repo/oid.h"
#include "repo/tree_image.h"

struct repo;
struct ledger_lock;

/*
 * Takes the writers' lock of the repository, <common dir>/mcade/lock; the kernel frees it when
 * its holder dies. Waits up to `seconds`, then ERR_TIMEOUT. Clears the ref lock that a writer
 * killed in the middle has left behind (only one that is provably ours). ERR_USAGE in a
 * quarantine.
 */
int ledger_lock(struct repo *repo, int64_t seconds, struct ledger_lock **ret, struct err *err);
/*
 * The same of another lock, <common dir>/mcade/turn: who talks to the remote about the ledger has it as
 * long as that takes. Whoever wants both takes this one first.
 */
int ledger_turn(struct repo *repo, int64_t most_ms, struct ledger_lock **ret, struct err *err);
void ledger_unlock(struct ledger_lock *lock);
CLEANUP_POINTER(struct ledger_lock, ledger_unlock)

struct ledger_append {
	const char *ref;
	struct oid expected; /* the head that was built on; zero: create the branch */
	struct oid merged;   /* the commit's second parent; zero: it has none */
	bool anew; /* the branch begins anew: what was there is no parent, `merged` may be one */
	struct tree_image *tree;   /* its id must be the commit's tree */
	const struct bytes *blobs; /* what the tree refers to and is not stored yet */
	size_t blob_count;
	struct bytes commit; /* the object's bytes, stored exactly so */
	const char *reflog;
};

/*
 * Stores blobs, trees and commit, makes them durable (one syncfs; elsewhere one fsync each),
 * then moves the ref by compare-and-swap, durably, and reads all of it back. ERR_RACE:
 * another head than expected; nothing was changed but unreferenced objects. ERR_FORMAT: the
 * commit's first lines are not `tree <the image's id>`, `parent <expected>` (and `<merged>`). When
 * the ref has moved but something failed afterwards, the ref decides: ours there means success.
 * mcade.fsync=false leaves out every fsync.
 */
int ledger_append(struct repo *repo, struct ledger_lock *lock,
		  const struct ledger_append *append, struct oid *ret_commit, struct err *err);

/*
 * The commits of a branch along first parents: `tip` back to `base` (not included), or to a
 * commit without parent where base is NULL or not met. Only ids are kept (and as many of the
 * bytes as fit into LIMIT_WALK_CACHE).
 */
struct ledger_range;

/*
 * ERR_NOT_FOUND: a commit is missing (its message says so when the clone is shallow).
 * ERR_UNTRUSTED: bytes that do not hash to their id. ERR_FORMAT: no commit at all.
 * ERR_LIMIT: more than LIMIT_LEDGER commits.
 */
int ledger_range_open(struct repo *repo, const struct oid *tip, const struct oid *base,
		      struct ledger_range **ret, struct err *err);
void ledger_range_free(struct ledger_range *range);
CLEANUP_POINTER(struct ledger_range, ledger_range_free)
size_t ledger_range_count(const struct ledger_range *range);
/* False: the base was given and is not a first-parent ancestor of the tip. */
bool ledger_range_met_base(const struct ledger_range *range);
/* The id of commit i; 0 is the oldest. */
const struct oid *ledger_range_id(const struct ledger_range *range, size_t i);
/* Its raw bytes, of a commit above LIMIT_COMMIT only so many and one, in the arena or the range.
 * Several threads may read one range. */
int ledger_range_read(struct ledger_range *range, size_t i, struct arena *arena,
		      struct bytes *ret, struct err *err);

/* Takes commits from..to-1 out: those after them move up. */
void ledger_range_drop(struct ledger_range *range, size_t from, size_t to);

/*
 * Calls fn for each commit of a range, oldest first. fn returns 0 to go on; another
 * value ends the walk and is returned. `scratch` is reset before each call. A commit with more
 * than one parent is given like any other: the caller's grammar refuses it.
 */
typedef int ledger_walk_fn(const struct oid *id, struct bytes raw, struct arena *scratch,
			   void *data, struct err *err);
int ledger_walk(struct ledger_range *range, ledger_walk_fn *fn, void *data, struct err *err);

#endif
