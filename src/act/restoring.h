/*
 * restoring.h - what `rollback --to SEQUENCE` goes back to, as its event and an approval of it name it:
 * the environment as it was just after that event.
 */
#ifndef ACT_RESTORING_H
#define ACT_RESTORING_H

#include "act/readiness.h"
#include "ledger/ledger.h"
#include "policy/judge_act.h"

/* In place of what HEAD is: commit, content and candidate of then. Whether there is such an event the judge
 * says. */
int restoring_bind(const struct ledger *l, const struct environment *there, const char *to,
		   struct event *event, struct act_was *ret, struct err *err);
/* Of the rollback also all pins of then, and the candidate that it leaves. */
int restoring_describe(const struct ledger *l, const struct runbook *rb,
		       const struct environment *there, const struct act_was *was,
		       struct event *event, struct err *err);
/* A manifest with the pins that the event gives, and without those of now that it does not. *ret_moves:
 * they are others than now. */
int restoring_manifest(const struct ledger *l, const struct environment *there,
		       const struct event *event, struct bytes before, struct bytes *ret,
		       bool *ret_moves, struct err *err);

/* A rollback that was made there, the last time. */
struct rollback_view {
	const struct procedure *rollback;
	const struct step_state *state;
	uint64_t to;	  /* the event that it went back to; 0: it named none */
	const char *left; /* NULL */
	uint64_t by_hand; /* the event by which a person says that he made it, since; 0 */
	bool well;	  /* and that it could be done */
};

/*
 * A rollback after which no check of a step that is complete has looked, where no release comes that makes the
 * step stale by it: what it is of only its title says.
 */
struct unlooked {
	uint64_t sequence;		 /* 0: there is none */
	const struct step *const *steps; /* that nobody has looked at */
	size_t count;
	const char *way; /* the command that looks, or who may */
};
int rollback_unlooked(const struct ledger *l, const struct readiness *r, struct unlooked *ret,
		      struct err *err);

/* In the runbook's order; those that were made. */
int rollbacks_seen(const struct ledger *l, const struct runbook *rb,
		   const struct environment *there, const struct rollback_view **ret,
		   size_t *ret_count, struct err *err);

/* Is one under way there? */
int rollback_runs(const struct ledger *l, const struct runbook *rb,
		  const struct environment *there, bool *ret, struct err *err);

/* A manifest without a pin that is given up, as it was before that; what a person wrote over it since then
 * is his. */
int restoring_without(const struct ledger *l, const struct environment *there,
		      struct bytes before, const char *path, const char *value,
		      struct bytes *ret, struct err *err);

#endif
