/*
 * gate_tip.h - what a governed branch holds now, against the ledger as it is: what the ledger never
 * held is drift, what the branch lacks or holds as it was earlier is owed. And what was ever
 * exempted from judgement.
 */
#ifndef GATE_GATE_TIP_H
#define GATE_GATE_TIP_H

#include "ledger/verify.h"
#include "gate/gate.h"

/* An event by which something was let through: listed for ever. */
struct exemption {
	uint64_t sequence;
	const char *word, *principal,
		*reason;  /* "retip", who signed it, why; NULL: not known */
	size_t commits;	  /* that nobody judged, or that were set aside */
	bool has_commits; /* else the number is not one of commits, or they are not here */
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
	struct gate_rests rests; /* what all events rest on */
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

/* Where each branch began, as apply() files it. */
void tip_past_began(struct tip_past *past);

/* What an owner once opened does not bind what came before: nobody kept when it was open. */
void gate_drop_thawed(struct gate *gate, const struct tip_past *past);

/*
 * Commits by the rules whose verdict rests on a commit's own bytes. What an act closed binds from the
 * tips that it names, as warnings: a commit may have been on its way. An event after `until` closed
 * nothing for them.
 */
int gate_judge_past(struct gate *gate, const struct oid *list, size_t count, const char *ref,
		    uint64_t until, struct findings *found, struct err *err);
/*
 * The commits between one adopt and the next, by the runbook that was in force then: no later adopt
 * is a pardon. Each good or bad commit is counted; findings of rules that rest on its own bytes. What
 * stood on a branch before it was governed is added to the exemptions.
 */
int gate_stretches(const struct ledger *l, struct tip_past *past, struct findings *found,
		   size_t *commits, struct err *err);

/*
 * All that came to a branch since the rules began to bind, judged as one change by what the ledger
 * holds now. One that no adopt named began where it left one that they bound; what was not pinned
 * yet there is an earlier value, and no invention.
 */
int gate_bound(struct gate *gate, const struct tip_past *past, const char *ref,
	       const struct oid *tip, struct findings *all, struct err *err);

/* Findings about one governed ref as it stands at `tip`. */
int gate_tip(struct gate *gate, const struct tip_past *past, const char *ref,
	     const struct oid *tip, struct findings *found, struct err *err);

#endif
