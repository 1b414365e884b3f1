/* What an event says that its commands mean: is that so in its commit? */
#include "fold/objects_internal.h"

#include "base/texts.h"
#include "fold/content.h"
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

/* What is the whole content, as a part of it. */
static int find_whole(struct looking *l, const struct oid *commit, const char **ret)
{
	const char *content;

	if (content_of(l->repo, commit, l->act->runbook, l->found->arena, &content, l->err) < 0)
		return -1;
	*ret = arena_printf(l->found->arena, "%s " MEANING_CONTENT, content);
	return 0;
}

/*
 * An older program found fewer parts, or others, and wrote what it found: an upgrade takes nothing back. What is
 * named must be true all the same.
 */
static void compare_named(struct looking *l, const struct event_values *said,
			  const struct meaning *is, const char *whole)
{
	for (size_t i = 0; i < said->count; i++) {
		const char *path = event_file_path(said->items[i]);
		const char *now = strcmp(path, MEANING_CONTENT) != 0 ? NULL : whole;

		for (size_t k = 0; !now && k < is->count; k++)
			if (!strcmp(event_file_path(is->items[k].value), path))
				now = is->items[k].value;
		if (now && strcmp(now, said->items[i]) != 0)
			objects_differ(l, path, now, said->items[i]);
	}
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
	const struct adopted_state *adopted;
	struct meaning is;
	const char *whole;

	if (!asked.parts || !asked.runbook || !id)
		return 0;
	asked.environment = runbook_environment(asked.runbook, id);
	if (!asked.environment || event_get(event, FIELD_RESTORED_TO))
		return 0;
	if (find_step(l, asked.environment, &asked.step) < 0)
		return -1;
	if (!asked.step || is_of_another(l, asked.step, asked.environment))
		return 0;
	if (state_adopted(l->act->record, &adopted, l->err) < 0)
		return -1;
	asked.rules = adopted->rules;
	if (find_meaning(l, code, &asked, &is) < 0)
		return objects_missing(l);
	if (asked.rules >= RULES_PARTS)
		compare(l, &event->fields[FIELD_MEANING], &is);
	else if (find_whole(l, code, &whole) < 0)
		return objects_missing(l);
	else
		compare_named(l, &event->fields[FIELD_MEANING], &is, whole);
	return 0;
}

/* What an older program did not find when it ran has not changed since. */
static bool was_named(const struct entry *run, const char *path)
{
	size_t count;
	const char *const *was = entry_list(run, event_field_kept(FIELD_MEANING), &count);

	for (size_t i = 0; i < count; i++)
		if (!strcmp(event_file_path(was[i]), path))
			return true;
	return false;
}

int objects_meant(struct looking *l, const struct oid *commit, const struct step *step,
		  const struct step_state *state, struct words *ret)
{
	struct meaning_asked asked = {
		.runbook = l->act->runbook,
		.environment = runbook_environment(l->act->runbook, state->environment),
		.step = step,
		.parts = MEANS_RUN};
	const struct entry *run = subject_entry(state->subject, "run");
	const struct adopted_state *adopted;
	struct arena *a = l->found->arena;
	const char **names = NULL;
	struct meaning is;
	struct words changed;
	size_t count = 0;

	*ret = (struct words){NULL, 0};
	if (!asked.environment || !state->run || state->by_hand || !run)
		return 0;
	if (state_adopted(l->act->record, &adopted, l->err) < 0)
		return -1;
	asked.rules = adopted->rules;
	if (find_meaning(l, commit, &asked, &is) < 0)
		return -1;
	changed = meaning_changed(run, meaning_values(&is, a), a);
	for (size_t i = 0; i < changed.count; i++)
		if (asked.rules >= RULES_PARTS || was_named(run, changed.items[i]))
			*ARENA_PUSH(a, names, count) = meant_name(&is, changed.items[i], a);
	*ret = (struct words){names, count};
	return 0;
}
