/* git mcade run: the world changes; the ledger says what came of it. */
#include "cmd/act.h"
#include "cmd/complete.h"
#include "cmd/drilled.h"
#include "cmd/fields.h"
#include "act/alive.h"
#include "act/baselines.h"
#include "act/restoring.h"
#include "cmd/kept.h"
#include "cmd/promote.h"
#include "cmd/rollback_to.h"
#include "cmd/run_asked.h"
#include "cmd/run_shown.h"
#include "cmd/running.h"
#include "cmd/told.h"
#include "cmd/turn.h"
#include "cmd/wait.h"
#include "cmd/waive.h"
#include "ledger/governed.h"
#include "model/logentry.h"
#include "act/deciding.h"
#include "records/secrets.h"
#include "remote/sync.h"
#include "report/findings.h"
#include "report/output.h"
#include "world/check.h"
#include "world/run.h"

#include <unistd.h>

extern char **environ;

const struct option options_run[] = {
	{OPTION_FLAG, 0, "dry-run", NULL,
	 "print the resolved plan; run nothing, record nothing"},
	{OPTION_FLAG, 0, "twice", NULL, "run it a second time; nothing may change then"},
	{OPTION_FLAG, 0, "accept-changed", NULL,
	 "the files, and what commands mean, may differ from what ran last"},
	{OPTION_TEXT, 0, "offline", "REASON",
	 "live environment: run although the remote does not answer"},
	{OPTION_TEXT, 0, "incident", "ID",
	 "an incident in which it may pass what can be waived; each rule is named for ever"},
	OPTION_ANYWAY,
	{OPTION_FLAG, 0, "resume", NULL,
	 "show how runs ended that is kept in this repository, and record it"},
	OPTION_WAIT("wait so long for approvals"),
	OPTION_FIELD,
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* -- before -------------------------------------------------------------------------------------- */

/* What outlives us is still the run. */
static void note_command(void *context, pid_t command)
{
	const struct running *r = context;

	if (r->begun)
		alive_command(&r->s->ledger, r->begun, command);
}

int running_open(struct running *r, bool verify_only, struct err *err)
{
	struct run_request request = launch_request(&r->launch, verify_only, environ);

	request.twice = !verify_only && option_flag(r->o, "twice");
	request.inputs = r->inputs;
	request.completed = r->launch.view->state->completed > 0;
	request.verify_only = verify_only;
	request.on_output = run_show_output;
	request.on_start = note_command;
	request.context = r;
	request.progress = run_show_progress;
	request.keeps = !r->alone && !r->launch.dirty;
	if (launch_answers(&r->s->ledger, &r->launch, &r->act.intent.event, &request, err) <
		    0 ||
	    baselines_read(&r->s->ledger, &request, err) < 0 ||
	    (verify_only && launch_remember(&r->s->ledger, &r->launch, &request, err) < 0) ||
	    run_open(&r->run, &request, &r->s->arena, err) < 0)
		return -1;
	r->opened = true;
	return 0;
}

int running_look(struct running *r, struct err *err)
{
	if (readiness_one(&r->s->ledger, r->act.environment, r->act.step, &r->readiness, err) <
	    0)
		return -1;
	r->live = r->readiness.environment->live;
	if (!readiness_step(&r->readiness, r->act.step))
		return err_set(err, ERR_USAGE, "'%s' does not exist in '%s'", r->act.step,
			       r->act.environment);
	return launch_prepare(&r->s->ledger, &r->readiness,
			      readiness_step(&r->readiness, r->act.step), &r->launch, err);
}

int running_guards(struct running *r)
{
	struct check_results results;
	enum check_verdict worst;

	run_guard(&r->run, &results, &worst);
	launch_checks(&r->s->ledger, "guard.", &results, &r->act.intent.event);
	if (check_holds(worst))
		return 0;
	for (size_t i = 0; i < results.count; i++) {
		if (check_holds(results.items[i].verdict))
			continue;
		finding_add(&r->act.refused, RULE_CONDITIONS, FINDING_ERROR,
			    (struct finding){.step = r->act.step,
					     .environment = r->act.environment,
					     .at = results.items[i].check->at,
					     .expected = "guard passed",
					     .found = results.items[i].reason},
			    "guard '%s' failed: '%s' was not started", results.items[i].id,
			    r->act.step);
	}
	return act_refused(&r->act);
}

/* -- during and after ---------------------------------------------------------------------------- */

static int publish(struct running *r, struct err *err)
{
	struct sync_state state;

	if (!r->told)
		return 0;
	if (sync_all(&r->s->ledger, &state, err) < 0)
		return -1;
	r->s->ledger.view = state.local;
	return 0;
}

static int keep_finish(struct act *finish, struct err *err)
{
	act_set(finish, FIELD_OUTCOME, event_outcome(&finish->intent.event));
	return kept_fact(finish, err);
}

/* Facts are recorded whatever happened meanwhile: the world has changed. outcome NULL: it did not,
 * since `changed` was not as recorded. */
static int record_finish(struct running *r, const struct run_outcome *outcome,
			 const char *changed, struct act *finish, struct err *err)
{
	struct event *event = &finish->intent.event;

	*finish = (struct act){.session = r->s,
			       .options = r->o,
			       .result = r->result,
			       .command = r->act.command,
			       .step = r->act.step,
			       .environment = r->act.environment,
			       .reached = r->act.reached,
			       .refused = {.arena = &r->s->arena}};
	finish->intent.seen = event_get(&r->act.receipt.event, FIELD_SEEN);
	finish->intent.keep = true;
	event->word = EVENT_FINISH;
	event_about(event, &r->s->arena, &r->act.receipt.event);
	act_set(finish, FIELD_ID, record_new_id(&r->s->ledger));
	act_set(finish, FIELD_RUN, r->act.receipt.id);
	if (!r->alone && fields_give(finish, event, err) < 0)
		return -1;
	if (changed)
		act_set(finish, FIELD_DIRTY, "yes");
	if (!outcome) {
		act_set(finish, FIELD_RESULT, "cancelled");
		act_set(finish, FIELD_EXIT,
			arena_printf(&r->s->arena, "not started: %s changed", changed));
		return keep_finish(finish, err);
	}
	launch_outcome(&r->s->ledger, &r->launch, outcome, &finish->intent);
	if (r->drilling.drill)
		drilling_ends(&r->s->ledger, &r->drilling, &r->act.receipt, outcome,
			      &finish->intent);
	return keep_finish(finish, err);
}

static int record_start(struct running *r, struct err *err)
{
	if (r->alone) {
		int status = act_record(&r->act, err);

		if (status)
			return status;
		rollback_written(r);
		if (logentry_makes(&r->act.receipt.event))
			act_write_log(&r->act);
		return 0;
	}
	if (launch_describe(&r->s->ledger, &r->launch, &r->act.intent.event, err) < 0)
		return -1;
	if (option_flag(r->o, "accept-changed"))
		launch_accept(&r->s->ledger, &r->launch, &r->act.intent.event);
	if (governed_tips(&r->s->ledger, &r->act.intent.event, err) < 0 ||
	    turn_told(&r->act, r->live, &r->told, err) < 0)
		return -1;
	return r->told ? act_publish(&r->act, err) : act_record(&r->act, err);
}

/* What is not as it was recorded; NULL: all is. Its start is recorded: that needs an end, too. */
static const char *reread(struct running *r, bool ran)
{
	const char *changed;
	struct err fault;

	return launch_reread(&r->s->ledger, &r->launch, ran, &changed, &fault) < 0
		       ? "a file that cannot be read"
		       : changed;
}

/* Bytes that run are bytes that are recorded: they are read again right before and after. */
static int run_recorded(struct running *r, struct run_outcome *outcome, struct act *finish,
			struct err *err)
{
	const char *changed = r->alone ? NULL : reread(r, false); /* which rests on no file */
	int status;

	if (changed) {
		output_note("mcade: %s is not as it was recorded: nothing was run", changed);
		status = record_finish(r, NULL, changed, finish, err);
		return status ? status : 1;
	}
	run_act(&r->run, outcome);
	run_show_outcome(outcome, &r->launch, &r->s->arena);
	changed = r->alone ? NULL : reread(r, true);
	if (changed)
		output_note("mcade: %s changed while it ran: it cannot complete the step",
			    changed);
	return record_finish(r, outcome, changed, finish, err);
}

/*
 * Known to live before its start is: whoever kills us between leaves no start of which nobody can tell. A
 * start that failed on its way may have arrived.
 */
static int begin(struct running *r, struct err *err)
{
	int status;

	r->begun = record_new_id(&r->s->ledger);
	act_set(&r->act, FIELD_ID, r->begun);
	alive_begin(&r->s->ledger, r->begun);
	status = record_start(r, err);
	if (status > 0 || (status < 0 && !r->told))
		alive_end(&r->s->ledger, r->begun);
	return status;
}

static int recorded_run(struct running *r, struct err *err)
{
	struct run_outcome outcome;
	struct act finish;
	struct err late;
	int status = begin(r, err);

	if (status)
		return status;
	output_note("mcade: event %" PRIu64 ": started %s in %s", r->act.receipt.sequence,
		    r->act.step, r->act.environment);
	status = run_recorded(r, &outcome, &finish, err);
	alive_end(&r->s->ledger, r->begun);
	if (status) {
		tell_published(r->s); /* of the start, which the remote has */
		return status;
	}
	if (publish(r, &late) < 0)
		output_note("mcade: warning: how it ended is not published: %s\n  next: %s",
			    late.text, late.next[0] ? late.next : "git mcade sync");
	drill_written(&finish);
	if (logentry_makes(&finish.receipt.event))
		act_write_log(&finish);
	else if (outcome.ok && !strcmp(outcome.verified, "pass") &&
		 runbook_completes(r->readiness.runbook, r->readiness.environment,
				   r->launch.view->step))
		complete_after(&finish);
	act_recorded(&finish);
	return outcome.ok ? run_exit_own(&outcome) : 1;
}

/* A job that is cancelled, or a Ctrl-C, ends the command, and what came of it is recorded. */
int running_execute(struct running *r, struct err *err)
{
	struct proc_hold hold;
	int status;

	proc_hold_on(&hold);
	status = recorded_run(r, err);
	proc_let_go(&hold);
	return status;
}

int running_beside(struct running *r, bool *ret, struct err *err)
{
	if (option_flag(r->o, "anyway") &&
	    rollback_runs(&r->s->ledger, r->readiness.runbook, r->readiness.environment, ret,
			  err) < 0)
		return -1;
	if (*ret)
		act_set(&r->act, FIELD_WAIVED, rule_word(RULE_ORDER));
	return 0;
}

/* They go into the finish, which nothing keeps back: a credential among them is looked for now. */
static int check_fields(struct running *r, struct err *err)
{
	struct event said = {.word = EVENT_START};

	fields_ask(&r->act, r->readiness.runbook, r->launch.view->step);
	return fields_give(&r->act, &said, err) < 0 ||
			       secrets_in_act(&r->s->ledger, &said, &r->act.refused, err) < 0
		       ? -1
		       : 0;
}

static int run_step(struct running *r, struct err *err)
{
	struct launch_leave leave = {option_flag(r->o, "accept-changed"),
				     option_text(r->o, "offline") != NULL, NULL, false};
	bool promoted = false;
	int status;

	if (act_begin(&r->act, r->s, r->o, EVENT_START, r->result, err) < 0 ||
	    act_step(&r->act, err) < 0 || running_look(r, err) < 0)
		return -1;
	r->act.command = "run";
	/* what has no command, the judge refuses */
	if (r->launch.view->step->kind == STEP_RUN && r->launch.view->step->has_run) {
		if (running_open(r, false, err) < 0)
			return -1;
		if (!run_is_asked(r->run.command, &r->launch.view->step->run, r->o,
				  r->act.environment, &r->act.refused))
			return act_refused(&r->act);
		if (option_flag(r->o, "dry-run"))
			return act_planned(&r->act, run_plan(&r->run));
	}
	if (turn_reach(&r->act, r->live, err) < 0 ||
	    running_beside(r, &leave.beside, err) < 0 ||
	    incident_bind(&r->act, &leave.incident, err) < 0 ||
	    (!r->launch.dirty && promote_first(&r->act, &promoted, err) < 0) ||
	    (promoted && running_look(r, err) < 0) ||
	    launch_check(&r->s->ledger, &r->launch, EVENT_START, leave, &r->act.refused, err) <
		    0)
		return -1;
	if (check_fields(r, err) < 0)
		return -1;
	if (findings_worst(&r->act.refused) == FINDING_ERROR)
		return act_refused(&r->act);
	act_warn(&r->act);
	status = running_guards(r);
	return status ? status : running_execute(r, err);
}

int running_with(struct running *r, struct session *s, const struct option_values *o,
		 struct result *ret, int (*fn)(struct running *, struct err *), struct err *err)
{
	int status;

	*r = (struct running){.s = s, .o = o, .result = ret};
	status = fn(r, err);
	if (r->opened)
		run_close(&r->run);
	return status;
}

int cmd_run(struct session *s, const struct option_values *o, struct result *ret,
	    struct err *err)
{
	const struct result nothing = *ret;
	struct running r;
	int64_t left;
	bool again;
	int status;

	if (option_flag(o, "resume"))
		return kept_resume(s, o, ret, err);
	if (wait_begin(o, &left, err) < 0)
		return -1;
	for (;; *ret = nothing) {
		status = running_with(&r, s, o, ret, run_step, err);
		if (status == 2 && !r.act.receipt.sequence) {
			if (wait_more(s, 0, &left, &again, err) < 0)
				return -1;
			if (again)
				continue;
		}
		if (status != 1 || r.act.receipt.sequence || option_flag(o, "dry-run"))
			return status;
		if (turn_wait(s, r.act.environment, r.act.step, &again, err) < 0)
			return -1;
		if (!again)
			return status;
	}
}
