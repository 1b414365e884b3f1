/* git mcade adopt: the committed, reviewed runbook.yaml comes into force. */
#include "cmd/act.h"
#include "engine/adopt.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_FLAG, 0, "accept-claims", NULL,
	 "also sign what runbook.claims.yaml says: it meets needs, and nothing more"},
	OPTIONS_ACT,
	{0},
};

/* Nothing pretends: what this version accepts and does not check is said when it comes into force. */
static void note_unchecked(const struct runbook *runbook)
{
	for (size_t i = 0; i < runbook->policy_count; i++) {
		const struct runbook_policy *policy = &runbook->policies[i];

		if (policy->kind == RUNBOOK_UNIQUE_KEYS || policy->kind == RUNBOOK_WHEN_CHANGED)
			output_note("warning: policy '%s' (%s) is recorded, and comes into "
				    "force with "
				    "a later version than %s",
				    policy->id,
				    policy->kind == RUNBOOK_UNIQUE_KEYS ? "unique_keys"
									: "when_changed",
				    MCADE_VERSION);
	}
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	struct adoption adoption;
	struct act act;
	int status;

	if (act_begin(&act, s, o, EVENT_ADOPT, err) < 0 || act_operands(&act, 0, err) < 0 ||
	    adopt_prepare(s, option_flag(o, "accept-claims"), &act.intent, &adoption,
			  &act.refused, err) < 0)
		return -1;
	if (findings_worst(&act.refused) == FINDING_ERROR)
		return act_refuse(&act, err);
	status = act_record(&act, err);
	if (status)
		return status;
	s->runbook = NULL;
	output_note("%zu steps in %zu environments are in force, from %s",
		    adoption.runbook->step_count, adoption.runbook->environment_count,
		    adoption.ref);
	note_unchecked(adoption.runbook);
	if (option_flag(o, "accept-claims"))
		output_note("claims of %zu steps accepted; %zu contradict themselves and stay "
			    "planned "
			    "(git mcade status)",
			    adoption.accepted, adoption.disputed);
	if (s->remote)
		output_note("  next: git mcade sync");
	return act_show(&act, err);
}

const struct subcommand cmd_adopt = {
	.name = "adopt",
	.group = GROUP_SETUP,
	.usage = "[--accept-claims] [-m REASON]",
	.summary = "bring the committed runbook.yaml into force",
	.options = options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.run = run,
};
