/* git mcade abandon: a run whose machine or process died is closed. */
#include "act/alive.h"
#include "cmd/act.h"
#include "model/finding.h"

const struct option options_abandon[] = {
	{OPTION_FLAG, 0, "force", NULL, "although the run still goes on here"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* Its end will be recorded: what is abandoned now would be contested then. */
static void refuse_alive(struct act *act)
{
	finding_add(
		&act->refused, RULE_ORDER, FINDING_ERROR,
		(struct finding){.step = act->step,
				 .environment = act->environment,
				 .expected = "a run whose machine or process died",
				 .found = "a process that runs it",
				 .fix = "hint: wait for it, or stop it; with --force what it "
					"does from now on is contested"},
		"'%s' in '%s' still runs here", act->step, act->environment);
}

int cmd_abandon(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	const struct step_state *state;
	struct act act;

	if (act_begin(&act, s, o, EVENT_ABANDON, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 || act_step(&act, err) < 0 ||
	    state_step(s->ledger.view->state, act.environment, act.step, &state, err) < 0)
		return -1;
	if (state->run && !option_flag(o, "force") && alive_is(&s->ledger, state->run)) {
		refuse_alive(&act);
		return act_refused(&act);
	}
	act_set(&act, FIELD_RUN, state->run ? state->run : EVENT_NO_RUN);
	act_set(&act, FIELD_RESULT, "lost");
	return act_finish(&act, err);
}
