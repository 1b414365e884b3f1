/* internal.h - what the files of a review share: how far it is. */
#ifndef AUDIT_INTERNAL_H
#define AUDIT_INTERNAL_H

#include "audit/citations.h"
#include "audit/review.h"
#include "ledger/evidence_store.h"
#include "repo/history.h"

/* An event that speaks of objects that are not here, and on which others may rest. */
struct unseen {
	uint64_t sequence;
	const char *id, *path; /* of the file that holds its subject */
};

struct reviewing {
	const struct ledger *l;
	const struct review_options *options;
	struct review *review;
	struct chain chain;
	struct oid tip;
	struct oid_list rewritten; /* what stock git would show differently */
	struct snapshot *tree;	   /* of the event before; NULL: none yet */
	bool untrusted;
	struct evidence_seen evidence;
	struct unseen *unseen;
	size_t unseen_count;
};

/* The ledger cannot be relied on, and why. */
void review_untrusted(struct reviewing *r, const char *expected, const char *found,
		      const char *fix, const char *message);
/* review_memory.c: what this copy, or a remote, showed before must still be in the chain. */
int review_memory(struct reviewing *r, struct err *err);
/* review_expunged.c: what of the evidence is gone because an event says so. */
int review_expunged(struct reviewing *r, struct err *err);
/* review_due.c: what has had its time. */
int review_due(struct reviewing *r, struct err *err);

#endif
