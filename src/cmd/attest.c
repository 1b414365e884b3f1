/* git mcade attest: a person did a manual step, or says that what does not count happened so. */
#include "act/deciding.h"
#include "base/texts.h"
#include "base/time.h"
#include "cmd/act.h"
#include "cmd/complete.h"
#include "cmd/procedures.h"
#include "cmd/running.h"
#include "cmd/fields.h"
#include "ledger/at.h"
#include "ledger/governed.h"
#include "ledger/in_force.h"

const struct option options_attest[] = {
	{OPTION_LIST, 0, "evidence", "FILE", "a file that shows it; kept for ever"},
	{OPTION_TEXT, 0, "restore", "TEXT", "what leads back, where the step changes state"},
	{OPTION_FLAG, 0, "fail", NULL, "it could not be done"},
	{OPTION_TEXT, 0, "criterion", "exit|restore",
	 "of a claim that was never run here: that it ended well, or what leads back"},
	{OPTION_TEXT, 0, "occurred", "TIME", "when a rollback was made by hand"},
	OPTION_FIELD,
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* What else the contract lets people attest, this version does not. */
static int check_operand(const struct option_values *o, struct err *err)
{
	const char *what = o->operand_count ? o->operands[0] : "";

	if (strchr(what, ':'))
		return err_set(
			err, ERR_UNSUPPORTED,
			"'%s': only a manual step, a manual check, a rollback or an event "
			"can be attested in %s",
			what, MCADE_VERSION);
	return 0;
}

static void set_restore(struct act *act, const struct step *step)
{
	const char *said = option_text(act->options, "restore");

	if (said)
		act_set(act, FIELD_RESTORE, said);
	else if (!step->changes_state)
		act_set(act, FIELD_RESTORE, RESTORE_NOTHING);
}

/* Everything that is against it, before it is signed. */
static int check(struct act *act, const struct launch *launch, struct err *err)
{
	const struct launch_leave leave = {.offline = option_flag(act->options, "no-fetch")};

	if (launch_check(&act->session->ledger, launch, EVENT_ATTEST, leave, &act->refused,
			 err) < 0 ||
	    act_evidence(act, err) < 0)
		return -1;
	if (findings_worst(&act->refused) != FINDING_ERROR)
		launch_uncommitted(launch, &act->refused);
	if (!option_flag(act->options, "fail"))
		fields_ask(act, launch->readiness->runbook, launch->view->step);
	if (fields_give(act, &act->intent.event, err) < 0)
		return -1;
	return findings_worst(&act->refused) == FINDING_ERROR;
}

static int record(struct act *act, const struct launch *launch, struct err *err)
{
	const struct readiness *r = launch->readiness;
	bool fail = option_flag(act->options, "fail");
	int status = check(act, launch, err);

	if (status)
		return status < 0 ? -1 : act_refused(act);
	act_warn(act);
	act_set(act, FIELD_VERDICT, fail ? "fail" : "pass");
	set_restore(act, launch->view->step);
	if (launch_bind(&act->session->ledger, launch, &act->intent.event, err) < 0 ||
	    governed_tips(&act->session->ledger, &act->intent.event, err) < 0)
		return -1;
	status = act_record(act, err);
	if (status)
		return status;
	if (!fail && runbook_completes(r->runbook, r->environment, launch->view->step))
		complete_after(act);
	return act_recorded(act);
}

/* With its evidence; the status is act_record()'s. */
static int record_shown(struct act *act, struct err *err)
{
	if (act_evidence(act, err) < 0)
		return -1;
	return act->refused.count ? act_refused(act) : act_record(act, err);
}

#define WORDS(...)                                          \
	((struct words){(const char *const[]){__VA_ARGS__}, \
			sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)})

/* What is given, and is of something else that is attested. */
static int refuse_given(const struct option_values *o, struct words others, const char *what,
			struct err *err)
{
	for (size_t i = 0; i < others.count; i++)
		if (option_flag(o, others.items[i]))
			return err_set(err, ERR_USAGE, "--%s is not for %s", others.items[i],
				       what);
	return 0;
}

