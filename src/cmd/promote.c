/* git mcade promote: what was verified in one environment may run in the next; nothing is deployed by it. */
#include "cmd/promote.h"

#include "act/baselines.h"
#include "act/promoting.h"
#include "act/triggers.h"
#include "cmd/run_shown.h"
#include "cmd/told.h"
#include "cmd/wait.h"
#include "ledger/governed.h"
#include "ledger/in_force.h"
#include "records/records.h"
#include "records/render.h"
#include "remote/sync.h"
#include "report/advice.h"
#include "report/output.h"
#include "runbook/manifest.h"
#include "runbook/promotion.h"
#include "world/run.h"

extern char **environ;

const struct option options_promote[] = {
	{OPTION_TEXT, 0, "from", "ENV", "where it was verified; may be left out"},
	OPTION_WAIT("wait so long for the soak and for approvals"),
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* -- what the source is asked -------------------------------------------------------------------- */

static void take_results(struct act *act, struct promoting *p,
			 const struct run_outcome *outcome)
{
	struct arena *a = &act->session->arena;

	for (size_t i = 0; i < outcome->verify.count; i++)
		event_add(&p->event, a, FIELD_CHECK,
			  arena_printf(a, "verify.%s %s", outcome->verify.items[i].id,
				       check_verdict_word(outcome->verify.items[i].verdict)));
	event_sort(&p->event);
	for (size_t i = 0; i < outcome->evidence.count; i++)
		*ARENA_PUSH(a, act->intent.evidence,
			    act->intent.evidence_count) = (struct evidence){
			.name = outcome->evidence.items[i].name,
			.data = outcome->evidence.items[i].bytes};
}

/* The checks of the source, by themselves: no step's. What they say goes into the event. */
static int ask_source(struct act *act, struct promoting *p, struct err *err)
{
	struct session *s = act->session;
	const struct step *asked = environment_asked(p->source, true, &s->arena);
	struct run_request request = {.runbook = p->runbook,
				      .environment = p->source,
				      .step = asked,
				      .root = repo_work_tree(s->ledger.repo),
				      .git_sha = p->code,
				      .environ_ = environ,
				      .verify_only = true,
				      .on_output = run_show_output,
				      .progress = run_show_progress};
	struct run_outcome outcome;
	struct run run;

	if (!asked->verify.count)
		return 0;
	if (!request.root)
		return err_set(err, ERR_NOT_FOUND,
			       "checks are asked in a work tree; this repository is bare");
	if (baselines_read(&s->ledger, &request, err) < 0 ||
	    run_open(&run, &request, &s->arena, err) < 0)
		return -1;
	run_verify(&run, &outcome);
	run_show_outcome(&outcome, NULL, &s->arena);
	run_close(&run);
	take_results(act, p, &outcome);
	return 0;
}

/* Where a rollback is due, or nobody can tell, nothing goes on from there. */
static int check_triggers(struct act *act, const struct environment *source, struct err *err)
{
	struct ledger *l = &act->session->ledger;
	struct readiness readiness;
	struct triggers triggers;

	if (readiness_compute(l, source->id, false, &readiness, err) < 0 ||
	    triggers_ask(l, &readiness, environ, run_show_progress, &triggers, err) < 0)
		return -1;
	for (size_t i = 0; i < triggers.count; i++) {
		const struct trigger_said *said = &triggers.items[i];

		if (check_holds(said->verdict))
			continue;
		finding_add(&act->refused, RULE_PROMOTION, FINDING_ERROR,
			    (struct finding){
				    .environment = act->environment,
				    .at = said->rollback->step.at,
				    .expected = "no trigger fires",
				    .found = said->reason,
				    .fix = state_offer(l->view->state, readiness.reader,
						       event_info(EVENT_ROLLBACK)->permission,
						       source->id, said->command, l->arena)},
			    "nothing is promoted from '%s': trigger '%s' of rollback '%s' %s",
			    source->id, said->check, said->rollback->step.id,
			    said->verdict == CHECK_FAIL ? "fires" : "has no answer");
	}
	return 0;
}

int promote_manifest(const struct ledger *l, struct promoting *p, struct bytes *ret,
		     struct err *err)
{
	const struct event_values *pins = &p->event.fields[FIELD_PIN];
	struct bytes text = {"", 0};
	bool follows, found;

	*ret = bytes_of(NULL, 0);
	if (p->done || !pins->count || !p->target->manifest)
		return 0;
	/* what no record follows rests on no file of another branch */
	if (records_follow(l, &follows, err) < 0 ||
	    (follows ? records_read(l, p->target->manifest, &text, &found, err)
		     : render_manifest_text(l, p->target->id, &text, err)) < 0)
		return -1;
	if (manifest_set_pins(text, p->target->manifest, (const char *const *)pins->items,
			      pins->count, l->arena, ret, err) == 0)
		return 0;
	if (err->code != ERR_FORMAT)
		return -1;
	finding_add(&p->found, RULE_PROMOTION, FINDING_ERROR,
		    (struct finding){.environment = p->target->id,
				     .path = p->target->manifest,
				     .expected = "a manifest that takes the pins",
				     .found = arena_strdup(l->arena, err->text),
				     .fix = arena_printf(l->arena,
							 "hint: correct '%s', then do it again",
							 p->target->manifest)},
		    "nothing is promoted to '%s': its manifest '%s' cannot take the pins",
		    p->target->id, p->target->manifest);
	return 0;
}

/* What only the world can tell, beside what the judge has found: everything that is against it is said at once. */
static int ask_world(struct act *act, struct promoting *p, struct bytes *ret_manifest,
		     struct err *err)
{
	if (check_triggers(act, p->source, err) < 0 || ask_source(act, p, err) < 0 ||
	    promoting_ask(&act->session->ledger, p, err) < 0 ||
	    promote_manifest(&act->session->ledger, p, ret_manifest, err) < 0)
		return -1;
	for (size_t i = 0; i < act->refused.count; i++)
		*ARENA_PUSH(&act->session->arena, p->found.items,
			    p->found.count) = act->refused.items[i];
	act->refused.count = 0;
	return 0;
}

/* -- the event ----------------------------------------------------------------------------------- */

static void bring_manifest(struct act *act, struct bytes text, struct attachment *ret)
{
	struct session *s = act->session;

	if (!text.data)
		return;
	*ret = (struct attachment){.path = state_manifest_path(act->environment, &s->arena),
				   .data = text};
	act->intent.attachments = ret;
	act->intent.attachment_count = 1;
}

static int write_records(struct act *act, const struct promoting *p, struct err *err)
{
	struct ledger *l = &act->session->ledger;
	bool follows;

	if (act_follows(act, &follows, err) < 0 ||
	    (follows && act->intent.attachment_count &&
	     records_write(l, p->target->manifest, act->intent.attachments[0].data, err) < 0) ||
	    (follows && records_append_log(l, &act->receipt, err) < 0))
		return act_unwritten(act, err);
	return 0;
}

/* As it was prepared, with what the source said when it was asked. As act_try(). */
static int record(struct act *act, const struct promoting *p, struct bytes text,
		  struct err *err)
{
	static const enum event_field fields[] = {
		FIELD_SOURCE,	FIELD_CODE, FIELD_CONTENT, FIELD_CANDIDATE,
		FIELD_SETTINGS, FIELD_PIN,  FIELD_CHECK};
	struct session *s = act->session;
	struct attachment manifest;
	int status;

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		for (size_t k = 0; k < p->event.fields[fields[i]].count; k++)
			act_set(act, fields[i], p->event.fields[fields[i]].items[k]);
	bring_manifest(act, text, &manifest);
	if (records_log_room(&s->ledger, records_log_path(p->runbook, s->ledger.now, &s->arena),
			     err) < 0 ||
	    governed_tips(&s->ledger, &act->intent.event, err) < 0)
		return -1;
	status = act_try(act, err);
	return status ? status : write_records(act, p, err);
}

/* -- git mcade promote --------------------------------------------------------------------------- */

/* Nothing was deployed by it: what to run now. */
static const char *said_of_it(struct act *act, const char *begin)
{
	struct arena *a = &act->session->arena;
	struct readiness now;
	const struct step_view *view;
	struct err err;

	if (readiness_compute(&act->session->ledger, act->environment, false, &now, &err) < 0)
		return begin;
	view = readiness_next(&now);
	return view && view->next
		       ? arena_printf(a, "%s; then: %s", begin, advice_words(view->next))
		       : begin;
}

static int follow_remote(struct session *s, struct err *err)
{
	struct sync_state state;

	if (!s->ledger.remote)
		return 0;
	if (sync_follow(&s->ledger, true, &state, err) < 0)
		return -1;
	if (state.local)
		s->ledger.view = state.local;
	return 0;
}

static int prepare(struct act *act, const struct environment *target, struct promoting *p,
		   struct err *err)
{
	struct session *s = act->session;
	int64_t left;
	bool again;

	if (wait_begin(act->options, &left, err) < 0)
		return -1;
	for (;;) {
		if (promoting_prepare(&s->ledger, target, option_text(act->options, "from"), p,
				      err) < 0)
			return -1;
		if (p->done || findings_worst(&p->found) != FINDING_ERROR ||
		    !findings_wait(&p->found))
			return 0;
		if (wait_more(s, p->soak_left, &left, &again, err) < 0)
			return -1;
		if (!again)
			return 0;
		if (follow_remote(s, err) < 0)
			return -1;
	}
}

int cmd_promote(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	const struct environment *target;
	const struct runbook *runbook;
	struct bytes manifest;
	struct promoting p;
	struct act act;
	int status;

	if (act_begin(&act, s, o, EVENT_PROMOTE, ret, err) < 0 ||
	    act_operands(&act, 0, err) < 0 || act_environment(&act, err) < 0 ||
	    ledger_runbook(&s->ledger, &runbook, err) < 0)
		return -1;
	target = runbook_environment(runbook, act.environment);
	if (!target->promote_after.count)
		return err_set(err, ERR_USAGE,
			       "nothing is promoted to '%s': it has no "
			       "'promote.after'",
			       target->id);
	if (prepare(&act, target, &p, err) < 0)
		return -1;
	if (promoting_bar(&p)) {
		act.refused = p.found;
		return act_refused(&act);
	}
	if (p.done) {
		act.note = said_of_it(&act, arena_printf(&s->arena,
							 "already promoted (event %" PRIu64 ")",
							 p.sequence));
		return act_planned(&act, NULL);
	}
	if (ask_world(&act, &p, &manifest, err) < 0)
		return -1;
	if (findings_worst(&p.found) == FINDING_ERROR) {
		act.refused = p.found;
		return act_refused(&act);
	}
	status = record(&act, &p, manifest, err);
	if (status)
		return status < 0 ? -1 : act_refused(&act);
	act.note = said_of_it(&act, "nothing was deployed yet");
	return act_recorded(&act);
}

/* -- before a run -------------------------------------------------------------------------------- */

int promote_first(struct act *run, bool *ret, struct err *err)
{
	struct session *s = run->session;
	const struct environment *target;
	const struct runbook *runbook;
	struct bytes manifest;
	struct promoting p;
	struct act act;
	int status;

	if (ledger_runbook(&s->ledger, &runbook, err) < 0)
		return -1;
	target = runbook_environment(runbook, run->environment);
	if (!target->promote_after.count ||
	    !runbook_completes(runbook, target, runbook_step(runbook, run->step)))
		return 0;
	if (promoting_prepare(&s->ledger, target, NULL, &p, err) < 0)
		return -1;
	if (p.done || findings_worst(&p.found) == FINDING_ERROR)
		return 0;
	act = (struct act){.session = s,
			   .options = run->options,
			   .result = run->result,
			   .environment = run->environment,
			   .reached = run->reached,
			   .refused = {.arena = &s->arena}};
	act.intent.event.word = EVENT_PROMOTE;
	act_set(&act, FIELD_ENVIRONMENT, act.environment);
	if (ask_world(&act, &p, &manifest, err) < 0)
		return -1;
	if (findings_worst(&p.found) == FINDING_ERROR) { /* the run is refused for it */
		act.refused = p.found;
		act_warn(&act);
		return 0;
	}
	status = record(&act, &p, manifest, err);
	if (status > 0)
		return 0;
	if (!status)
		output_note("mcade: event %" PRIu64 ": promoted to %s from %s",
			    act.receipt.sequence, act.environment, p.source->id);
	run->owes = run->owes || act.owes;
	*ret = !status;
	return status;
}
