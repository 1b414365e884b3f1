/* What ran, or was said, of a step: is it what is to run now? */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "runbook/shown.h"

/* Its settings are each environment's own. */
bool act_said_of(const struct judging *j, const struct step_state *s)
{
	const struct entry *said = step_seen_to_work(s);
	const char *mine = event_get(j->event, FIELD_CONTENT);
	const char *was = entry_get(said, "content");

	return mine && was && !strcmp(mine, was) &&
	       (strcmp(s->environment, j->environment) != 0 ||
		same_settings(event_get(j->event, FIELD_SETTINGS),
			      entry_get(said, "settings")));
}

/* Elsewhere other targets may be called: of those that both call it is compared. */
static bool meant_the_same(const struct judging *j, const struct step_state *s)
{
	const struct event_values *now = &j->event->fields[FIELD_MEANING];
	const struct entry *run = subject_entry(s->subject, "run");
	struct words changed = meaning_changed(
		run, (struct words){(const char *const *)now->items, now->count}, j->a);
	bool here = !strcmp(s->environment, j->environment);
	size_t count;
	const char *const *was = entry_list(run, event_field_kept(FIELD_MEANING), &count);

	for (size_t i = 0; i < changed.count; i++)
		for (size_t k = 0;
		     here || (k < count && !text_begins(changed.items[i], MEANING_VARIABLE));
		     k++)
			if (here || !strcmp(event_file_path(was[k]), changed.items[i]))
				return false;
	return true;
}

bool act_ran_with(const struct judging *j, const struct step_state *s)
{
	const struct event_values *inputs = &j->event->fields[FIELD_INPUT];
	const char *uses = event_get(j->event, FIELD_USES);

	if (j->act->aside) /* it is not known what would run */
		return true;
	if (step_is_said(j->step))
		return act_said_of(j, s);
	if (!s->uses != !uses || (uses && strcmp(s->uses, uses) != 0) ||
	    inputs->count != s->input_count)
		return false;
	for (size_t i = 0; i < inputs->count; i++)
		if (strcmp(inputs->items[i], s->inputs[i]) != 0)
			return false;
	return meant_the_same(j, s);
}

int act_is_another_version(struct judging *j, bool *ret)
{
	const char *was = entry_get(subject_entry(j->state->subject, "run"), "content");
	const char *mine = event_get(j->event, FIELD_CONTENT);
	bool shows;

	if (step_shows_run(j->act->record, j->act->runbook, j->step, j->state, &shows, j->err) <
	    0)
		return -1;
	*ret = shows && !j->act->aside && mine && !text_is(was, mine);
	return 0;
}

/* Also where a step names no file of it; of no commit nobody can tell. */
bool act_ran_of(const struct judging *j, const struct step_state *s)
{
	const char *code = event_get(j->event, FIELD_CODE);

	return !j->step->repo || j->act->aside ||
	       (code && s->code && !strcmp(code, s->code) && !event_get(j->event, FIELD_DIRTY));
}
