/*
 * git mcade rollback: back to what was, whatever is broken: no remote is waited for, but where only an
 * approval is missing, which may have been given elsewhere; and where nothing can
 * be recorded, what would be run is printed for a person to do it by hand.
 */
#include "cmd/procedures.h"
#include "cmd/running.h"

#include "act/deciding.h"
#include "act/triggers.h"
#include "cmd/kept.h"
#include "cmd/rollback_to.h"
#include "cmd/runbook_unverified.h"
#include "cmd/run_shown.h"
#include "ledger/in_force.h"
#include "remote/notify.h"
#include "repo/object.h"
#include "report/output.h"

extern char **environ;

const struct option options_rollback[] = {
	{OPTION_LIST, 0, "input", "NAME=VALUE",
	 "a value that the rollback takes; may be given again"},
	{OPTION_TEXT, 0, "to", "SEQUENCE",
	 "put the pins of that event back; its candidate may run there again"},
	{OPTION_FLAG, 0, "check", NULL,
	 "ask every trigger whether a rollback is due; roll nothing back"},
	OPTION_ANYWAY,
	{OPTION_FLAG, 0, "print", NULL,
	 "print what would be run, to be done by hand; needs no key"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* What is asked for, found in a runbook. */
struct wanted {
	const struct runbook *runbook;
	const struct procedure *procedure;
	const struct environment *environment;
	struct name_value *inputs;
	size_t input_count;
};

/* -- what is wanted ------------------------------------------------------------------------------ */

static int find_environment(const struct option_values *o, struct wanted *w, struct err *err)
{
	const struct runbook *rb = w->runbook;
	const char *id = option_text(o, "env");

	if (!id)
		id = w->procedure->environment;
	if (!id && rb->environment_count == 1)
		id = rb->environments[0].id;
	if (!id)
		return err_set(err, ERR_USAGE, "which environment? --env ENV");
	w->environment = runbook_environment(rb, id);
	if (!w->environment || !step_in(&w->procedure->step, id))
		return err_set(err, ERR_USAGE, "the rollback '%s' does not exist in '%s'",
			       w->procedure->step.id, id);
	return 0;
}

static int add_input(const char *given, struct wanted *w, struct arena *a, struct err *err)
{
	size_t len = strcspn(given, "=");
	const char *name = arena_strndup(a, given, len), *value = given + len + 1;

	if (!given[len] || !procedure_takes(w->procedure, name, value))
		return err_set(err, ERR_USAGE, "'%s' does not take --input '%s'",
			       w->procedure->step.id, given);
	for (size_t i = 0; i < w->input_count; i++)
		if (!strcmp(w->inputs[i].name, name))
			return err_set(err, ERR_USAGE, "--input %s is given twice", name);
	*ARENA_PUSH(a, w->inputs, w->input_count) = (struct name_value){name, value, {0}};
	return 0;
}

/* Each that it has, once, and no other: before anything runs. */
static int find_inputs(const struct option_values *o, struct wanted *w, struct arena *a,
		       struct err *err)
{
	const struct name_values *has = &w->procedure->inputs;
	size_t count;
	const char **given = option_list(o, "input", &count);

	for (size_t i = 0; i < count; i++)
		if (add_input(given[i], w, a, err) < 0)
			return -1;
	for (size_t i = 0; i < has->count; i++) {
		bool found = false;

		for (size_t k = 0; !found && k < w->input_count; k++)
			found = !strcmp(w->inputs[k].name, has->items[i].name);
		if (!found)
			return err_set(err, ERR_USAGE, "'%s' needs --input %s=VALUE, as %s",
				       w->procedure->step.id, has->items[i].name,
				       has->items[i].value);
	}
	return 0;
}

/* What was typed, with the place where the name belongs. */
static int name_one(const struct option_values *o, struct err *err)
{
	const char *env = option_text(o, "env"), *to = option_text(o, "to");

	return err_next(err, "git mcade rollback ID%s%s%s%s", env ? " --env " : "",
			env ? env : "", to ? " --to " : "", to ? to : "");
}

static int find(const struct option_values *o, const struct runbook *rb, struct arena *a,
		struct wanted *ret, struct err *err)
{
	*ret = (struct wanted){.runbook = rb};
	if (o->operand_count > 1)
		return err_set(err, ERR_USAGE, "one rollback at a time");
	if (procedure_named(rb,
			    (struct event_subject){SUBJECT_ROLLBACK,
						   o->operand_count ? o->operands[0] : NULL},
			    option_text(o, "env"), a, &ret->procedure, err) < 0)
		return o->operand_count ? -1 : name_one(o, err);
	return find_environment(o, ret, err) < 0 ? -1 : find_inputs(o, ret, a, err);
}

/* -- by hand ------------------------------------------------------------------------------------- */

/* The best that can be had: the one in force, else what lies there. */
static int runbook_at_hand(struct session *s, const struct runbook **ret, struct err *err)
{
	struct ledger *l = &s->ledger;
	struct err unread;
	bool joined;

	if ((l->view || ledger_open_to_read(l, &l->view, &joined, &unread) == 0) &&
	    ledger_runbook(l, ret, &unread) == 0)
		return 0;
	return runbook_unverified(s, ret, err);
}

/* What a person would type; needs no key, no remote, and no ledger that is whole. */
static int by_hand(struct session *s, const struct option_values *o, const char **ret,
		   struct err *err)
{
	const struct runbook *rb;
	struct run_request request;
	struct oid head;
	const char *to = option_text(o, "to");
	char code[OID_HEX_SIZE] = "";
	struct wanted w;
	struct err none;
	struct run run;

	if (runbook_at_hand(s, &rb, err) < 0 || find(o, rb, &s->arena, &w, err) < 0)
		return -1;
	request = (struct run_request){.runbook = rb,
				       .environment = w.environment,
				       .step = &w.procedure->step,
				       .root = repo_work_tree(s->ledger.repo),
				       .environ_ = environ,
				       .inputs = {w.inputs, w.input_count}};
	if (to && rollback_commit(&s->ledger, w.environment, to, code, err) < 0)
		return -1;
	if (!to && repo_head_commit(s->ledger.repo, &head, &none) == 0)
		oid_hex(&head, code);
	request.git_sha = *code ? code : NULL;
	if (run_open(&run, &request, &s->arena, err) < 0)
		return -1;
	*ret = run_by_hand(&run);
	run_close(&run);
	return 0;
}

static int print(struct session *s, const struct option_values *o, struct result *ret,
		 struct err *err)
{
	struct act act = {.session = s, .options = o, .result = ret, .command = "rollback"};
	const char *text;

	act.refused.arena = &s->arena;
	return by_hand(s, o, &text, err) < 0 ? -1 : act_planned(&act, text);
}

/* It could not begin here: it can by hand. That is 128, whatever is wrong with the ledger. */
static int hand_over(struct session *s, const struct option_values *o, struct err *err)
{
	const char *text;
	struct err none;

	if (by_hand(s, o, &text, &none) < 0) {
		if (none.code == ERR_USAGE) /* what was typed is wrong, too */
			output_note("mcade: %s", none.text);
		return -1;
	}
	if (err->code == ERR_UNTRUSTED || err->code == ERR_WAITING)
		err->code = ERR_IO;
	output_note("mcade: nothing was run and nothing is recorded: this can be done by "
		    "hand\n%s",
		    text);
	return -1;
}

/* -- recorded ------------------------------------------------------------------------------------ */

/* Does a step run there? Nothing else is excepted by --anyway. */
static bool is_beside(const struct readiness *r)
{
	bool runs = false;

	for (size_t i = 0; !runs && i < r->count; i++)
		runs = r->steps[i].state->phase == PHASE_RUNNING;
	return runs;
}

static void describe(struct running *r, const struct wanted *w)
{
	struct arena *a = &r->s->arena;

	r->act.command = "rollback";
	r->act.step = w->procedure->step.id;
	r->act.environment = w->environment->id;
	event_name(&r->act.intent.event, a,
		   (struct event_subject){SUBJECT_ROLLBACK, r->act.step});
	act_set(&r->act, FIELD_ENVIRONMENT, r->act.environment);
	for (size_t i = 0; i < w->input_count; i++)
		act_set(&r->act, FIELD_ARGUMENT,
			arena_printf(a, "%s=%s", w->inputs[i].name, w->inputs[i].value));
	event_sort(&r->act.intent.event); /* as it is compared with what was approved */
	r->inputs = (struct name_values){w->inputs, w->input_count};
	if (option_flag(r->o, "anyway") && is_beside(&r->readiness))
		act_set(&r->act, FIELD_WAIVED, rule_word(RULE_ORDER));
}

static int prepare(struct running *r, struct err *err)
{
	struct ledger *l = &r->s->ledger;
	const struct runbook *rb;
	const struct step_view *view;
	struct wanted w;

	if (ledger_runbook(l, &rb, err) < 0 || find(r->o, rb, l->arena, &w, err) < 0 ||
	    readiness_compute(l, w.environment->id, false, &r->readiness, err) < 0)
		return -1;
	describe(r, &w);
	if (procedure_view(l, &r->readiness, event_subject_of(&r->act.intent.event), &view,
			   err) < 0)
		return -1;
	if (launch_prepare(l, &r->readiness, view, &r->launch, err) < 0 ||
	    launch_describe(l, &r->launch, &r->act.intent.event, err) < 0)
		return -1;
	return option_text(r->o, "to") ? rollback_to(r, option_text(r->o, "to"), err) : 0;
}

/* Everything that is against it, before a guard is asked. */
static int may_begin(struct running *r, struct err *err)
{
	if (readiness_asks(&r->s->ledger, &r->readiness, &r->act.intent.event,
			   r->readiness.reader, &r->act.refused, err) < 0)
		return -1;
	if (findings_worst(&r->act.refused) == FINDING_ERROR)
		return act_refused(&r->act);
	act_warn(&r->act);
	return 0;
}

static int roll_back(struct running *r, struct err *err)
{
	int status;

	r->alone = true;
	if (act_prepare(&r->act, r->s, r->o, EVENT_ROLLBACK, r->result, err) < 0)
		return -1;
	notify_begin(&r->s->ledger);
	kept_settle_first(r->s, EVENT_ROLLBACK);
	if (prepare(r, err) < 0)
		return -1;
	if (!r->launch.view->step->has_run) /* the judge says so */
		return may_begin(r, err);
	if (running_open(r, false, err) < 0)
		return -1;
	status = may_begin(r, err);
	if (!status)
		status = running_guards(r);
	return status ? status : running_execute(r, err);
}

/* -- is one due ---------------------------------------------------------------------------------- */

static void tell(struct act *act, const struct triggers *asked)
{
	for (size_t i = 0; i < asked->count; i++) {
		const struct trigger_said *t = &asked->items[i];

		if (check_holds(t->verdict))
			continue;
		finding_add(
			&act->refused, RULE_CONDITIONS, FINDING_ERROR,
			(struct finding){.environment = act->environment,
					 .at = t->rollback->step.at,
					 .expected = arena_printf(&act->session->arena,
								  "%s holds", t->check),
					 .found = t->reason,
					 .fix = t->verdict == CHECK_FAIL ? t->command : NULL},
			t->verdict == CHECK_FAIL
				? "trigger '%s' fires: rollback '%s' is due in '%s'"
				: "it cannot be told whether trigger '%s' fires: rollback "
				  "'%s' in '%s'",
			t->check, t->rollback->step.id, act->environment);
	}
}

/* Nothing is recorded: nothing has happened. No trigger there is no answer. */
static int check(struct session *s, const struct option_values *o, struct result *ret,
		 struct err *err)
{
	struct act act = {.session = s, .options = o, .result = ret, .command = "rollback"};
	struct readiness readiness;
	struct triggers asked;
	bool joined;

	act.refused.arena = &s->arena;
	if (o->operand_count)
		return err_set(err, ERR_USAGE,
			       "--check takes no operand: it asks all triggers");
	if (ledger_open_to_read(&s->ledger, &s->ledger.view, &joined, err) < 0 ||
	    runbook_environment_of(&s->ledger, option_text(o, "env"), &act.environment, err) <
		    0 ||
	    readiness_compute(&s->ledger, act.environment, false, &readiness, err) < 0 ||
	    triggers_ask(&s->ledger, &readiness, environ, run_show_progress, &asked, err) < 0)
		return -1;
	if (!asked.count)
		return err_set(err, ERR_USAGE, "no rollback of '%s' has triggers",
			       act.environment);
	tell(&act, &asked);
	if (asked.fire || asked.unknown) {
		act_refused(&act);
		return asked.fire ? 1 : 2;
	}
	return act_planned(&act, arena_printf(&s->arena, "no trigger fires in %s: %zu asked\n",
					      act.environment, asked.asked));
}

/* Where nothing but other people's word is missing, they may have given it elsewhere: one look, for a few
 * seconds. What keeps it from being had changes nothing: it waits. */
static bool heard_elsewhere(struct running *r)
{
	struct err unheard;
	bool reached;

	if (option_flag(r->o, "no-fetch"))
		return false;
	if (act_fetch(r->s, &reached, &unheard) < 0) {
		output_note("mcade: who has approved elsewhere is not known here: %s",
			    unheard.text);
		return false;
	}
	return reached;
}

int cmd_rollback(struct session *s, const struct option_values *o, struct result *ret,
		 struct err *err)
{
	const struct result nothing = *ret;
	struct running r;
	int status;

	if (option_flag(o, "check"))
		return check(s, o, ret, err);
	if (option_flag(o, "print"))
		return print(s, o, ret, err);
	if (ledger_open(&s->ledger, &s->ledger.view, err) < 0)
		return hand_over(s, o, err);
	status = running_with(&r, s, o, ret, roll_back, err);
	if (status == 2 && !r.act.receipt.sequence && heard_elsewhere(&r)) {
		*ret = nothing;
		status = running_with(&r, s, o, ret, roll_back, err);
	}
	if (status < 0 && !r.act.receipt.sequence && err->code != ERR_USAGE)
		return hand_over(s, o, err);
	return status;
}
