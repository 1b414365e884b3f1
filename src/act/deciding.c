#include "act/deciding.h"

#include "fold/drilled.h"
#include "runbook/digests.h"
#include "runbook/drills.h"
#include "runbook/promotion.h"

/* Of HEAD; nothing where there is no commit. */
static int candidate_now(const struct ledger *l, const struct readiness *r,
			 struct verdict_asked *asked, struct err *err)
{
	struct event head = {.word = EVENT_GATE};

	event_set(&head, l->arena, FIELD_SUBJECT, "gate"); /* any, beside the steps */
	if (readiness_candidate(l, r, r->code, &head, err) < 0)
		return -1;
	asked->candidate = event_get(&head, FIELD_CANDIDATE);
	asked->settings = event_get(&head, FIELD_SETTINGS);
	return 0;
}

int gates_seen(const struct ledger *l, const struct readiness *r, const struct gate_view **ret,
	       size_t *ret_count, struct err *err)
{
	const struct procedures *gates = &r->runbook->gates;
	struct verdict_asked asked = {
		.runbook = r->runbook, .environment = r->environment, .clock = l->now};
	struct gate_view *list = NULL;

	*ret_count = 0;
	if (gates->count && !r->past && *r->code && candidate_now(l, r, &asked, err) < 0)
		return -1;
	for (size_t i = 0; i < gates->count; i++) {
		const struct procedure *p = gates->items[i];
		struct event_subject what = {SUBJECT_GATE, p->step.id};
		const struct step_state *state;
		struct gate_view *view;

		if (!step_in(&p->step, r->environment->id))
			continue;
		if (state_procedure(l->view->state, r->environment->id, what, &state, err) < 0)
			return -1;
		view = ARENA_PUSH(l->arena, list, *ret_count);
		view->gate = p;
		asked.step = &p->step;
		if (gate_read(l->view->state, state->subject, &asked, p->expires, &view->said,
			      err) < 0)
			return -1;
	}
	*ret = list;
	return 0;
}

int procedure_view(const struct ledger *l, const struct readiness *r, struct event_subject what,
		   const struct step_view **ret, struct err *err)
{
	const struct procedure *p;
	struct step_view *view;

	if (what.type == SUBJECT_STEP) {
		*ret = readiness_step(r, what.id);
		return 0;
	}
	*ret = NULL;
	view = arena_alloc(l->arena, sizeof(*view));
	if (what.type == SUBJECT_ENVIRONMENT) {
		const struct entry *last;

		if (promotion_last(l->view->state, r->environment->id, &last, err) < 0)
			return -1;
		view->step = environment_asked(r->environment, last != NULL, l->arena);
		what.id = r->environment->id;
	} else {
		p = runbook_procedure(r->runbook, what);
		if (!p || !step_in(&p->step, r->environment->id))
			return 0;
		view->step = &p->step;
		view->approval = p->step.approval.role ? &p->step.approval : NULL;
	}
	view->committed.definition = definition_digest(r->runbook, view->step, r->environment,
						       l->arena);
	if (state_procedure(l->view->state, r->environment->id, what, &view->state, err) < 0)
		return -1;
	*ret = view;
	return 0;
}

void event_name(struct event *event, struct arena *a, struct event_subject what)
{
	if (what.type == SUBJECT_STEP)
		event_set(event, a, FIELD_STEP, what.id);
	else if (what.type != SUBJECT_ENVIRONMENT)
		event_set(event, a, FIELD_SUBJECT,
			  arena_printf(a, "%s:%s", subject_type_word(what.type), what.id));
}

/* What it showed; of another environment whether that counts for the commit that is asked about. */
static int drill_answer(const struct ledger *l, const struct event *now,
			const struct verdict_asked *asked, const struct check *used,
			struct check_answer *ret, struct err *err)
{
	const char *const *pins;
	struct drill_said said;
	struct oid commit;
	size_t count;
	bool known;

	if (drill_read(l->view->state, used->subject, asked, l->arena, &said, err) < 0)
		return -1;
	if (said.verdict && said.elsewhere) { /* so the candidate is known, and of a commit */
		if (promotion_pins_of(l->view->state, asked->environment,
				      event_get(now, FIELD_CONTENT), asked->candidate, l->arena,
				      &pins, &count, &known, err) < 0)
			return -1;
		if (!known || !oid_parse(event_get(now, FIELD_CODE), &commit))
			return err_set(err, ERR_NOT_FOUND, "the pins of '%s' are not known",
				       asked->candidate);
		if (drilled_elsewhere(l->repo, &commit, pins, count, l->arena, &said, err) < 0)
			return -1;
	}
	*ret = (struct check_answer){used->id, said.verdict,
				     arena_printf(l->arena, "drill '%s': %s", used->subject,
						  said.why ? said.why : "passed")};
	return 0;
}

int launch_answers(const struct ledger *l, const struct launch *launch, const struct event *act,
		   struct run_request *request, struct err *err)
{
	const struct readiness *r = launch->readiness;
	const struct step *step = launch->view->step;
	struct verdict_asked asked = {.runbook = r->runbook,
				      .environment = r->environment,
				      .step = step,
				      .clock = l->now};
	struct event now = *act;
	struct check_answer *list = NULL;
	size_t count = 0;

	for (size_t i = 0; i < step->verify.count; i++) {
		struct check used;
		struct answer answer;

		if (!runbook_used(r->runbook, step, step->verify.items[i], &used) ||
		    (used.probe != PROBE_MANUAL && used.probe != PROBE_DRILL))
			continue;
		if (!count && launch_bind(l, launch, &now, err) < 0)
			return -1;
		asked.candidate = event_get(&now, FIELD_CANDIDATE);
		asked.settings = event_get(&now, FIELD_SETTINGS);
		if (used.probe == PROBE_DRILL) {
			if (drill_answer(l, &now, &asked, &used,
					 ARENA_PUSH(l->arena, list, count), err) < 0)
				return -1;
			continue;
		}
		if (answer_read(l->view->state, launch->view->state->subject, &asked, &used,
				l->arena, &answer, err) < 0)
			return -1;
		*ARENA_PUSH(l->arena, list, count) = (struct check_answer){
			used.id, answer.verdict,
			answer.verdict ? arena_printf(l->arena, "%s said so", answer.who)
				       : answer.why};
	}
	request->answers = list;
	request->answer_count = count;
	return 0;
}
