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

struct verified_event {
	struct oid commit;
	uint64_t sequence;
	int64_t time;
	struct event event;
	struct event_origin origin;
	const char *key; /* canonical text of the signing key */
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

/* Where the verifier stands. Lives in the verifier's arena. */
int verifier_view(struct verifier *v, struct ledger_view **ret, struct err *err);

/*
 * Verifies everything between `from` (NULL: from the genesis) and `tip`, oldest first. Stops at
 * the first bad event: then returns 1 with findings and *ret is the last good position.
 */
int ledger_verify(struct session *session, const struct ledger_view *from,
		  const struct oid *tip, struct ledger_view **ret, struct findings *findings,
		  struct err *err);

#endif
