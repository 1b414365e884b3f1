/* git mcade abandon: a run whose machine or process died is closed. */
#include "act/alive.h"
#include "base/texts.h"
#include "cmd/act.h"
#include "ledger/in_force.h"
#include "model/finding.h"

const struct option options_abandon[] = {
	{OPTION_FLAG, 0, "force", NULL, "although the run still goes on here"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* A step; "rollback:ID", "drill:ID". */
static int name_run(struct act *act, const struct step_state **ret, struct err *err)
{
	struct ledger *l = &act->session->ledger;
	const char *what = act->options->operand_count ? act->options->operands[0] : "";
	const struct runbook *rb;
	struct event_subject of;

	if (!text_begins(what, "rollback:") && !text_begins(what, "drill:"))
		return act_step(act, err) < 0 ? -1
					      : state_step(l->view->state, act->environment,
							   act->step, ret, err);
	if (act_environment(act, err) < 0 || ledger_runbook(l, &rb, err) < 0)
		return -1;
	act_set(act, FIELD_SUBJECT, what);
	of = event_subject_of(&act->intent.event);
	if (!runbook_procedure(rb, of))
		return err_set(err, ERR_USAGE, "there is no %s '%s'",
			       subject_type_word(of.type), of.id);
	act->step = of.id;
	return state_procedure(l->view->state, act->environment, of, ret, err);
}

/* Its end will be recorded: what is abandoned now would be contested then. */
static void refuse_alive(struct act *act)
{
	finding_add(&act->refused, RULE_ORDER, FINDING_ERROR,
		    (struct finding){
			    .step = act->step,
			    .environment = act->environment,
			    .expected = "a run whose machine or process died",
			    .found = "a process that runs it, or the command that it started",
			    .fix = "hint: wait for it, or stop it; with --force what it "
				   "does from now on is contested"},
		    "'%s' in '%s' still runs here", act->step, act->environment);
}

/* An act on a run that is gone leaves nothing of it to ask after. */
static void clear_up(const struct ledger *l, const char *run)
{
	if (run && alive_of(l, run) != ALIVE_HERE)
		alive_end(l, run);
}

int cmd_abandon(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	const struct step_state *state;
	const char *run;
	struct act act;
	int status;

	if (act_begin(&act, s, o, EVENT_ABANDON, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 || name_run(&act, &state, err) < 0)
		return -1;
	run = state->run ? arena_strdup(&s->arena, state->run) : NULL;
	if (run && !option_flag(o, "force") && alive_of(&s->ledger, run) == ALIVE_HERE) {
		refuse_alive(&act);
		return act_refused(&act);
	}
	act_set(&act, FIELD_RUN, run ? run : EVENT_NO_RUN);
	act_set(&act, FIELD_RESULT, "lost");
	act_set(&act, FIELD_OUTCOME, event_outcome(&act.intent.event));
	status = act_record(&act, err);
	if (status)
		return status;
	act_write_log(&act);
	clear_up(&s->ledger, run);
	return act_recorded(&act);
}
