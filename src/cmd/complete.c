/* git mcade complete: all five criteria in one event, or a refusal that names each missing one. */
#include "cmd/act.h"
#include "cmd/complete.h"
#include "act/readiness.h"
#include "ledger/governed.h"
#include "model/next_act.h"
#include "act/launch.h"
#include "records/records.h"
#include "report/advice.h"
#include "report/output.h"
#include "runbook/runbook.h"
#include "ledger/in_force.h"

/* The pins that the step demands, as they are recorded: whether they are right is asked of them. */
static int add_pins(struct act *act, const struct step *step, struct err *err)
{
	struct session *s = act->session;

	for (size_t i = 0; i < step->pins.count; i++) {
		const char *value;

		if (state_pin(s->ledger.view->state, act->environment, step->pins.items[i],
			      &value, err) < 0)
			return -1;
		if (value)
			act_set(act, FIELD_PIN,
				arena_printf(&s->arena, "%s=%s", step->pins.items[i], value));
	}
	return 0;
}

static int fill(struct act *act, struct err *err)
{
	struct session *s = act->session;
	const struct step_state *state;
	const struct runbook *rb;
	struct words without;
	const char *log;

	if (ledger_runbook(&s->ledger, &rb, err) < 0 ||
	    state_step(s->ledger.view->state, act->environment, act->step, &state, err) < 0 ||
	    add_pins(act, runbook_step(rb, act->step), err) < 0)
		return -1;
	log = records_log_path(rb, s->ledger.now, &s->arena);
	if (records_log_room(&s->ledger, log, err) < 0)
		return -1;
	act_set(act, FIELD_LOG, log);
	without = step_without(runbook_step(rb, act->step), &s->arena);
	for (size_t i = 0; i < without.count; i++)
		act_set(act, FIELD_WITHOUT, without.items[i]);
	act_set(act, FIELD_RUN,
		state->run	       ? state->run
		: state->attested_exit ? state->attested_exit
				       : EVENT_NO_RUN);
	if (state->candidate)
		act_set(act, FIELD_CANDIDATE, state->candidate);
	return governed_tips(&s->ledger, &act->intent.event, err);
}

/* What ran and HEAD has is brought to the branch that has it not, and does not run again. */
static int refuse(struct act *act, struct err *err)
{
	struct session *s = act->session;
	struct readiness readiness;
	const struct step_view *view;
	const char *push;

	if (readiness_one(&s->ledger, act->environment, act->step, &readiness, err) < 0)
		return -1;
	view = readiness_step(&readiness, act->step);
	push = view ? launch_unpushed(&s->ledger, &readiness, view, &act->refused) : NULL;
	for (size_t i = 0; push && i < act->refused.count; i++)
		if (act->refused.items[i].rule == RULE_COMPLETION && act->refused.items[i].ref)
			act->refused.items[i].fix = push;
	return act_refused(act);
}

/* Whoever completes twice has what he wanted; what is stale since is another matter. */
static int is_complete(struct act *act, bool *ret, struct err *err)
{
	struct session *s = act->session;
	struct readiness readiness;
	const struct step_view *view;

	*ret = false;
	if (readiness_one(&s->ledger, act->environment, act->step, &readiness, err) < 0)
		return -1;
	view = readiness_step(&readiness, act->step);
	*ret = view && view->state->phase == PHASE_COMPLETE && !view->stale;
	act->completed = *ret ? view->state->completed : 0;
	if (*ret)
		act->note = arena_printf(&s->arena, "already complete (event %" PRIu64 ")",
					 view->state->completed);
	return 0;
}

int cmd_complete(struct session *s, const struct option_values *o, struct result *ret,
		 struct err *err)
{
	struct act act;
	bool done;
	int status;

	if (act_begin(&act, s, o, EVENT_COMPLETE, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 || act_step(&act, err) < 0 ||
	    is_complete(&act, &done, err) < 0)
		return -1;
	if (done)
		return act_planned(&act, NULL);
	if (fill(&act, err) < 0)
		return -1;
	status = act_try(&act, err);
	if (status)
		return status < 0 ? -1 : refuse(&act, err);
	return act_write_records(&act, err) < 0 ? -1 : act_recorded(&act);
}

static int follow(const struct act *run, struct act *act, struct err *err)
{
	int status;

	*act = (struct act){.session = run->session,
			    .options = run->options,
			    .result = run->result,
			    .step = run->step,
			    .environment = run->environment,
			    .reached = run->reached,
			    .refused = {.arena = &run->session->arena}};
	act->intent.event.word = EVENT_COMPLETE;
	act_set(act, FIELD_STEP, act->step);
	act_set(act, FIELD_ENVIRONMENT, act->environment);
	if (fill(act, err) < 0)
		return -1;
	status = act_try(act, err);
	return status ? status : act_write_records(act, err);
}

static void tell_missing(const struct findings *missing)
{
	for (size_t i = 0; i < missing->count; i++) {
		const char *fix = missing->items[i].fix;

		output_note("mcade: %s%s%s", missing->items[i].message,
			    !fix		     ? ""
			    : advice_is_command(fix) ? "\n  next: "
						     : "\n  hint: ",
			    fix ? advice_words(fix) : "");
	}
}

void complete_after(struct act *run)
{
	struct act act;
	struct err err;
	int status = follow(run, &act, &err);

	if (status < 0)
		output_note("mcade: warning: %s is not completed: %s\n  next: %s", run->step,
			    err.text,
			    err.next[0] ? err.next
					: next_act_text(
						  &(struct next_act){EVENT_COMPLETE, run->step,
								     run->environment, NULL},
						  &run->session->arena));
	else if (status)
		tell_missing(&act.refused);
	else
		output_note("mcade: event %" PRIu64 ": %s is complete in %s",
			    act.receipt.sequence, run->step, run->environment);
	run->completed = status ? 0 : act.receipt.sequence;
	run->owes = run->owes || act.owes;
}
