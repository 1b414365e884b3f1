/*
 * gate_past.h - the doors, asked about what is in a repository already: by the rules of an earlier
 * time, by what the record ever held, and by what events rest on.
 */
#ifndef GATE_GATE_PAST_H
#define GATE_GATE_PAST_H

#include "base/strmap.h"
#include "gate/gate.h"
#include "ledger/verify.h"

/* A governed branch as an event names it. */
struct gate_branch {
	const char *ref;
	uint64_t since; /* the event that named it first */
	struct oid
		base, /* what stood there then: its own, exempted from judgement there alone */
		tip;  /* as named last */
};

/* The branches as an event named them, whatever came later; borrowed. */
void gate_bind(struct gate *gate, struct gate_branch *branches, size_t count);
/* What an owner once opened ("freeze:proxy") and no event closed does not bind: nobody kept when it
 * was open. */
void gate_thaw(struct gate *gate, const char *hold);
/* The rules that are asked. */
const struct runbook *gate_runbook(const struct gate *gate);
/* Was the step ever complete? */
int gate_was_complete(struct gate *gate, const char *environment, const char *step, bool *ret,
		      struct err *err);

/* A tip of an event that rests on what a governed branch has. environment NULL: of an adopt. */
struct rested_tip {
	const char *ref, *environment;
	struct oid commit;
	uint64_t sequence;
	bool proof; /* others go on from it, live or not */
};

/* By which runbook they are asked: the event, and what it brought into force once that is read. */
struct rested_adopt {
	struct oid commit;
	uint64_t sequence;
	const struct runbook *runbook;
};

struct gate_rests {
	struct rested_tip *tips, *left; /* left: what a retip among the events left behind */
	struct rested_adopt *adopts;
	size_t count, left_count, adopt_count;
	struct strmap seen;
};

/* gate_rests.c: "<commit> <ref>"; false: an id of another hash, which no object here has: the commit is
 * that of none. */
bool gate_tip_parts(const char *text, struct arena *a, struct oid *ret_commit,
		    const char **ret_ref);
/* Tips that events rest on, each once. */
void gate_rests_note(struct gate_rests *rests, struct arena *a,
		     const struct verified_event *event);
/* The runbook that an adopt brought into force. */
int gate_read_runbook(const struct ledger *l, const struct oid *event,
		      const struct runbook **ret, struct err *err);
/* Where the branch stands that a tip names: commits, none where it is not here. *ret_known is true;
 * false: nobody can tell where it stood. */
typedef int branch_stands_fn(void *context, const struct rested_tip *tip, struct oid **ret,
			     size_t *ret_count, bool *ret_known, struct err *err);
/* A finding for each event that names a commit which the branch does not have. */
int gate_rests_judge(struct gate *gate, const struct gate_rests *rests,
		     branch_stands_fn *stands, void *context, struct findings *found,
		     struct err *err);

#endif
