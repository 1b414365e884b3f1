#include "act/turn.h"

#include "ledger/in_force.h"
#include "policy/judge_act.h"
#include "proc/proc.h"

int turn_find(const struct ledger *l, const char *environment, const char *step,
	      struct turn *ret, struct err *err)
{
	const struct step_state *state;
	const struct environment *env;
	const struct runbook *runbook;

	*ret = (struct turn){.run = ""};
	if (ledger_runbook(l, &runbook, err) < 0 ||
	    state_step(l->view->state, environment, step, &state, err) < 0)
		return -1;
	env = runbook_environment(runbook, environment);
	if (state->run)
		ret->run = state->run;
	if (state->phase != PHASE_RUNNING || !env || !runbook_step(runbook, step) ||
	    !state_signer(l->view->state, state->started, &ret->who, &ret->since))
		return 0;
	ret->open = true;
	ret->host = state->host;
	ret->left = ret->since + CLOCK_SKEW + step_longest(runbook_step(runbook, step), env) -
		    l->now;
	return 0;
}

bool turn_pause(int64_t seconds)
{
	return !proc_pause(seconds);
}