/* -- an event ------------------------------------------------------------------------------------ */

/* By its id and its bytes: it is said of this one, and of no other that has the id. */
static int name_event(struct act *act, const char *text, struct err *err)
{
	const struct ledger *l = &act->session->ledger;
	uint64_t sequence;
	const char *named;
	bool found;

	if (ledger_find_event(l, text, &sequence, &found, err) < 0)
		return -1;
	if (!found) {
		err_set(err, ERR_USAGE, "there is no event '%s'", text + strlen("event:"));
		return err_next(err, "git mcade log");
	}
	if (ledger_act_of(l, sequence, &named, err) < 0)
		return -1;
	act_set(act, FIELD_SUBJECT,
		arena_printf(l->arena, "event:%.*s", (int)strcspn(named, " "), named));
	act_set(act, FIELD_ACT, named);
	act_set(act, FIELD_VERDICT, "pass");
	return 0;
}

static int attest_event(struct session *s, const struct option_values *o, struct result *ret,
			struct err *err)
{
	struct act act;
	int status;

	if (refuse_given(o, WORDS("env", "restore", "fail", "field", "criterion", "occurred"),
			 "an event", err) < 0 ||
	    act_begin(&act, s, o, EVENT_ATTEST, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 || name_event(&act, o->operands[0], err) < 0)
		return -1;
	status = record_shown(&act, err);
	if (status)
		return status;
	return act_render_marks(&act, err) < 0 ? -1 : act_recorded(&act);
}

/* -- a check ------------------------------------------------------------------------------------- */

/* "STEP/CHECK", "GATE/CHECK": whose check it is, and its id. */
static int name_check(struct act *act, const char *text, struct event_subject *ret,
		      struct err *err)
{
	struct session *s = act->session;
	const char *slash = strchr(text, '/');
	const struct runbook *rb;

	if (act_environment(act, err) < 0 || ledger_runbook(&s->ledger, &rb, err) < 0)
		return -1;
	act->step = arena_strndup(&s->arena, text, (size_t)(slash - text));
	*ret = (struct event_subject){SUBJECT_GATE, act->step};
	if (!runbook_procedure(rb, *ret)) {
		ret->type = SUBJECT_STEP;
		if (runbook_step_of(&s->ledger, act->step, &act->step, err) < 0)
			return -1;
	}
	event_name(&act->intent.event, &s->arena, *ret);
	act_set(act, FIELD_CHECK,
		arena_printf(&s->arena, "%s %s", slash + 1,
			     option_flag(act->options, "fail") ? "fail" : "pass"));
	act_set(act, FIELD_VERDICT, option_flag(act->options, "fail") ? "fail" : "pass");
	return 0;
}

/* Of one candidate, as a gate will ask for it. */
static int bind_answer(struct act *act, struct event_subject what, struct err *err)
{
	struct ledger *l = &act->session->ledger;
	const struct step_view *view;
	struct readiness readiness;
	struct launch launch;

	if (readiness_one(l, act->environment, what.type == SUBJECT_STEP ? what.id : NULL,
			  &readiness, err) < 0 ||
	    procedure_view(l, &readiness, what, &view, err) < 0)
		return -1;
	if (!view)
		return err_set(err, ERR_USAGE, "'%s' does not exist in '%s'", what.id,
			       act->environment);
	if (launch_prepare(l, &readiness, view, &launch, err) < 0)
		return -1;
	launch_uncommitted(&launch, &act->refused);
	return act->refused.count ? 0 : launch_bind(l, &launch, &act->intent.event, err);
}

static int attest_check(struct session *s, const struct option_values *o, struct result *ret,
			struct err *err)
{
	struct event_subject what;
	struct act act;

