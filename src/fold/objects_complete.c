/* What a completion rests on: are the bytes, and the meaning, that ran still those of the tips that it names? */
#include "fold/objects_internal.h"

#include "base/cleanup.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/state.h"
#include "repo/object.h"

/* What ran is not what the branch has. changed: it is asked of whoever runs it again whether he knows. */
static void not_complete(struct looking *l, const struct step_state *state, const char *ref,
			 const char *what, bool changed, struct finding with)
{
	struct arena *a = l->found->arena;

	with.ref = arena_strdup(a, ref);
	with.fix = act_advice(l->act, EVENT_START, state->step, state->environment,
			      changed ? "--accept-changed" : NULL, a);
	if (state->dirty)
		with.fix = act_once_committed(with.fix, a);
	finding_add(l->found, RULE_COMPLETION, FINDING_ERROR, with,
		    "'%s' in '%s' is not complete: %s on %s is not the one that ran",
		    state->step, state->environment, what, ref);
}

/* One file that ran, or went into what ran: has this tip these bytes? value: NULL: none. */
static int look_at_tip_file(struct looking *l, const struct step_state *state, const char *ref,
			    const char *value, bool live)
{
	struct arena *a = l->found->arena;
	const char *path, *is;
	char said[65];

	if (!value)
		return 0;
	if (objects_file(l, value, &is) < 0)
		return -1;
	if (!is)
		return 0;
	event_file_parts(value, &path, said);
	not_complete(l, state, ref, arena_printf(a, "'%s'", path), live,
		     (struct finding){.path = path,
				      .step = state->step,
				      .environment = state->environment,
				      .expected = strcmp(is, "none") != 0 ? is : "a file",
				      .found = strcmp(is, "none") != 0 ? said : is});
	return 0;
}

/* A completion speaks of the bytes that ran: are they still those of the tips that it names? */
static int look_at_tips(struct looking *l)
{
	const struct event *event = l->act->event;
	const struct event_values *tips = &event->fields[FIELD_TIP];
	const char *id = event_get(event, FIELD_ENVIRONMENT);
	const struct environment *e = l->act->runbook ? runbook_environment(l->act->runbook, id)
						      : NULL;
	const struct step *step = objects_step(l);
	const struct step_state *state;
	struct oid code;
	bool here = true, live = e && e->live;

	if (step && step->repo)
		return 0; /* its files are another repository's */
	if (state_step(l->act->record, id, event_get(event, FIELD_STEP), &state, l->err) < 0)
		return -1;
	/* whoever has not got what ran rests on nothing, whatever bytes were named of it */
	code = state->code ? objects_id(state->code) : OID_ZERO;
	if (state->code && object_is_commit(l->repo, &code, &here, l->err) < 0)
		return -1;
	if (!here)
		l->unseen = arena_printf(l->found->arena, "object '%s' is missing",
					 state->code);
	for (size_t i = 0; i < tips->count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		const char *hex, *ref;
		struct oid tip;

		event_pair_parts(tips->items[i], &scratch, &hex, &ref);
		tip = objects_id(hex);
		if (commit_tree(l->repo, &tip, &l->tree, l->err) < 0) {
			if (objects_missing(l) < 0)
				return -1;
			continue;
		}
		if (look_at_tip_file(l, state, ref, state->uses, live) < 0)
			return -1;
		for (size_t k = 0; k < state->input_count; k++)
			if (look_at_tip_file(l, state, ref, state->inputs[k], live) < 0)
				return -1;
	}
	return 0;
}

/* In one of the tips at least what ran means what it meant: others may not have come so far. */
static int look_at_meant_tips(struct looking *l)
{
	const struct event_values *tips = &l->act->event->fields[FIELD_TIP];
	const char *id = event_get(l->act->event, FIELD_STEP);
	const struct step *step = l->act->runbook ? runbook_step(l->act->runbook, id) : NULL;
	const struct step_state *state;
	const char *first = NULL, *at = NULL;
	struct words now;

	if (!step || step->repo)
		return 0;
	if (state_step(l->act->record, event_get(l->act->event, FIELD_ENVIRONMENT), step->id,
		       &state, l->err) < 0)
		return -1;
	for (size_t i = 0; i < tips->count; i++) {
		const char *hex, *ref;
		struct oid tip;

		event_pair_parts(tips->items[i], l->found->arena, &hex, &ref);
		tip = objects_id(hex);
		if (objects_meant(l, &tip, step, state, &now) < 0) {
			if (objects_missing(l) < 0)
				return -1;
			return 0;
		}
		if (!now.count)
			return 0;
		first = first ? first : now.items[0];
		at = at ? at : ref;
	}
	if (first)
		not_complete(l, state, at, first, true,
			     (struct finding){.step = state->step,
					      .environment = state->environment,
					      .expected = "what it meant when it ran",
					      .found = "another meaning"});
	return 0;
}

int objects_look_at_completed(struct looking *l)
{
	return look_at_tips(l) < 0 || look_at_meant_tips(l) < 0 ? -1 : 0;
}
