/*
 * audit.h - THE read path: verifies events one by one. Everybody who believes a ledger came
 * through here: audit, the writer's read-back, hooks, sync, pre-receive.
 */
#ifndef ENGINE_AUDIT_H
#define ENGINE_AUDIT_H

#include "engine/session.h"

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
 * Checks one raw commit: grammar and canonical bytes, signature, chain (parent, sequence,
 * previous, ledger), signer and role by position, legality, every file's SHA-256, tree =
 * apply(). A "no" is appended to `findings` (rule ledger-integrity: event, field, expected,
 * found) and 1 returned; 0: verified and carried forward; -1: cannot tell (*err). ret may be
 * NULL. Oddities of time are findings of rule `time` and do not make the event bad.
 */
int verifier_next(struct verifier *v, const struct oid *commit, struct bytes raw,
		  struct arena *scratch, struct verified_event *ret, struct findings *findings,
		  struct err *err);

/* Where the verifier stands. Lives in the verifier's arena; close with ledger_view_close(). */
int verifier_view(struct verifier *v, struct ledger_view **ret, struct err *err);

/* Fills in image and state of a view whose other members are known. */
int ledger_view_open(struct repo *repo, struct arena *a, struct ledger_view *view,
		     struct err *err);
/* A file of the view's tree. */
int ledger_view_read(struct repo *repo, const struct ledger_view *view, const char *path,
		     struct arena *a, struct bytes *ret, bool *ret_found, struct err *err);
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

#endif
