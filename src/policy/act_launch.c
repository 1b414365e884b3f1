/* What is asked before the world is changed: files that changed since, and what `complete` will ask. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "runbook/runbook.h"

/* "sha256:<hex> <path>" of all that a run names. */
static const char **files_of(const char *uses, const char *const *inputs, size_t input_count,
			     struct arena *a, size_t *ret_count)
{
	const char **files = arena_array(a, input_count + 1, sizeof(*files));
	size_t count = 0;

	if (uses)
		files[count++] = uses;
	for (size_t i = 0; i < input_count; i++)
		files[count++] = inputs[i];
	*ret_count = count;
	return files;
}

static void add_differing(const char *const *files, size_t count, const char *const *others,
			  size_t other_count, bool by_path, struct arena *a, const char ***ret,
			  size_t *ret_count)
{
	for (size_t i = 0; i < count; i++) {
		bool same = false;

		for (size_t k = 0; !same && k < other_count; k++)
			same = !strcmp(by_path ? event_file_path(files[i]) : files[i],
				       by_path ? event_file_path(others[k]) : others[k]);
		if (!same)
			*ARENA_PUSH(a, *ret, *ret_count) = event_file_path(files[i]);
	}
}

struct words act_changed(const struct subject *step, const struct event *start, struct arena *a)
{
	const struct entry *last = subject_entry(step,
						 "run"); /* also where it was reopened since */
	const struct event_values *inputs = &start->fields[FIELD_INPUT];
	size_t count, was_count, changed_count = 0;
	const char *const *list = entry_list(last, "inputs", &was_count);
	const char **was, **files, **changed = NULL;

	if (!last)
		return (struct words){0};
	was = files_of(entry_get(last, "uses"), list, was_count, a, &was_count);
	files = files_of(event_get(start, FIELD_USES), (const char *const *)inputs->items,
			 inputs->count, a, &count);
	add_differing((const char *const *)files, count, (const char *const *)was, was_count,
		      false, a, &changed, &changed_count);
	add_differing((const char *const *)was, was_count, (const char *const *)files, count,
		      true, a, &changed, &changed_count);
	return (struct words){(const char *const *)changed, changed_count};
}

static void check_changed(struct judging *j)
{
	struct words changed = act_changed(j->state->subject, j->event, j->a);

	for (size_t i = 0; i < changed.count; i++) {
		if (event_says(j->event, FIELD_ACCEPTED, changed.items[i]))
			continue;
		act_no(j, RULE_DRIFT, "what ran here last", "other bytes",
		       act_command(j, EVENT_START, " --accept-changed"),
		       "'%s' may not run in '%s': %s changed since it ran here", j->subject.id,
		       j->environment, changed.items[i]);
		j->found->items[j->found->count - 1].path = changed.items[i];
	}
}

bool act_names(const struct event *event, enum event_field field, const char *path)
{
	const struct event_values *files = &event->fields[field];
	bool found = false;

	for (size_t i = 0; !found && i < files->count; i++)
		found = !strcmp(event_file_path(files->items[i]), path);
	return found;
}

/* What is accepted is a file of this run, or one that the last run had. */
static void check_accepted(struct judging *j)
{
	struct words changed = act_changed(j->state->subject, j->event, j->a);
	const struct event_values *said = &j->event->fields[FIELD_ACCEPTED];

	for (size_t i = 0; i < said->count; i++) {
		const char *path = said->items[i];

		if (!act_names(j->event, FIELD_USES, path) &&
		    !act_names(j->event, FIELD_INPUT, path) &&
		    !texts_have(changed.items, changed.count, path))
			act_no(j, RULE_EVIDENCE, "a file that the step runs or reads", path,
			       NULL, "what '%s' has not got is accepted as changed",
			       j->subject.id);
	}
}

/* Where nothing is live it is only said, and only to whoever asks. */
static void check_completable(struct judging *j)
{
	const char *why = step_incompletable(j->act->runbook, j->spec, j->step, j->a);

	if (!why || (!j->spec->live && !j->act->asked))
		return;
	act_no(j, RULE_COMPLETION, "a step that can be completed", why,
	       "git mcade lint --missing", "'%s' can never be completed in '%s': %s",
	       j->subject.id, j->environment, why);
	if (!j->spec->live)
		j->found->items[j->found->count - 1].severity = FINDING_WARN;
}

void act_check_launch(struct judging *j)
{
	check_completable(j);
	check_accepted(j);
	if (j->spec->live)
		check_changed(j);
}
