/* What an event says that its commands mean: is that so in its commit? */
#include "fold/objects_internal.h"

#include "base/texts.h"
#include "fold/meant.h"
#include "model/event.h"
#include "model/finding.h"
#include "runbook/digests.h"
#include "runbook/promotion.h"
#include "runbook/shown.h"

/* Whose commands they are; NULL: the judge has said so. */
static int find_step(struct looking *l, const struct environment *env, const struct step **ret)
{
	const struct event_subject what = event_subject_of(l->act->event);
	const struct procedure *procedure;
	const struct entry *last;

	*ret = NULL;
	if (what.type == SUBJECT_ENVIRONMENT) {
		if (promotion_last(l->act->record, env->id, &last, l->err) < 0)
			return -1;
		*ret = environment_asked(env, last != NULL, l->found->arena);
	} else if (what.type == SUBJECT_STEP) {
		*ret = what.id ? runbook_step(l->act->runbook, what.id) : NULL;
	} else {
		procedure = runbook_procedure(l->act->runbook, what);
		*ret = procedure ? &procedure->step : NULL;
	}
	return 0;
}

/* An adopt that came first says what it means now: the judge has said that it is of another. */
static bool is_of_another(const struct looking *l, const struct step *step,
			  const struct environment *env)
{
	const struct event *event = l->act->event;
	struct arena *a = l->found->arena;

	return !text_is(event_get(event, FIELD_DEFINITION),
			definition_digest(l->act->runbook, step, env, a)) ||
	       (event_get(event, FIELD_CHECKS) &&
		!text_is(event_get(event, FIELD_CHECKS),
			 checks_digest(l->act->runbook, step, env, a)));
}

static int find_meaning(struct looking *l, const struct oid *commit,
			const struct meaning_asked *asked, struct meaning *ret)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	struct strmap read = {.arena = l->found->arena};

	if (snapshot_of_commit(l->repo, commit, &files, l->err) < 0)
		return -1;
	return meant_in(l->repo, commit, asked, files, &read, l->found->arena, ret, l->err);
}

/* Each part of it, and no other. */
static void compare(struct looking *l, const struct event_values *said,
		    const struct meaning *is)
{
	size_t i = 0, k = 0;

	while (i < said->count || k < is->count) {
		int order = i == said->count ? 1
			    : k == is->count ? -1
					     : strcmp(said->items[i], is->items[k].value);

		if (order < 0)
			objects_differ(l, event_file_path(said->items[i]),
				       "what its commands mean", said->items[i]);
		if (order > 0)
			objects_differ(l, event_file_path(is->items[k].value),
				       is->items[k].value, "not named");
		i += order <= 0;
		k += order >= 0;
	}
}

int objects_look_at_meaning(struct looking *l, const struct oid *code)
{
	const struct event *event = l->act->event;
	const char *id = event_get(event, FIELD_ENVIRONMENT);
	struct meaning_asked asked = {.runbook = l->act->runbook,
				      .parts = meant_parts(event->word)};
	struct meaning is;

	if (!asked.parts || !asked.runbook || !id)
		return 0;
	asked.environment = runbook_environment(asked.runbook, id);
	if (!asked.environment || event_get(event, FIELD_RESTORED_TO))
		return 0;
	if (find_step(l, asked.environment, &asked.step) < 0)
		return -1;
	if (!asked.step || is_of_another(l, asked.step, asked.environment))
		return 0;
	if (find_meaning(l, code, &asked, &is) < 0)
		return objects_missing(l);
	compare(l, &event->fields[FIELD_MEANING], &is);
	return 0;
}

int objects_meant(struct looking *l, const struct oid *commit, const struct step *step,
		  const struct step_state *state, const char **ret)
{
	struct meaning_asked asked = {
		.runbook = l->act->runbook,
		.environment = runbook_environment(l->act->runbook, state->environment),
		.step = step,
		.parts = MEANS_RUN};
	const struct entry *run = subject_entry(state->subject, "run");
	struct meaning is;
	struct words changed;

	*ret = NULL;
	if (!asked.environment || !state->run || state->by_hand || !run)
		return 0;
	if (find_meaning(l, commit, &asked, &is) < 0)
		return -1;
	changed = meaning_changed(run, meaning_values(&is, l->found->arena), l->found->arena);
	*ret = changed.count ? changed.items[0] : NULL;
	return 0;
}

/* In one of the tips at least what ran means what it meant: others may not have come so far. */
int objects_look_at_meant_tips(struct looking *l)
{
	const struct event_values *tips = &l->act->event->fields[FIELD_TIP];
	const char *id = event_get(l->act->event, FIELD_STEP);
	const struct step *step = l->act->runbook ? runbook_step(l->act->runbook, id) : NULL;
	const char *first = NULL, *at = NULL, *now;
	const struct step_state *state;

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
		if (!now)
			return 0;
		first = first ? first : now;
		at = at ? at : ref;
	}
	if (first) {
		objects_differ(l, first, "what it meant when it ran", "another meaning");
		objects_not_complete(l, state, at, &l->found->items[l->found->count - 1]);
	}
	return 0;
}
