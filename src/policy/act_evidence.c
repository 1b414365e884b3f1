/* What the evidence of a run or a gate must hold: the fields that the runbook demands. */
#include "policy/act_internal.h"

#include "runbook/demands.h"

void act_check_fields(struct judging *j)
{
	const struct event_values *fields = &j->event->fields[FIELD_FIELD];

	for (size_t i = 1; i < fields->count; i++)
		if (!strncmp(fields->items[i - 1], fields->items[i],
			     strcspn(fields->items[i], "=") + 1))
			act_no(j, RULE_EVIDENCE, fields->items[i - 1], fields->items[i], NULL,
			       "one field of '%s' has two values", act_about(j));
}

struct words act_lacks(struct judging *j, const char *const *fields, size_t count,
		       bool candidate)
{
	const struct evidence_had had = {fields, count, candidate, .ran = true};
	struct words demanded = demanded_fields(j->act->runbook, j->step, j->a);

	return evidence_missing(&demanded, &had, j->a);
}

void act_check_evidence(struct judging *j)
{
	const struct entry *said = subject_entry(
		j->state->subject, j->step->kind == STEP_MANUAL ? "verdicts/done" : "finish");
	size_t count;
	const char *const *fields = entry_list(said, event_field_kept(FIELD_FIELD), &count);
	struct words lacks = act_lacks(j, fields, count, j->state->candidate != NULL);

	for (size_t i = 0; said && i < lacks.count; i++)
		act_no(j, RULE_EVIDENCE, lacks.items[i], "nothing",
		       act_command(j, EVENT_START, NULL),
		       "'%s' in '%s' is not complete: its evidence has no '%s'", j->subject.id,
		       j->environment, lacks.items[i]);
}
