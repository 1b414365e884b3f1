/*
 * review.h - the whole audit: the chain from its genesis, what is remembered of it outside, what the
 * governed branches say about it, what stock git would show instead.
 */
#ifndef AUDIT_REVIEW_H
#define AUDIT_REVIEW_H

#include "ledger/verify.h"

enum review_verdict {
	REVIEW_PASS,	     /* exit status 0 */
	REVIEW_FAIL,	     /* 1: findings */
	REVIEW_INCONCLUSIVE, /* 2: good as far as can be told, but nobody confirmed the genesis, or
				what a verdict or promotion in force names is not here */
	REVIEW_UNTRUSTED,    /* 3 */
};

/* What a person who saw the ledger elsewhere knows of it. */
struct review_minimum {
	uint64_t sequence;
	int64_t max_age; /* seconds; 0: any */
};
/* Findings where the ledger falls short; false: it is too short to be trusted. */
bool review_minimum(const struct ledger_view *view, const char *ref, int64_t now,
		    const struct review_minimum *minimum, struct findings *findings);

struct review_options {
	const char *expected_genesis; /* NULL: the pin decides */
	struct review_minimum minimum;
	bool cold;     /* as if nothing were remembered; reads every object of every event */
	bool only_new; /* continue from what was remembered */
	verified_event_fn *each; /* also gets every event that verified; NULL: nobody */
	void *context;
};

struct review {
	enum review_verdict verdict;
	const char *ref;	  /* which branch was read */
	struct ledger_view *view; /* last good event; NULL: not even a genesis */
	uint64_t events;	  /* verified in this run */
	size_t signers;		  /* principals in force */
	uint64_t evidence; /* bodies named; of those, not here; of these, let go by an event */
	uint64_t evidence_absent, evidence_expunged;
	uint64_t objects_absent; /* events that name objects that are not here */
	size_t rest_on_absent;	 /* of those, on which something in force rests */
	size_t citations;
	bool lost_race; /* own events are apart from what came first: a finding says so */
	struct findings findings;
};

int review_ledger(const struct ledger *l, const struct review_options *options,
		  struct review *ret, struct err *err);

#endif
