/* What a promotion rests on: the commit that it names, and those of the runs behind it. */
#include "fold/objects_internal.h"

#include "base/texts.h"
#include "fold/content.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/state.h"
#include "repo/history.h"
#include "runbook/promotion.h"
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

/* Has the commit that ran, or was verified since, the content that the record has of it? Where that is another
 * than is promoted the judge has said so. */
static int look_at_origin(struct looking *l, const struct entry *seen)
{
	const char *said = event_get(l->act->event, FIELD_CONTENT), *is;
	const char *hex = entry_get(seen, "code");
	struct oid code;

	if (hex && !strcmp(hex, event_get(l->act->event, FIELD_CODE)))
		return 0;
	if (!hex) {
		l->unseen = "the commit that ran";
		return 0;
	}
	if (!said || !text_is(entry_get(seen, "content"), said))
		return 0;
	code = objects_id(hex);
	if (content_of(l->repo, &code, l->act->runbook, l->found->arena, &is, l->err) < 0)
		return objects_missing(l);
	if (strcmp(said, is) != 0)
		objects_differ(l, "the whole tree", is, said);
	return 0;
}

/* The files that ran and the commit has otherwise, behind what of the commands it has otherwise. */
static int add_other_files(struct looking *l, const struct step_state *state,
			   struct words *changed)
{
	const char **list = NULL, *other;
	size_t count = 0;

	for (size_t i = 0; i < changed->count; i++)
		*ARENA_PUSH(l->found->arena, list, count) = changed->items[i];
	for (size_t i = 0; i < state->input_count + 1; i++) {
		const char *value = i < state->input_count ? state->inputs[i] : state->uses;

		if (!value)
			continue;
		if (objects_file(l, value, &other) < 0)
			return -1;
		if (other)
			*ARENA_PUSH(l->found->arena, list, count) = event_file_path(value);
	}
	*changed = (struct words){list, count};
	return 0;
}

static const char *joined(struct words list, struct arena *a)
{
	const char *text = list.items[0];

	for (size_t i = 1; i < list.count; i++)
		text = arena_printf(a, "%s%s%s", text, i + 1 == list.count ? " and " : ", ",
				    list.items[i]);
	return text;
}

/* What the judge has said of the step: only to look at it again would be in vain, and that it was seen to work with
 * another content is what the newest finding says better. */
static void take_its_place(struct looking *l, const struct step_state *state)
{
	const char *vain = act_advice(l->act, EVENT_VERIFY, state->step, state->environment,
				      NULL, l->found->arena);
	const struct finding *own = &l->found->items[l->found->count - 1];
	struct finding *said = NULL;

	for (struct finding *f = l->found->items; f < own; f++) {
		if (f->rule != RULE_PROMOTION || !text_is(f->step, state->step) ||
		    !text_is(f->fix, vain))
			continue;
		f->fix = own->fix;
		if (text_ends(f->message, SHORTFALL_CONTENT))
			said = f;
	}
	if (!said)
		return;
	*said = *own;
	l->found->count--;
}

/*
 * What is promoted would run something else than ran there; a verification since says nothing of files, and of
 * commands, that never ran.
 */
static int look_at_what_ran(struct looking *l, const struct oid *code, const struct step *step,
			    const struct step_state *state)
{
	const char *to = event_get(l->act->event, FIELD_ENVIRONMENT);
	struct arena *a = l->found->arena;
	struct words changed;

	if (objects_meant(l, code, step, state, &changed) < 0)
		return objects_missing(l);
	if (add_other_files(l, state, &changed) < 0)
		return -1;
	if (!changed.count)
		return 0;
	finding_add(
		l->found, RULE_PROMOTION, FINDING_ERROR,
		(struct finding){.step = state->step,
				 .environment = to,
				 .expected = "what ran",
				 .found = "something else, that never ran",
				 .fix = act_advice(l->act, EVENT_START, step->id,
						   state->environment, "--accept-changed", a)},
		"nothing is promoted to '%s': '%s' ran in '%s' before %s changed", to, step->id,
		state->environment, joined(changed, a));
	take_its_place(l, state);
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
		    (look_at_what_ran(l, code, step, state) < 0 ||
		     look_at_origin(l, step_seen_to_work(state)) < 0 ||
		     (from && (step->kind == STEP_GATE || state->by_hand) &&
		      objects_look_at_decided(l, code, from, state) < 0)))
			return -1;
	}
	return 0;
}
