/*
 * deciding.h - gates, and what answers their manual checks: where each stands, of which candidate, and
 * what a command that decides has to know before it asks the world.
 */
#ifndef ACT_DECIDING_H
#define ACT_DECIDING_H

#include "act/launch.h"
#include "runbook/verdicts.h"

/* A gate that stands beside the steps, and what was decided last. */
struct gate_view {
	const struct procedure *gate;
	struct gate_said said;
};

/* Those of an environment, in the runbook's order; candidate: that of HEAD now. */
int gates_seen(const struct ledger *l, const struct readiness *r, const struct gate_view **ret,
	       size_t *ret_count, struct err *err);

/*
 * A step, or "gate:NAME" and the like, or the environment, as the view of a step: whoever can launch one can launch the
 * other. NULL in *ret: there is none of that name in the environment.
 */
int procedure_view(const struct ledger *l, const struct readiness *r, struct event_subject what,
		   const struct step_view **ret, struct err *err);
/* Names it in an event: a step, or the subject that a procedure is. */
void event_name(struct event *event, struct arena *a, struct event_subject what);

/* What the record has as answers to the manual checks of what is launched, given for the candidate of that
 * act. */
int launch_answers(const struct ledger *l, const struct launch *launch, const struct event *act,
		   struct run_request *request, struct err *err);

#endif
