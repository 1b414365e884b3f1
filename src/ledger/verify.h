/*
 * verify.h - THE read path: verifies events one by one. Everybody who believes a ledger came
 * through here: audit, the writer's read-back, hooks, sync, pre-receive.
 */
#ifndef LEDGER_VERIFY_H
#define LEDGER_VERIFY_H

#include "ledger/ledger.h"
#include "ledger/signed_event.h"
#include "fold/fold.h"

/* What is carried from one event to the next. */
struct verifier;

/* From nothing (the next event is a genesis), or behind a verified head. Lives in the arena. */
struct verifier *verifier_new(struct repo *repo, struct arena *a);
int verifier_resume(struct repo *repo, struct arena *a, const struct ledger_view *view,
		    struct verifier **ret, struct err *err);

/* Frees what is not in the arena. */
void verifier_free(struct verifier *v);
CLEANUP_POINTER(struct verifier, verifier_free)

/*
 * For the writer, who judges its own event before anything is stored: an attachment by its path in
 * the tree, borrowed until the next verifier_next().
 */
void verifier_bring(struct verifier *v, const char *path, struct bytes data);

struct verified_event {
	struct oid commit;
	uint64_t sequence;
	int64_t time;
	struct event event;
	struct event_origin origin;
	const char *key;    /* canonical text of the signing key */
	const char *sha256; /* of the commit's bytes, hex */
};

/*
 * Checks one commit: what its bytes say by themselves (signed_event_read()), chain (parent, sequence,
 * previous, ledger), signer by position, every file's SHA-256, tree = apply(). A "no" is appended
 * to `findings` (rule ledger-integrity: event, field, expected, found) and 1 returned; 0: it is
 * what it says, and carried forward; -1: cannot tell (*err). ret may be NULL. Whether the act was
 * allowed is the judge's: its findings of other rules are appended too, and then it does not
 * count.
 */
int verifier_next(struct verifier *v, const struct oid *commit, const struct signed_event *said,
		  struct arena *scratch, struct verified_event *ret, struct findings *findings,
		  struct err *err);

/* Where the verifier stands. Lives in the verifier's arena, and is closed with it. */
int verifier_view(struct verifier *v, struct ledger_view **ret, struct err *err);

/* The record there from that of a later head of the same chain; leaves view->fold NULL where it has
 * to be folded again. */
int ledger_view_until(struct repo *repo, struct arena *a, struct ledger_view *view,
		      const struct fold *later, struct err *err);
/* The same with a record that is remembered as text, where it is of this head. */
int ledger_view_recall(struct repo *repo, struct arena *a, struct ledger_view *view,
		       struct bytes text, const char *stem, struct err *err);
/* The blob that a file of the record is; zero: the record has no such file, whatever the tree has. */
int ledger_view_blob(const struct ledger_view *view, const char *path, struct oid *ret,
		     struct err *err);
/* The rule by which an event of the chain does not count there; NULL: it counts. *ret_contested: it
 * is a fact that waits for an attestation. */
const char *ledger_view_disputes(const struct ledger_view *view, uint64_t sequence,
				 bool *ret_contested);
/* Is it an attestation of what its own signer did? Only where nobody else may does it count. */
bool ledger_view_own_word(const struct ledger_view *view, const struct event *event,
			  const char *principal);

/*
 * Verifies everything from after `from` (NULL: from the genesis) up to `tip`, oldest first; each
 * good event goes to `fn` (may be NULL), whose answer other than 0 ends the walk and is returned.
 * Stops at the first bad event: 1, with findings, and *ret_view is the last good position (NULL when
 * there is none). ERR_UNTRUSTED when `from` is not an ancestor of `tip`: it was rewound or has diverged.
 */
typedef int verified_event_fn(const struct verified_event *event, void *context,
			      struct err *err);
int ledger_verify(struct repo *repo, struct arena *a, const struct ledger_view *from,
		  const struct oid *tip, struct progress *progress, verified_event_fn *fn,
		  void *context, struct ledger_view **ret_view, struct findings *findings,
		  struct err *err);

/* The same of what a push brings behind `from`, by the clock of whoever takes it: it ends as soon
 * as more acts do not count than anybody reads of. */
int ledger_receive(struct repo *repo, struct arena *a, const struct ledger_view *from,
		   const struct oid *tip, int64_t clock, struct progress *progress,
		   verified_event_fn *fn, void *context, struct ledger_view **ret_view,
		   struct findings *findings, struct err *err);

/* The record at a verified head, folded again from the genesis: what was remembered is damaged. */
int ledger_fold_again(struct repo *repo, struct arena *a, const struct oid *head,
		      struct fold **ret, struct err *err);

#endif
