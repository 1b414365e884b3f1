/* git mcade complete: all five criteria in one event, or a refusal that names each missing one. */
#include "cmd/act.h"
#include "ledger/governed.h"
#include "act/launch.h"
#include "records/records.h"
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

static int prepare(struct act *act, struct session *s, const struct option_values *o,
		   struct result *ret, struct err *err)
{
	const struct step_state *state;
	const struct runbook *rb;
	struct words without;
	const char *log;

	if (act_begin(act, s, o, EVENT_COMPLETE, ret, err) < 0 ||
	    act_operands(act, 1, err) < 0 || act_step(act, err) < 0 ||
	    ledger_runbook(&s->ledger, &rb, err) < 0 ||
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
	act_set(act, FIELD_RUN, state->run ? state->run : EVENT_NO_RUN);
	if (state->candidate)
		act_set(act, FIELD_CANDIDATE, state->candidate);
	return governed_tips(&s->ledger, &act->intent.event, err);
}

/* What ran and HEAD has is brought to the branch that has it not, and does not run again. */
static int refuse(struct act *act, struct err *err)
{
	struct session *s = act->session;
	const struct step_state *state;
	const struct runbook *rb;
	const char *push;

	if (ledger_runbook(&s->ledger, &rb, err) < 0 ||
	    state_step(s->ledger.view->state, act->environment, act->step, &state, err) < 0)
		return -1;
	push = launch_unpushed(&s->ledger, runbook_step(rb, act->step), state);
	for (size_t i = 0; push && i < act->refused.count; i++)
		if (act->refused.items[i].rule == RULE_COMPLETION && act->refused.items[i].path)
			act->refused.items[i].fix = push;
	return act_refused(act);
}

int cmd_complete(struct session *s, const struct option_values *o, struct result *ret,
		 struct err *err)
{
	struct act act;
	int status;

	if (prepare(&act, s, o, ret, err) < 0)
		return -1;
	status = act_try(&act, err);
	if (status)
		return status < 0 ? -1 : refuse(&act, err);
	if (records_append_log(&s->ledger, &act.receipt, err) < 0)
		return act_unwritten(&act, err);
	return act_render_marks(&act, err) < 0 ? -1 : act_recorded(&act);
}
