/*
 * past.h - what the events of a chain said of governed branches, for the audit that follows: where
 * rules began to bind, what was opened, what events rest on, and what was ever exempted from
 * judgement.
 */
#ifndef BRANCHES_PAST_H
#define BRANCHES_PAST_H

#include "branches/register.h"
#include "gate/gate_past.h"
#include "ledger/verify.h"

/* An event by which something was let through: listed for ever. */
struct exemption {
	uint64_t sequence;
	const char *word, *principal,
		*reason;  /* "retip", who signed it, why; NULL: not known */
	size_t commits;	  /* that nobody judged, or that were set aside */
	bool has_commits; /* the number is one of commits */
	bool uncounted;	  /* and would be, but some are missing or cannot be read */
	bool counts;	  /* else the event is disputed */
};

struct tip_past {
	struct exemption *exemptions; /* oldest first */
	size_t exemption_count;
	struct adopted_tip {
		const char *ref;
		struct oid commit;
		uint64_t sequence; /* of the event */
		struct oid event;  /* its commit in the ledger */
		bool retip;	   /* it is one: what came until then is exempted, and listed */
		bool rewritten;	   /* and takes what was there before away */
		uint64_t since;	   /* the event that named the branch first */
		struct oid base;   /* and where it stood then */
	} * tips; /* where the rules began to bind whenever an adopt counted, oldest first */
	size_t tip_count;
	struct lift {
		const char *hold; /* "freeze:proxy" */
		uint64_t sequence;
	} * lifts; /* that counted */
	size_t lift_count;
	struct gate_rests rests;	       /* what all events rest on */
	struct exception_register *exceptions; /* NULL: nobody asks */
	const struct ledger *l;
	struct oid last; /* commit of the event before */
};

/*
 * Filled in by the walk that verifies the chain, event by event: tip_past_take() is the
 * review_options.each of an audit. Then, with the view at which the walk ended,
 * tip_past_settle(): what counts, and who signed it.
 */
int tip_past_take(const struct verified_event *event, void *past, struct err *err);
void tip_past_settle(struct tip_past *past, const struct ledger_view *view);

#endif