	if (refuse_given(o, WORDS("restore", "field", "criterion", "occurred"), "a check",
			 err) < 0 ||
	    act_begin(&act, s, o, EVENT_ATTEST, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 ||
	    name_check(&act, o->operands[0], &what, err) < 0 ||
	    bind_answer(&act, what, err) < 0 || act_evidence(&act, err) < 0)
		return -1;
	if (act.refused.count)
		return act_refused(&act);
	return governed_tips(&s->ledger, &act.intent.event, err) < 0 ? -1
								     : act_finish(&act, err);
}

/* -- a criterion --------------------------------------------------------------------------------- */

/* What can never be shown again, since it was done before there was a ledger. */
static int attest_criterion(struct act *act, struct err *err)
{
	if (refuse_given(act->options, WORDS("fail"), "a criterion", err) < 0)
		return -1;
	act_set(act, FIELD_CRITERION, option_text(act->options, "criterion"));
	if (option_text(act->options, "restore"))
		act_set(act, FIELD_RESTORE, option_text(act->options, "restore"));
	act_set(act, FIELD_VERDICT, "pass");
	if (fields_give(act, &act->intent.event, err) < 0 || act_evidence(act, err) < 0)
		return -1;
	return act->refused.count ? act_refused(act) : act_finish(act, err);
}

/* -- a rollback that was made by hand ------------------------------------------------------------- */

/* What its signer had seen is what there was then. */
static int set_occurred(struct act *act, struct err *err)
{
	const struct ledger *l = &act->session->ledger;
	const char *said = option_text(act->options, "occurred"), *named;
	uint64_t sequence;
	int64_t when;

	if (!said || !time_parse(said, &when))
		return err_set(err, ERR_USAGE,
			       "when was it made? --occurred 2026-01-28T10:00:00Z");
	if (ledger_place(l, said, &sequence, err) < 0 ||
	    ledger_act_of(l, sequence, &named, err) < 0)
		return -1;
	act_set(act, FIELD_OCCURRED, said);
	act->intent.seen = strchr(named, ' ') + 1;
	return 0;
}

static int attest_rollback(struct session *s, const struct option_values *o, struct result *ret,
			   struct err *err)
{
	const struct runbook *rb;
	const struct procedure *rollback;
	struct event_subject what = {SUBJECT_ROLLBACK, o->operands[0] + strlen("rollback:")};
	struct act act;
	int status;

	if (refuse_given(o, WORDS("restore", "field", "criterion"), "a rollback", err) < 0 ||
	    act_begin(&act, s, o, EVENT_ATTEST, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 || act_environment(&act, err) < 0 ||
	    ledger_runbook(&s->ledger, &rb, err) < 0)
		return -1;
	if (procedure_named(rb, what, act.environment, &s->arena, &rollback, err) < 0)
		return -1;
	act.step = what.id;
	event_name(&act.intent.event, &s->arena, what);
	act_set(&act, FIELD_VERDICT, option_flag(o, "fail") ? "fail" : "pass");
	if (set_occurred(&act, err) < 0)
		return -1;
	status = record_shown(&act, err);
	if (status)
		return status;
	act_write_log(&act);
	return act_recorded(&act);
}

int cmd_attest(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	struct readiness readiness;
	const struct step_view *view;
	struct launch launch;
	struct act act;

	if (o->operand_count && text_begins(o->operands[0], "event:"))
		return attest_event(s, o, ret, err);
	if (o->operand_count && text_begins(o->operands[0], "rollback:"))
		return attest_rollback(s, o, ret, err);
	if (o->operand_count && strchr(o->operands[0], '/'))
		return attest_check(s, o, ret, err);
	if (refuse_given(o, WORDS("occurred"), "a step", err) < 0 ||
	    check_operand(o, err) < 0 || act_begin(&act, s, o, EVENT_ATTEST, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 || act_step(&act, err) < 0 ||
	    readiness_one(&s->ledger, act.environment, act.step, &readiness, err) < 0)
		return -1;
	if (option_text(o, "criterion"))
		return attest_criterion(&act, err);
	view = readiness_step(&readiness, act.step);
	if (!view || view->step->kind != STEP_MANUAL)
		return err_set(err, ERR_USAGE,
			       "'%s' is not a manual step of '%s': it is run, not attested",
			       act.step, act.environment);
	if (launch_prepare(&s->ledger, &readiness, view, &launch, err) < 0)
		return -1;
	return record(&act, &launch, err);
}
