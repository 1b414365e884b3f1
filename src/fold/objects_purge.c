/* What a purge says of files: these bytes, this replacement, and nobody names it any more. */
#include "fold/objects_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "repo/object.h"
#include "repo/snapshot.h"
#include "runbook/omitted.h"
#include "runbook/purge.h"
#include "sign/digest.h"

static void falls_short(struct looking *l, const char *path, const char *expected,
			const char *have, const char *fix, const char *what)
{
	finding_add(
		l->found, RULE_DEPRECATION, FINDING_ERROR,
		(struct finding){.path = path, .expected = expected, .found = have, .fix = fix},
		"'%s' may not be purged: %s", event_subject_of(l->act->event).id, what);
}

static int look_for_words(struct looking *l, const struct snapshot *tip, const char *item)
{
	CLEANUP(arena_free) struct arena names = ARENA_INIT;
	const struct runbook *rb = l->act->runbook;
	struct snapshot_file *files;
	size_t count;

	if (snapshot_list(tip, NULL, &names, &files, &count, l->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		struct bytes text;

		if (files[i].mode == TREE_SUBMODULE || purge_is_item(rb, files[i].path) ||
		    purge_is_history(rb, files[i].path) ||
		    content_is_record(rb, files[i].path, &scratch))
			continue; /* what is sealed or only grows says for ever what was */
		/* of a link too: where it leads */
		if (object_read(l->repo, &files[i].id, OBJECT_BLOB, LIMIT_BLOB, &scratch, &text,
				l->err) < 0)
			return -1;
		if (purge_is_named(text, item))
			falls_short(l, arena_strdup(l->found->arena, files[i].path),
				    "no word of it", "its path or name",
				    "hint: take it out of that file, and publish",
				    "a file still names it");
	}
	return 0;
}

/* Is it there, with these bytes, and with the banner that the event speaks of? */
static int look_at_item(struct looking *l, const struct snapshot *tip, const char *item,
			bool *ret_there)
{
	const char *said = event_get(l->act->event, FIELD_CONTENT), *is, *by;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes text;
	bool found;

	if (snapshot_read(tip, item, &scratch, &text, &found, l->err) < 0)
		return -1;
	if (!found)
		return 0;
	*ret_there = true;
	is = arena_printf(l->found->arena, "sha256:%s", SHA256_HEX(text.data, text.len));
	if (strcmp(is, said) != 0)
		objects_differ(l, item, is, said);
	by = purge_replacement(item, text, l->found->arena);
	said = event_get(l->act->event, FIELD_REPLACEMENT);
	if (!by || strcmp(by, said) != 0)
		falls_short(l, item, by ? by : "'Replacement:' in its banner", said, NULL,
			    "its banner names another replacement");
	return 0;
}

/* What was shown of its replacement is what is there. */
static int look_at_step(struct looking *l, const struct step *step, const struct environment *e)
{
	size_t before = l->found->count;
	const struct step_state *state;

	if (state_step(l->act->record, e->id, step->id, &state, l->err) < 0 ||
	    (state->uses && objects_look_at_file(l, state->uses) < 0))
		return -1;
	for (size_t i = 0; i < state->input_count; i++)
		if (objects_look_at_file(l, state->inputs[i]) < 0)
			return -1;
	for (; before < l->found->count; before++) {
		struct finding *f = &l->found->items[before];

		f->rule = RULE_DEPRECATION;
		f->message = arena_printf(
			l->found->arena,
			"'%s' may not be purged: its replacement '%s' is stale in %s",
			event_subject_of(l->act->event).id, step->id, e->id);
		f->fix = act_advice(l->act, EVENT_START, step->id, e->id, NULL,
				    l->found->arena);
	}
	return 0;
}

static int look_at_replacement(struct looking *l)
{
	const char *said = event_get(l->act->event, FIELD_REPLACEMENT);
	const struct runbook *rb = l->act->runbook;

	for (size_t i = 0; i < rb->step_count * rb->environment_count; i++) {
		const struct step *step = step_at(rb, i / rb->environment_count);
		const struct environment *e = &rb->environments[i % rb->environment_count];

		if (!step->repo && purge_replaces(step, said, l->found->arena) &&
		    purge_counts(rb, step, e) && look_at_step(l, step, e) < 0)
			return -1;
	}
	return 0;
}

/* One tip; what is not here is said of the event. */
static int look_at_tip(struct looking *l, const struct oid *commit, const char *item,
		       bool *ret_there)
{
	CLEANUP(snapshot_freep) struct snapshot *tip = NULL;

	if (commit_tree(l->repo, commit, &l->tree, l->err) < 0 ||
	    snapshot_of_commit(l->repo, commit, &tip, l->err) < 0 ||
	    look_at_item(l, tip, item, ret_there) < 0 ||
	    (purge_demands(l->act->runbook, PURGE_REPLACEMENT) && look_at_replacement(l) < 0))
		return -1;
	return purge_demands(l->act->runbook, PURGE_UNREFERENCED) ? look_for_words(l, tip, item)
								  : 0;
}

int objects_look_at_purged(struct looking *l)
{
	const struct event_values *tips = &l->act->event->fields[FIELD_TIP];
	const char *item = event_subject_of(l->act->event).id;
	bool there = false, all = true;

	if (!l->act->runbook)
		return 0;
	for (size_t i = 0; i < tips->count; i++) {
		const char *hex, *ref;
		struct oid commit;

		event_pair_parts(tips->items[i], l->found->arena, &hex, &ref);
		commit = objects_id(hex);
		if (look_at_tip(l, &commit, item, &there) < 0) {
			all = false;
			if (objects_missing(l) < 0)
				return -1;
		}
	}
	if (!all && l->act->asked) /* nobody has signed that he saw them */
		finding_add(l->found, RULE_EVIDENCE, FINDING_ERROR,
			    (struct finding){.found = l->unseen},
			    "commits are missing here that may name it");
	if (!there && all)
		objects_differ(l, item, "a file", "none");
	return 0;
}
