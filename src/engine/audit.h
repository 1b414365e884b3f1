/*
 * audit.h - THE read path: verifies events one by one. Everybody who believes a ledger came
 * through here: audit, the writer's read-back, hooks, sync, pre-receive.
 */
#ifndef ENGINE_AUDIT_H
#define ENGINE_AUDIT_H

#include "engine/session.h"
#include "engine/signed_event.h"
#include "ledger/fold.h"

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

/* What comes next was written here just now: its id is new. */
void verifier_own(struct verifier *v);
/* The record behind the verifier's head. */
struct fold *verifier_fold(struct verifier *v);
/* Where junk lies upon the last good event: the next one must be a recover that rejects this tip. */
void verifier_reject(struct verifier *v, const struct oid *junk);
/* Events behind this sequence come in just now, by this clock. */
void verifier_receive(struct verifier *v, int64_t clock, uint64_t sequence);
/* Events up to the end of `known` were judged before: what it says of contested ones is taken. */
void verifier_know(struct verifier *v, struct event_index *known);

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

/* Where the verifier stands. Lives in the verifier's arena; close with ledger_view_close(). */
int verifier_view(struct verifier *v, struct ledger_view **ret, struct err *err);

/*
 * Fills in image, record and state of a view whose other members are known. from: the record there,
 * of which the view gets a copy; NULL: the tree's, where nothing is disputed.
 */
int ledger_view_open(struct repo *repo, struct arena *a, struct ledger_view *view,
		     const struct fold *from, struct err *err);
/* The record there from that of a later head of the same chain; leaves view->fold NULL where it has
 * to be folded again. */
int ledger_view_until(struct repo *repo, struct arena *a, struct ledger_view *view,
		      const struct fold *later, struct err *err);
/* The same with a record that is remembered as text; false: it is not of this head. */
int ledger_view_recall(struct repo *repo, struct arena *a, struct ledger_view *view,
		       struct bytes text, const char *stem, bool *ret, struct err *err);
/* The blob that a file of the record is; zero: the record has no such file, whatever the tree has. */
int ledger_view_blob(struct repo *repo, const struct ledger_view *view, const char *path,
		     struct oid *ret, struct err *err);
/* A file of the record at that view; ledger_view_said(): of the tree, disputed or not. */
int ledger_view_read(struct repo *repo, const struct ledger_view *view, const char *path,
		     struct arena *a, struct bytes *ret, bool *ret_found, struct err *err);
int ledger_view_said(struct repo *repo, const struct ledger_view *view, const char *path,
		     struct arena *a, struct bytes *ret, bool *ret_found, struct err *err);
/* The rule by which an event of the chain does not count there; NULL: it counts. *ret_contested: it
 * is a fact that waits for an attestation. */
const char *ledger_view_disputes(const struct ledger_view *view, uint64_t sequence,
				 bool *ret_contested);
void ledger_view_close(struct ledger_view *view);

/*
 * Verifies everything from behind `from` (NULL: from the genesis) up to `tip`, oldest first; each
 * good event goes to `fn` (may be NULL), whose answer other than 0 ends the walk and is returned.
 * Stops at the first bad event: 1, with findings, and *ret_view is the last good position (NULL when
 * there is none). ERR_UNTRUSTED when `from` is no ancestor of `tip`: somebody went back or apart.
 */
typedef int verified_event_fn(const struct verified_event *event, void *context,
			      struct err *err);
int ledger_verify(struct repo *repo, struct arena *a, const struct ledger_view *from,
		  const struct oid *tip, struct progress *progress, verified_event_fn *fn,
		  void *context, struct ledger_view **ret_view, struct findings *findings,
		  struct err *err);

/* The same of what a push brings behind `from`, by the clock of whoever takes it. */
int ledger_receive(struct repo *repo, struct arena *a, const struct ledger_view *from,
		   const struct oid *tip, int64_t clock, struct progress *progress,
		   verified_event_fn *fn, void *context, struct ledger_view **ret_view,
		   struct findings *findings, struct err *err);

/* The record at a verified head, folded again from the genesis: what was remembered is damaged. */
int ledger_fold_again(struct repo *repo, struct arena *a, const struct oid *head,
		      struct fold **ret, struct err *err);

#endif
