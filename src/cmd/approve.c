/*
 * git mcade approve: another person agrees to the next run of a step, to a gate or a promotion, of one
 * content, for a time.
 */
#include "act/deciding.h"
#include "act/demanded.h"
#include "act/promoting.h"
#include "act/restoring.h"
#include "base/texts.h"
#include "cmd/act.h"
#include "cmd/approve_path.h"
#include "ledger/in_force.h"

const struct option options_approve[] = {
	{OPTION_TEXT, 0, "expires", "TIME",
	 "until when: '4h', or a time; never longer than runbook.yaml says"},
	{OPTION_TEXT, 0, "path", "PATH",
	 "a change of a frozen or locked file: the one that is staged"},
	{OPTION_TEXT, 0, "commit", "REV", "with --path: the change of this commit"},
	{OPTION_LIST, 0, "input", "NAME=VALUE", "a value of the rollback that is agreed to"},
	{OPTION_TEXT, 0, "for", "'NAME <ADDRESS>'",
	 "witness what a person without a key said; where runbook.yaml has 'witness: true'"},
	{OPTION_LIST, 0, "evidence", "FILE", "with --for: a file that shows it; kept for ever"},
	{OPTION_TEXT, 0, "to", "SEQUENCE", "the event to which that rollback may go back"},
	{OPTION_FLAG, 0, "fail", NULL, "say no, and take back an earlier yes"},
	{OPTION_FLAG, 0, "list", NULL, "show what was approved, and what of it counts"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* "run:STEP" or STEP, "gate:NAME", "rollback:ID": what else the contract lets people approve, this version does not. */
static int name_subject(struct act *act, struct option_values *named, struct event_subject *ret,
			struct err *err)
{
	const char *what = named->operand_count ? named->operands[0] : NULL;

	*ret = (struct event_subject){SUBJECT_STEP, what};
	if (!what)
		return 0;
	if (text_begins(what, "path:"))
		return err_set(err, ERR_UNSUPPORTED,
			       "'%s': only the run of a step, a gate, a rollback and a "
			       "promotion can be approved in %s",
			       what, MCADE_VERSION);
	if (text_begins(what, "gate:"))
		*ret = (struct event_subject){SUBJECT_GATE, what + strlen("gate:")};
	else if (text_begins(what, "rollback:"))
		*ret = (struct event_subject){SUBJECT_ROLLBACK, what + strlen("rollback:")};
	else if (text_begins(what, "run:"))
		ret->id = what + strlen("run:");
	named->operands = arena_memdup(&act->session->arena, named->operands,
				       named->operand_count * sizeof(*named->operands));
	named->operands[0] = ret->id;
	return 0;
}

/* For somebody without a key: who, in which role, and what shows it. */
static int set_witness(struct act *act, const struct approval *demand, struct err *err)
{
	const char *whom = option_text(act->options, "for");
	size_t count;

	option_list(act->options, "evidence", &count);
	if (!whom)
		return count ? err_set(err, ERR_USAGE, "--evidence needs --for") : 0;
	if (!demand->witness)
		return err_set(err, ERR_USAGE,
			       "this approval takes no witness: 'witness: true' is not in its "
			       "'approval' of runbook.yaml");
	if (!event_address_of(whom, &act->session->arena))
		return err_set(err, ERR_USAGE, "--for '%s' is not 'NAME <ADDRESS>'", whom);
	if (!count)
		return err_set(err, ERR_USAGE, "what shows that '%s' said so? --evidence FILE",
			       whom);
	act_set(act, FIELD_FOR, whom);
	act_set(act, FIELD_ROLE, demand->role);
	return act_evidence(act, err);
}

int approve_said(struct act *act, const struct approval *demand, struct err *err)
{
	act_set(act, FIELD_VERDICT, option_flag(act->options, "fail") ? "fail" : "pass");
	return act_expires(act, "expires", demand->expires, err) < 0
		       ? -1
		       : set_witness(act, demand, err);
}

/* Does it count, and how many are there now? */
static const char *said_of_all(const struct act *act, const struct approval *demand,
			       const struct approved *said, size_t count)
{
	const char *unless = NULL, *code = event_get(&act->receipt.event, FIELD_CODE);
	struct arena *a = &act->session->arena;

	for (size_t i = 0; i < count; i++) {
		if (said[i].sequence != act->receipt.sequence)
			continue;
		if (said[i].yes && said[i].why)
			return arena_printf(a, "this approval does not count: %s", said[i].why);
		unless = approved_unless(&said[i], a);
	}
	return arena_printf(a, "approved by %u of %u of role '%s'%s%.12s%s%s",
			    approvals_given(said, count), demand->count, demand->role,
			    code ? ", of commit " : "", code ? code : "",
			    unless ? "; this one " : "", unless ? unless : "");
}

static const char *said_of_it(struct act *act, const struct launch *launch,
			      struct event_subject what)
{
	struct ledger *l = &act->session->ledger;
	const struct approval *demand = launch->view->approval;
	const struct approval_asked asked = {
		.act = &act->receipt.event,
		.moved = readiness_moved(l, launch->readiness, launch->view->step),
		.by = readiness_acts(l, launch->readiness->reader,
				     step_word(launch->view->step, EVENT_START),
				     act->environment),
		.ahead = true,
		.clock = l->now};
	const struct step_state *state;
	struct approved *said;
	struct err err;
	size_t count;

	if (state_procedure(l->view->state, act->environment, what, &state, &err) < 0 ||
	    approvals_read(l->view->state, state->subject, demand, &asked, l->arena, &said,
			   &count, &err) < 0)
		return NULL;
	return said_of_all(act, demand, said, count);
}

/* Of a rollback: whether they are its own, and all of them, the judge says. */
static void set_inputs(struct act *act)
{
	size_t count;
	const char **given = option_list(act->options, "input", &count);

	for (size_t i = 0; i < count; i++)
		act_set(act, FIELD_ARGUMENT, given[i]);
}

/* What is agreed to: what HEAD is, or what a rollback goes back to. */
static int bind(struct act *act, const struct launch *launch, struct err *err)
{
	const struct ledger *l = &act->session->ledger;
	const char *to = option_text(act->options, "to");
	struct act_was was;

	if (launch_bind(l, launch, &act->intent.event, err) < 0)
		return -1;
	return to ? restoring_bind(l, launch->readiness->environment, to, &act->intent.event,
				   &was, err)
		  : 0;
}

static int record(struct act *act, const struct launch *launch, struct event_subject what,
		  struct err *err)
{
	int status;

	launch_uncommitted(launch, &act->refused);
	if (act->refused.count)
		return act_refused(act);
	set_inputs(act);
	if (approve_said(act, launch->view->approval, err) < 0)
		return -1;
	if (act->refused.count)
		return act_refused(act);
	if (bind(act, launch, err) < 0)
		return -1;
	status = act_record(act, err);
	if (status)
		return status;
	act->note = said_of_it(act, launch, what);
	return act_recorded(act);
}

/* It must stand in the runbook in force; a gate beside the steps is not one of them. */
static int find_subject(struct act *act, struct event_subject what, struct err *err)
{
	if (what.type == SUBJECT_STEP)
		return act_step(act, err);
	if (act_environment(act, err) < 0)
		return -1;
	act->step = what.id;
	event_name(&act->intent.event, &act->session->arena, what);
	return 0;
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
	if (approve_said(act, p.approval, err) < 0)
		return -1;
	if (act->refused.count)
		return act_refused(act);
	promoting_bind(&s->ledger, &p, &act->intent.event);
	status = act_record(act, err);
	if (status)
		return status;
	if (promoting_prepare(&s->ledger, target, NULL, &now, err) < 0)
		return -1;
	act->note = said_of_all(act, p.approval, now.approvals, now.approval_count);
	return act_recorded(act);
}

/* -- what is demanded, and what was said ------------------------------------------------------- */

static bool is_named(const struct demanded *d, const char *what, struct arena *a)
{
	return !what || !strcmp(approvals_of(d->what, a), what);
}

static int list_environment(struct ledger *l, const char *environment, const char *what,
			    struct demanded **items, size_t *count, struct err *err)
{
	const struct demanded *seen;
	struct readiness readiness;
	size_t seen_count;

	if (readiness_compute(l, environment, false, &readiness, err) < 0 ||
	    demanded_seen(l, arena_memdup(l->arena, &readiness, sizeof(readiness)), &seen,
			  &seen_count, err) < 0)
		return -1;
	for (size_t i = 0; i < seen_count; i++)
		if (is_named(&seen[i], what, l->arena))
			*ARENA_PUSH(l->arena, *items, *count) = seen[i];
	return 0;
}

/* Of one environment, or of each: who agrees goes where he is asked for. */
static int list(struct session *s, const struct option_values *o, struct event_subject what,
		struct result *ret, struct err *err)
{
	struct approve_result *r = arena_alloc(&s->arena, sizeof(*r));
	struct demanded *items = NULL;
	const struct runbook *rb;

	*r = (struct approve_result){.what = o->operand_count ? o->operands[0] : NULL};
	if (ledger_runbook(&s->ledger, &rb, err) < 0 ||
	    (option_text(o, "env") && runbook_environment_of(&s->ledger, option_text(o, "env"),
							     &r->environment, err) < 0) ||
	    (r->what && what.type == SUBJECT_STEP && strcmp(r->what, "promote") != 0 &&
	     runbook_step_of(&s->ledger, what.id, &r->what, err) < 0))
		return -1;
	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *env = &rb->environments[i];
		bool wanted = r->environment ? !strcmp(r->environment, env->id) : !env->retired;

		if (wanted &&
		    list_environment(&s->ledger, env->id, r->what, &items, &r->count, err) < 0)
			return -1;
	}
	r->items = items;
	result_is_approve(ret, r);
	return 0;
}

int cmd_approve(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	struct option_values named = *o;
	struct event_subject what;
	struct readiness readiness;
	const struct step_view *view;
	struct launch launch;
	struct act act;

	if (option_flag(o, "list")) {
		act = (struct act){.session = s, .options = &named, .result = ret};
		return name_subject(&act, &named, &what, err) < 0 ? -1
								  : list(s, o, what, ret, err);
	}
	if (act_begin(&act, s, &named, EVENT_APPROVE, ret, err) < 0)
		return -1;
	if (option_text(o, "path"))
		return approve_path(&act, option_text(o, "path"), err);
	if (option_text(o, "commit"))
		return err_set(err, ERR_USAGE, "--commit needs --path");
	if (act_operands(&act, 1, err) < 0)
		return -1;
	if (!strcmp(o->operands[0], "promote"))
		return approve_promotion(&act, err);
	if (name_subject(&act, &named, &what, err) < 0 || find_subject(&act, what, err) < 0 ||
	    readiness_compute(&s->ledger, act.environment, false, &readiness, err) < 0 ||
	    procedure_view(&s->ledger, &readiness, what, &view, err) < 0)
		return -1;
	if (!view || !view->approval)
		return err_set(err, ERR_USAGE, "'%s' needs no approval in '%s'", what.id,
			       act.environment);
	if (launch_prepare(&s->ledger, &readiness, view, &launch, err) < 0)
		return -1;
	return record(&act, &launch, what, err);
}
