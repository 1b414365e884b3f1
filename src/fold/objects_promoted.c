/* What a promotion rests on: the commit that it names, and those of the runs behind it. */
#include "fold/objects_internal.h"

#include "fold/content.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/state.h"
#include "repo/history.h"
#include "model/subject.h"

/* Whoever promotes says of which commit: one that a tip that he names leads to. */
static int look_at_branch(struct looking *l, const struct oid *code)
{
	const struct event_values *tips = &l->act->event->fields[FIELD_TIP];
	bool found = false;

	for (size_t i = 0; !found && i < tips->count; i++) {
		const char *hex, *ref;
		struct oid tip;

		event_pair_parts(tips->items[i], l->found->arena, &hex, &ref);
		tip = objects_id(hex);
		if (history_is_ancestor(l->repo, code, &tip, &found, l->err) < 0)
			return objects_missing(l);
	}
	if (!found)
		finding_add(l->found, RULE_EVIDENCE, FINDING_ERROR,
			    (struct finding){
				    .environment = event_get(l->act->event, FIELD_ENVIRONMENT),
				    .expected = "a commit of a governed branch",
				    .found = event_get(l->act->event, FIELD_CODE),
				    .fix = "hint: push the commit, then do it again"},
			    "what is promoted is not on a governed branch");
	return 0;
}

/* Has the commit that ran, or was verified since, the content that is promoted? */
static int look_at_origin(struct looking *l, const char *hex)
{
	const char *said = event_get(l->act->event, FIELD_CONTENT), *is;
	struct oid code;

	if (!hex) {
		l->unseen = "the commit that ran";
		return 0;
	}
	code = objects_id(hex);
	if (content_of(l->repo, &code, l->act->runbook, l->found->arena, &is, l->err) < 0)
		return objects_missing(l);
	if (said && strcmp(said, is) != 0)
		objects_differ(l, "the whole tree", is, said);
	return 0;
}

/* What is promoted would run something else than ran there. */
static int look_at_meaning(struct looking *l, const struct oid *code, const struct step *step,
			   const struct step_state *state)
{
	const char *now;

	if (objects_meant(l, code, step, state, &now) < 0)
		return objects_missing(l);
	if (now)
		finding_add(l->found, RULE_PROMOTION, FINDING_ERROR,
			    (struct finding){
				    .path = now,
				    .step = step->id,
				    .environment = event_get(l->act->event, FIELD_ENVIRONMENT),
				    .expected = "what it meant when it ran",
				    .found = "another meaning",
				    .fix = act_advice(l->act, EVENT_START, step->id,
						      state->environment, "--accept-changed",
						      l->found->arena)},
			    "nothing is promoted to '%s': '%s' ran in '%s' before %s changed",
			    event_get(l->act->event, FIELD_ENVIRONMENT), step->id,
			    state->environment, now);
	return 0;
}

/* A verification elsewhere says nothing of files that never ran. */
static int look_at_proof(struct looking *l, const struct oid *code, const struct step *step,
			 const struct step_state *state)
{
	const char *hex = entry_get(step_seen_to_work(state), "code");

	if (look_at_meaning(l, code, step, state) < 0)
		return -1;
	if ((!hex || strcmp(hex, event_get(l->act->event, FIELD_CODE)) != 0) &&
	    look_at_origin(l, hex) < 0)
		return -1;
	if (state->uses && objects_look_at_file(l, state->uses) < 0)
		return -1;
	for (size_t i = 0; i < state->input_count; i++)
		if (objects_look_at_file(l, state->inputs[i]) < 0)
			return -1;
	return 0;
}

int objects_look_at_promoted(struct looking *l, const struct oid *code)
{
	const char *source = event_get(l->act->event, FIELD_SOURCE);
	const struct runbook *rb = l->act->runbook;
	const struct environment *from = rb ? runbook_environment(rb, source) : NULL;

	if (look_at_branch(l, code) < 0)
		return -1;
	for (size_t i = 0; rb && i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		const struct step_state *state;

		if (!step_in(step, source) || step->repo ||
		    (step->kind == STEP_GATE && step->optional)) /* nobody waits for its go */
			continue;
		if (state_step(l->act->record, source, rb->ids[i], &state, l->err) < 0)
			return -1;
		if (state->phase == PHASE_COMPLETE &&
		    (look_at_proof(l, code, step, state) < 0 ||
		     (from && (step->kind == STEP_GATE || state->by_hand) &&
		      objects_look_at_decided(l, code, from, state) < 0)))
			return -1;
	}
	return 0;
}
