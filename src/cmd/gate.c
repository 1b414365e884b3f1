/* git mcade gate: GO, NO-GO or INCONCLUSIVE, signed, of one candidate. */
#include "act/baselines.h"
#include "act/deciding.h"
#include "base/texts.h"
#include "base/time.h"
#include "cmd/act.h"
#include "cmd/fields.h"
#include "cmd/run_shown.h"
#include "cmd/wait.h"
#include "ledger/governed.h"
#include "ledger/in_force.h"
#include "model/logentry.h"
#include "records/records.h"
#include "report/output.h"
#include "runbook/approvals.h"
#include "runbook/demands.h"
#include "runbook/drills.h"
#include "runbook/exceptions.h"

#include <unistd.h>

extern char **environ;

const struct option options_gate[] = {
	OPTION_WAIT("wait so long for answers, drills and approvals; then it is decided"),
	OPTION_FIELD,
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

struct deciding {
	struct act act;
	struct event_subject what;
	struct readiness readiness;
	struct launch launch;
	struct run_outcome outcome;
	unsigned have, need; /* approvals */
	const char *approve; /* how one more is given, where it is due */
	const char *close;   /* the incident that has outlived its time; NULL: none */
	struct exception *exceptions;
	size_t exception_count;
	struct drill_due *drills;
	size_t drill_count;
};

/* A gate of that name, or a step of that kind. */
static int find(struct deciding *d, struct err *err)
{
	struct ledger *l = &d->act.session->ledger;
	const struct runbook *rb;
	const struct step *step;
	const char *id;

	if (act_operands(&d->act, 1, err) < 0 || act_environment(&d->act, err) < 0 ||
	    ledger_runbook(l, &rb, err) < 0)
		return -1;
	id = d->act.options->operands[0];
	d->what = (struct event_subject){SUBJECT_GATE, id};
	step = runbook_step(rb, id);
	if (step && step->kind == STEP_GATE)
		d->what.type = SUBJECT_STEP;
	else if (!runbook_procedure(rb, d->what))
		return err_set(err, ERR_USAGE,
			       step ? "step '%s' is not a gate: it is run"
				    : "there is no gate '%s'",
			       id);
	d->act.step = id;
	event_name(&d->act.intent.event, l->arena, d->what);
	return 0;
}

/* Everything that is against the verdict, before the world is asked. */
static int may_decide(struct deciding *d, struct err *err)
{
	struct ledger *l = &d->act.session->ledger;
	const struct step_view *view;
	struct event asked;

	if (readiness_one(l, d->act.environment,
			  d->what.type == SUBJECT_STEP ? d->what.id : NULL, &d->readiness,
			  err) < 0 ||
	    procedure_view(l, &d->readiness, d->what, &view, err) < 0)
		return -1;
	if (!view)
		return err_set(err, ERR_USAGE, "gate '%s' does not exist in '%s'", d->what.id,
			       d->act.environment);
	/* of what is committed: a gate before it said go of that */
	asked = d->act.intent.event;
	if (launch_prepare(l, &d->readiness, view, &d->launch, err) < 0 ||
	    readiness_bind(l, &d->readiness, view, d->readiness.code, false, &asked, err) < 0 ||
	    readiness_tips(l, &d->readiness, &asked, err) < 0 ||
	    readiness_asks(l, &d->readiness, &asked, NULL, &d->act.refused, err) < 0)
		return -1;
	launch_uncommitted(&d->launch, &d->act.refused);
	fields_ask(&d->act, d->readiness.runbook, view->step);
	if (fields_give(&d->act, &d->act.intent.event, err) < 0)
		return -1;
	if (findings_worst(&d->act.refused) == FINDING_ERROR)
		return act_refused(&d->act);
	act_warn(&d->act);
	return launch_describe(l, &d->launch, &d->act.intent.event, err);
}

/* How many have agreed to a go of this candidate. */
static int count_approvals(struct deciding *d, struct err *err)
{
	struct ledger *l = &d->act.session->ledger;
	const struct approval *demand = d->launch.view->approval;
	const struct approval_asked asked = {
		.act = &d->act.intent.event,
		.by = d->readiness.reader,
		.moved = readiness_moved(l, &d->readiness, d->launch.view->step),
		.clock = l->now};
	const struct event *event = &d->act.intent.event;
	const struct trust *trust;
	struct approved *said;
	size_t count;

	if (!demand || d->what.type == SUBJECT_STEP)
		demand = d->launch.view->step->approval.role ? &d->launch.view->step->approval
							     : NULL;
	if (!demand)
		return 0;
	if (approvals_read(l->view->state, d->launch.view->state->subject, demand, &asked,
			   l->arena, &said, &count, err) < 0)
		return -1;
	d->have = approvals_given(said, count);
	d->need = demand->count;
	if (d->have >= d->need)
		return 0;
	if (state_trust(l->view->state, &trust, err) < 0)
		return -1;
	d->approve = approvals_advice(demand, trust,
				      approvals_missing(trust, demand, said, count,
							d->act.environment, asked.by, NULL,
							NULL),
				      event, d->readiness.reader, l->arena);
	return 0;
}

static int decide(struct deciding *d, struct err *err)
{
	const struct adopted_state *adopted;
	struct ledger *l = &d->act.session->ledger;
	struct run_request request = launch_request(&d->launch, true, environ);
	const struct exception *late;
	const char *verdict;
	struct run run;

	request.verify_only = true;
	request.on_output = run_show_output;
	request.progress = run_show_progress;
	if (readiness_newest_code(l, &d->readiness, &request.git_sha, err) < 0 ||
	    launch_answers(l, &d->launch, &d->act.intent.event, &request, err) < 0 ||
	    baselines_read(l, &request, err) < 0 || run_open(&run, &request, l->arena, err) < 0)
		return -1;
	run_verify(&run, &d->outcome);
	run_close(&run);
	l->now = time_now(); /* what was agreed to may have ended while it was asked */
	launch_results(l, &d->outcome, &d->act.intent);
	baselines_name(l, &request, &d->act.intent.event);
	if (count_approvals(d, err) < 0)
		return -1;
	if (exceptions_in_force(l->view->state, d->readiness.runbook, d->act.environment,
				l->now, l->arena, &d->exceptions, &d->exception_count,
				err) < 0 ||
	    drills_due(l->view->state, d->readiness.runbook, d->readiness.environment, l->now,
		       l->arena, &d->drills, &d->drill_count, err) < 0 ||
	    incident_overdue(l->view->state, d->readiness.runbook, d->act.environment, l->now,
			     l->arena, &late, err) < 0)
		return -1;
	if (state_adopted(l->view->state, &adopted, err) < 0)
		return -1;
	verdict = event_checks_verdict(&d->act.intent.event, adopted->rules);
	if (!strcmp(verdict, "none") || (!strcmp(verdict, "pass") && d->have < d->need))
		verdict = "inconclusive";
	if (late) {
		output_note("mcade: incident %s is overdue since %s: nothing goes until it is "
			    "closed",
			    late->id, late->until);
		d->close = incident_close(l->view->state, late, d->readiness.reader, l->arena);
		verdict = "fail";
	}
	act_set(&d->act, FIELD_VERDICT, verdict);
	return governed_tips(l, &d->act.intent.event, err);
}

/* Who has to say what before it can be a go. */
static const char *what_leads_on(const struct deciding *d)
{
	struct arena *a = d->act.session->ledger.arena;
	const struct runbook *rb = d->readiness.runbook;
	const struct step *gate = d->launch.view->step;
	const char *environment = d->act.environment, *text = "";

	for (size_t i = 0; i < d->outcome.verify.count; i++) {
		const struct checked *r = &d->outcome.verify.items[i];
		struct check used;

		if (r->verdict != CHECK_INCONCLUSIVE ||
		    !runbook_used(rb, gate, r->check, &used))
			continue;
		if (used.probe == PROBE_DRILL &&
		    runbook_procedure(rb, (struct event_subject){SUBJECT_DRILL, used.subject}))
			text = arena_printf(a, "%s\n  hint: %s", text,
					    drill_command(rb, used.subject, environment, a));
		if (used.probe == PROBE_MANUAL)
			text = arena_printf(a, "%s\n  %s", text,
					    answer_way(d->act.session->ledger.view->state,
						       d->readiness.reader, gate, &used,
						       environment, a));
	}
	if (d->close)
		text = arena_printf(a, "%s\n  %s%s", text,
				    text_begins(d->close, "hint: ") ? "" : "hint: ", d->close);
	if (d->approve)
		text = arena_printf(a, "%s\n  %s", text, d->approve);
	return arena_printf(a, "not a GO%s\n  hint: after what is missing: %s", text,
			    demanded_act(rb, gate, NULL, EVENT_GATE, environment, a));
}

static int show(struct deciding *d, const char *verdict)
{
	struct gate_result *r = arena_alloc(&d->act.session->arena, sizeof(*r));
	int status = !strcmp(verdict, "pass") ? 0 : !strcmp(verdict, "fail") ? 1 : 2;

	if (status)
		d->act.note = what_leads_on(d);
	act_recorded(&d->act);
	*r = (struct gate_result){
		.act = d->act.result->data,
		.runbook = d->readiness.runbook,
		.step = d->launch.view->step,
		.verdict = gate_word(verdict),
		.candidate = event_get(&d->act.receipt.event, FIELD_CANDIDATE),
		.checks = d->outcome.verify,
		.exceptions = d->exceptions,
		.exception_count = d->exception_count,
		.drills = d->drills,
		.drill_count = d->drill_count,
		.have = d->have,
		.need = d->need};
	result_is_gate(d->act.result, r);
	return status;
}

/* Does a person have to say or to do something yet, before it can be a go? */
static int is_owed(struct deciding *d, bool *ret, struct err *err)
{
	struct run_request request = launch_request(&d->launch, true, environ);

	if (launch_answers(&d->act.session->ledger, &d->launch, &d->act.intent.event, &request,
			   err) < 0 ||
	    count_approvals(d, err) < 0)
		return -1;
	*ret = d->have < d->need;
	for (size_t i = 0; i < request.answer_count; i++)
		*ret = *ret || !request.answers[i].verdict;
	return 0;
}

/* All that is against its being asked, once what it waits for is there, or its time is up. As may_decide(). */
static int prepare(struct deciding *d, struct session *s, const struct option_values *o,
		   struct result *result, struct err *err)
{
	bool owed = false, again = false;
	int64_t left;
	int status;

	if (wait_begin(o, &left, err) < 0)
		return -1;
	do {
		*d = (struct deciding){.have = 0};
		if (act_begin(&d->act, s, o, EVENT_GATE, result, err) < 0 || find(d, err) < 0)
			return -1;
		status = may_decide(d, err);
		if (status)
			return status;
		if ((left && is_owed(d, &owed, err) < 0) ||
		    (owed && wait_more(s, 0, &left, &again, err) < 0))
			return -1;
	} while (owed && again);
	return 0;
}

int cmd_gate(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct deciding d;
	int status = prepare(&d, s, o, ret, err);

	if (status)
		return status;
	if (records_log_room(&s->ledger,
			     records_log_path(d.readiness.runbook, s->ledger.now, &s->arena),
			     err) < 0 ||
	    decide(&d, err) < 0)
		return -1;
	status = act_record(&d.act, err);
	if (status)
		return status;
	if (act_write_records(&d.act, err) < 0)
		return -1;
	return show(&d, event_get(&d.act.receipt.event, FIELD_VERDICT));
}
