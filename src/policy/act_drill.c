/* A drill: it changes nothing of what it is tried on, and shows for one candidate that the way works. */
#include "policy/act_internal.h"

#include "match/glob.h"
#include "runbook/demands.h"
#include "runbook/drills.h"

/* Of one that was done elsewhere only whoever has the commit can tell whether it still counts, and refuses
 * the wrong one of both (fold/objects_drilled.c). */
const char *act_drilled(struct judging *j, const struct check *check, const char *result)
{
	const struct verdict_asked asked = act_asks_verdict(j);
	struct drill_said said;

	if (drill_read(j->act->record, check->subject, &asked, j->a, &said, j->err) < 0)
		j->unread = true;
	if (!said.verdict || (said.elsewhere && !strcmp(result, "inconclusive")))
		return "inconclusive";
	return said.verdict;
}

bool act_drilled_since(struct judging *j, const struct check *check)
{
	const struct verdict_asked asked = act_asks_verdict(j);
	struct drill_said said;

	if (drill_read(j->act->record, check->subject, &asked, j->a, &said, j->err) < 0)
		j->unread = true;
	return said.last > subject_sequence(j->state->subject, "run");
}

/* It runs no file of a step, moves no pin, and breaks no glass. */
static void check_alone(struct judging *j)
{
	static const enum event_field not_its[] = {FIELD_USES,	FIELD_INPUT,	FIELD_ACCEPTED,
						   FIELD_VALUE, FIELD_ARGUMENT, FIELD_INCIDENT};

	for (size_t i = 0; i < ARRAY_SIZE(not_its); i++) {
		const struct event_values *said = &j->event->fields[not_its[i]];

		if (said->count)
			act_no(j, RULE_EVIDENCE, "what the drill has", said->items[0], NULL,
			       "drill '%s' has no such thing: the event names it",
			       j->subject.id);
	}
}

int act_check_drill(struct judging *j)
{
	if (!j->step->has_run)
		act_no(j, RULE_ORDER, "a 'run' in runbook.yaml", "none", NULL,
		       "drill '%s' has no 'run': nothing would be tried", j->subject.id);
	if (act_check_beside(j) < 0)
		return -1;
	if (j->act->asked || act_is_of_another(j))
		return 0;
	check_alone(j);
	if (j->spec->live &&
	    (!event_get(j->event, FIELD_CODE) || event_get(j->event, FIELD_DIRTY)))
		act_no(j, RULE_DRIFT, "files of a commit", "other bytes", NULL,
		       "drill '%s' in '%s' is of no published commit", j->subject.id,
		       j->environment);
	act_check_list(j, "guard.", j->spec->guard);
	act_check_asked(j);
	return act_check_candidate(j);
}

/* -- what it leaves ------------------------------------------------------------------------------ */

/* Each field that the runbook demands; without them it has not passed. */
static void check_fields(struct judging *j)
{
	const struct event_values *fields = &j->event->fields[FIELD_FIELD];
	const struct evidence_had had = {
		(const char *const *)fields->items, fields->count,
		.candidate = entry_get(subject_entry(j->state->subject, "run"), "candidate"),
		.ran = act_has_evidence(j, "run")};
	struct words demanded = demanded_fields(j->act->runbook, j->step, j->a);
	struct words missing = evidence_missing(&demanded, &had, j->a);

	for (size_t i = 0; i < missing.count; i++)
		act_no(j, RULE_EVIDENCE, missing.items[i], "nothing", NULL,
		       "drill '%s' in '%s' has not passed: its evidence has no '%s'",
		       j->subject.id, j->environment, missing.items[i]);
}

/* Where it is written, and that its bytes are signed. What did not pass may have been cut short. */
static void check_place(struct judging *j, bool passed)
{
	struct evidence_demand demand = drill_demand(j->act->runbook, j->procedure, j->a);
	const char *said = event_get(j->event, FIELD_PATH);
	const char *pattern = evidence_pattern(&demand, j->procedure->step.id, j->a);

	if (said ? !pattern || !glob_match(pattern, said) : passed && pattern)
		act_no(j, RULE_EVIDENCE, pattern ? pattern : "no path", said ? said : "nothing",
		       NULL, "the evidence of drill '%s' is not where it is to be written",
		       j->subject.id);
	if (said && !act_has_evidence(j, DRILL_EVIDENCE))
		act_no(j, RULE_EVIDENCE, "evidence '" DRILL_EVIDENCE "'", "none", NULL,
		       "the evidence of drill '%s' is written, and not signed", j->subject.id);
}

void act_check_drilled(struct judging *j)
{
	bool passed = !strcmp(event_get(j->event, FIELD_RESULT), "ok");

	if (passed)
		check_fields(j);
	check_place(j, passed);
}
