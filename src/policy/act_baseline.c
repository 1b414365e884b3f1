/* Baselines: what a verification leaves to be compared with, and what compares with it. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "runbook/baselines.h"

/* -- what is recorded ---------------------------------------------------------------------------- */

/* The evidence of that name; NULL: there is none. */
static const char *evidence_of(const struct judging *j)
{
	const struct event_values *evidence = &j->event->fields[FIELD_EVIDENCE];

	for (size_t i = 0; i < evidence->count; i++)
		if (!strcmp(strrchr(evidence->items[i], ' ') + 1, BASELINE_EVIDENCE))
			return evidence->items[i];
	return NULL;
}

/* Of files that a commit has, what ran and what asks; all passed. */
static bool is_sound(const struct judging *j)
{
	bool ran_well = j->event->word == EVENT_VERIFY ||
			!strcmp(event_get(j->event, FIELD_RESULT), "ok");
	bool dirty = event_get(j->event, FIELD_DIRTY) || (j->state && j->state->dirty);

	return ran_well && !dirty &&
	       !strcmp(event_checks_verdict(j->event, LEDGER_RULES), "pass");
}

/* And what the environment records was asked, and passed. */
static bool is_due(const struct judging *j, struct checks list)
{
	const struct event_values *results = &j->event->fields[FIELD_CHECK];
	bool due = false;

	for (size_t i = 0; is_sound(j) && !due && i < list.count; i++)
		due = baseline_is_of(j->spec, list.items[i]) &&
		      texts_have((const char *const *)results->items, results->count,
				 arena_printf(j->a, "%s pass", list.items[i]->id));
	return due;
}

void act_check_recorded(struct judging *j, struct checks list)
{
	const struct event_values *said = &j->event->fields[FIELD_BASELINE];
	const char *evidence = evidence_of(j), *is = NULL;
	bool due = is_due(j, list);

	if (due && evidence)
		is = baseline_value(j->act->runbook, j->spec,
				    arena_strndup(j->a, evidence + strlen("sha256:"), 64),
				    j->a);
	if (!due && !said->count)
		return;
	if (!due || !is || said->count != 1 || strcmp(said->items[0], is) != 0)
		act_no(j, RULE_EVIDENCE,
		       !due ? "no baseline"
		       : is ? is
			    : arena_printf(j->a, "baseline '%s', and its evidence",
					   j->spec->baseline),
		       said->count ? said->items[0] : "none", NULL,
		       "'%s' does not leave the baseline that '%s' records", act_about(j),
		       j->environment);
}

void act_check_left(struct judging *j)
{
	const struct event_values *said = &j->event->fields[FIELD_BASELINE];
	const char *evidence = evidence_of(j);
	bool sound = is_sound(j) && evidence && said->count == 1 &&
		     !strncmp(strchr(said->items[0], ' ') + 1, evidence,
			      strlen("sha256:") + 64);

	if (said->count && !sound)
		act_no(j, RULE_EVIDENCE, "no baseline", said->items[0], NULL,
		       "'%s' leaves a baseline that no verification found", act_about(j));
}

/* -- what compares ------------------------------------------------------------------------------- */

/* The value in force; NULL: there is none that could be compared with. */
static const char *in_force(struct judging *j, const char *id, bool *ret_changed)
{
	const char *value;

	if (baseline_last(j->act->record, j->act->runbook, id, j->a, &value, ret_changed,
			  j->err) < 0)
		j->unread = true;
	return value;
}

bool act_compares(struct judging *j, const struct check *used)
{
	struct words ids = baselines_compared(used->expect, j->a);
	bool all = true;

	for (size_t i = 0; all && i < ids.count; i++) {
		bool changed = false;

		/* while it ran, an adopt may have come between */
		all = in_force(j, ids.items[i], &changed) ||
		      (changed && j->event->word == EVENT_FINISH);
	}
	return all;
}

/* The values with which a check compares are named, where it lets through. */
static void check_named(struct judging *j, const struct check *check, const struct check *used,
			struct words *known)
{
	const struct event_values *said = &j->event->fields[FIELD_BASELINE];
	struct words ids = baselines_compared(used->expect, j->a);
	const char *result = act_found(j, "", check->id);
	bool through = result && act_lets_through(result);
	const char **list = (const char **)(uintptr_t)known->items;

	for (size_t i = 0; i < ids.count; i++) {
		bool changed;
		const char *value = in_force(j, ids.items[i], &changed);

		if (!value)
			continue;
		*ARENA_PUSH(j->a, list, known->count) = value;
		if (through &&
		    !texts_have((const char *const *)said->items, said->count, value))
			act_no(j, RULE_EVIDENCE, value, "not named", NULL,
			       "'%s' of '%s' is compared with another baseline than is "
			       "recorded",
			       check->id, act_about(j));
	}
	known->items = list;
}

void act_check_compared(struct judging *j)
{
	const struct event_values *said = &j->event->fields[FIELD_BASELINE];
	struct words known = {NULL, 0};

	for (size_t i = 0; i < j->step->verify.count; i++) {
		const struct check *check = j->step->verify.items[i];
		struct check used;

		if (runbook_used(j->act->runbook, j->step, check, &used))
			check_named(j, check, &used, &known);
	}
	for (size_t i = 0; i < said->count; i++)
		if (!texts_have(known.items, known.count, said->items[i]))
			act_no(j, RULE_EVIDENCE, "a baseline that it compares with",
			       said->items[i], NULL,
			       "'%s' names a baseline that is not the recorded one",
			       act_about(j));
}
