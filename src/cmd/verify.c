/* git mcade verify: checks are asked once more, of a step or of everything that is complete in an environment. */
#include "act/deciding.h"
#include "cmd/run_asked.h"
#include "cmd/run_shown.h"
#include "cmd/running.h"
#include "ledger/governed.h"
#include "report/output.h"

/* Asks, and records what was found; 0: it is recorded, and not told yet. */
static int ask(struct running *r, struct run_outcome *outcome, struct err *err)
{
	struct event *event = &r->act.intent.event;
	const struct adopted_state *adopted;
	const char *verdict;

	if (findings_worst(&r->act.refused) == FINDING_ERROR)
		return act_refused(&r->act);
	act_warn(&r->act);
	if (running_open(r, true, err) < 0)
		return -1;
	run_verify(&r->run, outcome);
	run_show_outcome(outcome, &r->launch, &r->s->arena);
	if (launch_describe(&r->s->ledger, &r->launch, event, err) < 0)
		return -1;
	if (r->launch.view->state->run)
		act_set(&r->act, FIELD_RUN, r->launch.view->state->run);
	launch_verified(&r->s->ledger, &r->launch, outcome, &r->act.intent);
	if (state_adopted(r->s->ledger.view->state, &adopted, err) < 0)
		return -1;
	verdict = event_checks_verdict(event, adopted->rules);
	act_set(&r->act, FIELD_VERDICT, !strcmp(verdict, "none") ? "inconclusive" : verdict);
	if (governed_tips(&r->s->ledger, event, err) < 0)
		return -1;
	return act_record(&r->act, err);
}

static int ask_step(struct running *r, struct run_outcome *outcome, struct err *err)
{
	if (running_look(r, err) < 0 ||
	    launch_ask_verify(&r->s->ledger, &r->launch, &r->act.refused, err) < 0)
		return -1;
	return ask(r, outcome, err);
}

static int verify_step(struct running *r, struct err *err)
{
	struct run_outcome outcome;
	int status;

	if (act_begin(&r->act, r->s, r->o, EVENT_VERIFY, r->result, err) < 0 ||
	    act_operands(&r->act, 1, err) < 0 || act_step(&r->act, err) < 0)
		return -1;
	status = ask_step(r, &outcome, err);
	if (status)
		return status;
	r->act.note = run_not_this(r->s, r->act.environment, r->act.step);
	act_recorded(&r->act);
	return run_exit(&outcome);
}

/* -- everything that is complete there ----------------------------------------------------------- */

struct verifying {
	struct act first; /* fetched for all */
	struct act last;  /* whose receipt is shown */
	struct verified *items;
	size_t count;
	bool failed, open, interrupted;
};

/* Of a step, or (NULL) of the environment itself. */
static int begin(struct running *r, struct verifying *v, const char *step, struct err *err)
{
	if (act_prepare(&r->act, r->s, r->o, EVENT_VERIFY, r->result, err) < 0)
		return -1;
	r->act.reached = v->first.reached;
	r->act.environment = v->first.environment;
	r->act.step = step;
	act_set(&r->act, FIELD_ENVIRONMENT, r->act.environment);
	if (step)
		act_set(&r->act, FIELD_STEP, step);
	return 0;
}

static int ask_environment(struct running *r, struct run_outcome *outcome, struct err *err)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	struct ledger *l = &r->s->ledger;
	const struct step_view *view;

	if (readiness_one(l, r->act.environment, NULL, &r->readiness, err) < 0 ||
	    procedure_view(l, &r->readiness, here, &view, err) < 0 ||
	    launch_prepare(l, &r->readiness, view, &r->launch, err) < 0 ||
	    readiness_asks(l, &r->readiness, &r->act.intent.event, NULL, &r->act.refused, err) <
		    0)
		return -1;
	return ask(r, outcome, err);
}

static int verify_one(struct verifying *v, struct session *s, const struct option_values *o,
		      struct result *ret, const char *step, struct err *err)
{
	struct running r = {.s = s, .o = o, .result = ret};
	struct run_outcome outcome;
	int status = begin(&r, v, step, err);

	if (!status)
		status = step ? ask_step(&r, &outcome, err)
			      : ask_environment(&r, &outcome, err);
	if (r.opened)
		run_close(&r.run);
	if (status)
		return status;
	output_note("mcade: event %" PRIu64 ": %s in %s: %s", r.act.receipt.sequence,
		    step ? step : "the environment", v->first.environment,
		    event_get(&r.act.receipt.event, FIELD_VERDICT));
	*ARENA_PUSH(&s->arena, v->items, v->count) = (struct verified){
		step, event_get(&r.act.receipt.event, FIELD_VERDICT), r.act.receipt.sequence};
	v->last = r.act;
	v->failed = v->failed || run_exit(&outcome) == 1;
	v->open = v->open || run_exit(&outcome) == 2;
	v->interrupted = outcome.interrupted;
	return 0;
}

/* Nothing judged is no yes. */
static int nothing(struct verifying *v)
{
	finding_add(
		&v->first.refused, RULE_ORDER, FINDING_ERROR,
		(struct finding){.environment = v->first.environment,
				 .expected = "a step that is complete, or a 'verify' of the "
					     "environment",
				 .found = "none"},
		"there is nothing in '%s' to verify", v->first.environment);
	return act_refused(&v->first);
}

static int verify_all(struct session *s, const struct option_values *o, struct result *ret,
		      struct err *err)
{
	struct verifying v = {.count = 0};
	struct readiness readiness;
	const struct step_view *here;
	int status = 0;

	if (act_begin(&v.first, s, o, EVENT_VERIFY, ret, err) < 0 ||
	    act_environment(&v.first, err) < 0 ||
	    readiness_compute(&s->ledger, v.first.environment, false, &readiness, err) < 0 ||
	    procedure_view(&s->ledger, &readiness,
			   (struct event_subject){SUBJECT_ENVIRONMENT, NULL}, &here, err) < 0)
		return -1;
	for (size_t i = 0; !status && !v.interrupted && i < readiness.count; i++)
		if (readiness.steps[i].state->phase == PHASE_COMPLETE &&
		    readiness.steps[i].step->kind == STEP_RUN)
			status = verify_one(&v, s, o, ret, readiness.steps[i].step->id, err);
	if (!status && !v.interrupted && here->step->verify.count)
		status = verify_one(&v, s, o, ret, NULL, err);
	if (status)
		return status;
	if (!v.count)
		return nothing(&v);
	v.last.verified = v.items;
	v.last.verified_count = v.count;
	act_recorded(&v.last);
	return v.failed ? 1 : v.open ? 2 : 0;
}

int cmd_verify(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	struct running r;

	return o->operand_count ? running_with(&r, s, o, ret, verify_step, err)
				: verify_all(s, o, ret, err);
}
