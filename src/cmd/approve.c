/*
 * git mcade approve: another person agrees to the next run of a step, or to a promotion, of one content,
 * for a time.
 */
#include "act/launch.h"
#include "act/promoting.h"
#include "base/time.h"
#include "base/texts.h"
#include "cmd/act.h"
#include "ledger/in_force.h"

const struct option options_approve[] = {
	{OPTION_TEXT, 0, "expires", "TIME",
	 "until when: '4h', or a time; never longer than runbook.yaml says"},
	{OPTION_FLAG, 0, "fail", NULL, "say no, and take back an earlier yes"},
	{OPTION_FLAG, 0, "list", NULL, "show what was approved, and what of it counts"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* What has been said of each step, or of the one that is named. */
static int list(struct act *act, struct err *err)
{
	struct approve_result *r = arena_alloc(&act->session->arena, sizeof(*r));
	struct readiness *readiness = arena_alloc(&act->session->arena, sizeof(*readiness));

	if (act->options->operand_count ? act_step(act, err) < 0
					: act_environment(act, err) < 0)
		return -1;
	if (readiness_compute(&act->session->ledger, act->environment, false, readiness, err) <
	    0)
		return -1;
	*r = (struct approve_result){readiness, act->step};
	result_is_approve(act->result, r);
	return 0;
}

/* "run:STEP" is the step: what else the contract lets people approve, this version does not. */
static int name_step(struct act *act, struct option_values *named, struct err *err)
{
	static const char *const others[] = {"gate:", "rollback:", "path:"};
	const char *what;

	if (!named->operand_count)
		return 0;
	what = named->operands[0];
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (text_begins(what, others[i]))
			return err_set(err, ERR_UNSUPPORTED,
				       "'%s': only the run of a step and a promotion can be "
				       "approved in %s",
				       what, MCADE_VERSION);
	if (text_begins(what, "run:")) {
		named->operands = arena_memdup(&act->session->arena, named->operands,
					       named->operand_count * sizeof(*named->operands));
		named->operands[0] = what + strlen("run:");
	}
	return 0;
}

/* Yes or no, and until when. */
static int set_said(struct act *act, const struct approval *demand, struct err *err)
{
	const char *said = option_text(act->options, "expires");
	int64_t now = act->session->ledger.now, seconds = demand->expires, until;

	act_set(act, FIELD_VERDICT, option_flag(act->options, "fail") ? "fail" : "pass");
	if (said && time_parse(said, &until)) {
		act_set(act, FIELD_EXPIRES, said);
		return 0;
	}
	if (said && !time_parse_duration(said, &seconds))
		return err_set(err, ERR_USAGE,
			       "--expires '%s' is neither a duration ('4h') nor a time "
			       "('2026-01-28T10:00:00Z')",
			       said);
	if (seconds > TIME_MAX - now)
		return err_set(err, ERR_USAGE, "--expires '%s' is too far away", said);
	act_set(act, FIELD_EXPIRES, TIME_TEXT(now + seconds));
	return 0;
}

/* Does it count, and how many are there now? */
static const char *said_of_all(const struct act *act, const struct approval *demand,
			       const struct approved *all, size_t count)
{
	unsigned need = demand->count ? demand->count : 1;

	for (size_t i = 0; i < count; i++)
		if (all[i].sequence == act->receipt.sequence && all[i].yes && all[i].why)
			return arena_printf(&act->session->arena,
					    "this approval does not count: %s", all[i].why);
	return arena_printf(&act->session->arena, "approved by %u of %u of role '%s'",
			    approvals_given(all, count), need, demand->role);
}

static const char *said_of_it(struct act *act, const struct launch *launch)
{
	const struct readiness *before = launch->readiness;
	struct readiness now;
	const struct step_view *view;
	struct err err;

	if (readiness_compute(&act->session->ledger, before->environment->id, false, &now,
			      &err) < 0 ||
	    !(view = readiness_step(&now, act->step)))
		return NULL;
	return said_of_all(act, launch->view->approval, view->approvals, view->approval_count);
}

static int record(struct act *act, const struct launch *launch, struct err *err)
{
	int status;

	launch_uncommitted(launch, &act->refused);
	if (act->refused.count)
		return act_refused(act);
	if (set_said(act, launch->view->approval, err) < 0 ||
	    launch_bind(&act->session->ledger, launch, &act->intent.event, err) < 0)
		return -1;
	status = act_record(act, err);
	if (status)
		return status;
	act->note = said_of_it(act, launch);
	return act_recorded(act);
}

/* -- a promotion --------------------------------------------------------------------------------- */

static int approve_promotion(struct act *act, struct err *err)
{
	struct session *s = act->session;
	const struct environment *target;
	const struct runbook *runbook;
	struct promoting p, now;
	int status;

	if (act_environment(act, err) < 0 || ledger_runbook(&s->ledger, &runbook, err) < 0)
		return -1;
	target = runbook_environment(runbook, act->environment);
	if (!target->promote_after.count || !target->promote_approval.role)
		return err_set(err, ERR_USAGE, "a promotion to '%s' needs no approval",
			       act->environment);
	if (promoting_prepare(&s->ledger, target, NULL, &p, err) < 0)
		return -1;
	if (!p.code[0])
		return err_set(err, ERR_NOT_FOUND,
			       "there is no commit yet: nothing could be "
			       "promoted");
	if (set_said(act, p.approval, err) < 0)
		return -1;
	promoting_bind(&s->ledger, &p, &act->intent.event);
	status = act_record(act, err);
	if (status)
		return status;
	if (promoting_prepare(&s->ledger, target, NULL, &now, err) < 0)
		return -1;
	act->note = said_of_all(act, p.approval, now.approvals, now.approval_count);
	return act_recorded(act);
}

int cmd_approve(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	struct option_values named = *o;
	struct readiness readiness;
	const struct step_view *view;
	struct launch launch;
	struct act act;

	if (option_flag(o, "list")) {
		act = (struct act){.session = s, .options = &named, .result = ret};
		return name_step(&act, &named, err) < 0 ? -1 : list(&act, err);
	}
	if (act_begin(&act, s, &named, EVENT_APPROVE, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0)
		return -1;
	if (!strcmp(o->operands[0], "promote"))
		return approve_promotion(&act, err);
	if (name_step(&act, &named, err) < 0 || act_step(&act, err) < 0 ||
	    readiness_compute(&s->ledger, act.environment, false, &readiness, err) < 0)
		return -1;
	view = readiness_step(&readiness, act.step);
	if (!view || !view->approval)
		return err_set(err, ERR_USAGE, "'%s' needs no approval in '%s'", act.step,
			       act.environment);
	if (launch_prepare(&s->ledger, &readiness, view, &launch, err) < 0)
		return -1;
	return record(&act, &launch, err);
}
