/* What is asked before the world is changed: files that changed since, and what `complete` will ask. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "runbook/omitted.h"
#include "runbook/runbook.h"
#include "runbook/shown.h"

/* What was promoted there was agreed to byte for byte; the records beside it, and what another repository
 * has, were not. */
static int check_changed(struct judging *j)
{
	struct words changed = files_changed(j->state->subject, j->event, j->a);
	const struct runbook *rb = j->act->runbook;
	const struct entry *last;
	bool agreed;

	if (act_is_promoted(j, &last, &agreed) < 0)
		return -1;
	agreed = agreed && !j->step->repo;
	for (size_t i = 0; i < changed.count; i++) {
		if (event_says(j->event, FIELD_ACCEPTED, changed.items[i]) ||
		    (agreed && !content_omits(rb, changed.items[i], j->a)))
			continue;
		act_no(j, RULE_DRIFT, "what ran here last", "other bytes",
		       act_command(j, EVENT_START, "--accept-changed"),
		       "'%s' may not run in '%s': %s changed since it ran here", j->subject.id,
		       j->environment, changed.items[i]);
		j->found->items[j->found->count - 1].path = changed.items[i];
	}
	return 0;
}

/* What no content has was not promoted with it: "docs/x.sh", "docs/Makefile:ship". */
static bool is_outside(const struct judging *j, const char *name)
{
	const char *colon = strrchr(name, ':');
	const struct runbook *rb = j->act->runbook;

	if (!strcmp(name, MEANING_CONTENT)) /* it may be any file, also beside a part */
		return rb->content.count > 0;
	return content_omits(rb, name, j->a) ||
	       (colon &&
		content_omits(rb, arena_strndup(j->a, name, (size_t)(colon - name)), j->a));
}

/* What the runbook names by a word means what somebody wrote elsewhere: who changes that is no owner who
 * adopts, so that whoever runs it says that he knows, wherever it runs. */
static int check_meaning(struct judging *j)
{
	const struct adopted_state *adopted;
	const struct entry *last;
	bool promoted, ran = subject_entry(j->state->subject, "run");
	const char *where = ran ? "here" : "where it comes from";
	struct words changed;

	if (act_is_promoted(j, &last, &promoted) < 0 ||
	    state_adopted(j->act->record, &adopted, j->err) < 0)
		return -1;
	changed = meaning_asked_of(j->state->subject, j->event, adopted->rules, j->a);
	if (promoted && meaning_asked(j->act->record, j->spec, j->step, j->event,
				      adopted->rules, j->a, &changed, j->err) < 0)
		return -1;
	for (size_t i = 0; i < changed.count; i++) {
		const char *name = changed.items[i];

		if (event_says(j->event, FIELD_ACCEPTED, name) ||
		    (promoted && (adopted->rules < RULES_UNTOLD || !is_outside(j, name))))
			continue;
		if (strcmp(name, MEANING_CONTENT) != 0)
			act_no(j, RULE_DRIFT,
			       arena_printf(j->a, "what it meant when it ran %s last", where),
			       "another meaning",
			       act_command(j, EVENT_START, "--accept-changed"),
			       "'%s' may not run in '%s': %s changed since it ran %s",
			       j->subject.id, j->environment, name, where);
		else
			act_no(j, RULE_DRIFT, "a command that can be told",
			       "one that may be any file",
			       act_command(j, EVENT_START, "--accept-changed"),
			       "'%s' may not run in '%s': what it calls cannot be told, and "
			       "files changed since it ran %s",
			       j->subject.id, j->environment, where);
		j->found->items[j->found->count - 1].path = name;
	}
	return 0;
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
	struct words changed = files_changed(j->state->subject, j->event, j->a);
	const struct event_values *said = &j->event->fields[FIELD_ACCEPTED];

	for (size_t i = 0; i < said->count; i++) {
		const char *path = said->items[i];

		if (!act_names(j->event, FIELD_USES, path) &&
		    !act_names(j->event, FIELD_INPUT, path) &&
		    !act_names(j->event, FIELD_MEANING, path) &&
		    !texts_have(changed.items, changed.count, path))
			act_no(j, RULE_EVIDENCE, "a file that the step runs or reads", path,
			       NULL, "a file that '%s' does not have is accepted as changed",
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

int act_check_launch(struct judging *j)
{
	check_completable(j);
	check_accepted(j);
	if (j->act->aside) /* it is not known with which files */
		return 0;
	return check_meaning(j) < 0 ? -1 : j->spec->live ? check_changed(j) : 0;
}
