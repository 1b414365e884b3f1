/* evidence_store.h - what was seen, kept on the evidence branches under the person's own key. */
#ifndef LEDGER_EVIDENCE_STORE_H
#define LEDGER_EVIDENCE_STORE_H

#include "ledger/record.h"
#include "ledger/verify.h"
#include "repo/evidence.h"
#include "repo/ledger.h"

/*
 * Stores the bodies, signed by the person's key, which the ledger must know. Before the event that
 * will name them: `when` is all that it must know of it.
 */
int evidence_keep(const struct ledger *l, struct ledger_lock *lock, int64_t when,
		  const struct evidence *evidence, size_t count, struct err *err);

/* What the events of the view let go. Lives in the ledger's arena. */
int evidence_expunged(const struct ledger *l, struct evidence_gone *ret, struct err *err);

/* What another person has of one of our branches. */
struct evidence_tip {
	const char *ref; /* ours */
	struct oid theirs;
};
/* Does one of these, ours or theirs, hold what was let go? */
int evidence_lingers(const struct ledger *l, const struct evidence_tip *tips, size_t count,
		     struct evidence_gone gone, bool *ret, struct err *err);
/* Each branch then holds both, less what was let go; a commit of ours where they went apart. */
int evidence_join(const struct ledger *l, const struct evidence_tip *tips, size_t count,
		  struct err *err);

/* A body of evidence that an event names. */
struct evidence_text {
	const char *name, *sha256; /* "run", "check.ready"; 64 hex */
	uint64_t size;		   /* as the event says */
	struct bytes text;	   /* the bytes that were signed; only where it is here */
	enum evidence_where { EVIDENCE_HERE, EVIDENCE_ABSENT, EVIDENCE_OTHER } where;
};
/* Those of an event, in its order, which is that of their hashes; lives in the arena. EVIDENCE_OTHER: what lies there under its name
 * has other bytes than were signed. */
int evidence_texts(const struct ledger *l, const struct event *event, struct arena *a,
		   struct evidence_text **ret, size_t *ret_count, struct err *err);

/* What events name of evidence, and what of it no evidence branch here holds: its SHA-256. */
struct evidence_seen {
	struct evidence_store *store; /* opened for the first, and the caller's to free */
	uint64_t named;
	const char **absent;
	size_t absent_count;
};
int evidence_count(const struct ledger *l, struct evidence_seen *seen,
		   const struct verified_event *event, struct findings *findings,
		   struct err *err);

#endif
