/* A rollback: bound by what it asks itself, and by nothing that what is broken could hold back. */
#include "policy/act_internal.h"

/* "NAME=VALUE": the name. */
static const char *name_of(const struct judging *j, const char *argument)
{
	return arena_strndup(j->a, argument, strcspn(argument, "="));
}

static bool is_given(const struct judging *j, const char *input)
{
	const struct event_values *said = &j->event->fields[FIELD_ARGUMENT];
	bool given = false;

	for (size_t i = 0; !given && i < said->count; i++)
		given = !strcmp(name_of(j, said->items[i]), input);
	return given;
}

/* Every input once, each with a value that its pattern takes, and no other: they end up in commands. */
void act_check_arguments(struct judging *j)
{
	const struct event_values *said = &j->event->fields[FIELD_ARGUMENT];
	const struct name_values *inputs = &j->procedure->inputs;

	for (size_t i = 0; i < said->count; i++) {
		const char *name = name_of(j, said->items[i]);
		const char *value = said->items[i] + strlen(name);

		if (!*value || !procedure_takes(j->procedure, name, value + 1))
			act_no(j, RULE_EVIDENCE,
			       "an input of the rollback that fits its pattern", said->items[i],
			       NULL, "'%s' does not take '%s'", j->subject.id, said->items[i]);
		/* sorted: those of one name stand together */
		if (i && !strcmp(name_of(j, said->items[i - 1]), name))
			act_no(j, RULE_EVIDENCE, said->items[i - 1], said->items[i], NULL,
			       "'%s' is given '%s' twice", j->subject.id, name);
	}
	for (size_t i = 0; i < inputs->count; i++)
		if (!is_given(j, inputs->items[i].name))
			act_no(j, RULE_EVIDENCE,
			       arena_printf(j->a, "a value of '%s'", inputs->items[i].name),
			       "none", NULL, "'%s' is not given '%s'", j->subject.id,
			       inputs->items[i].name);
}

/* It runs no file of a step, and moves no pin but where it says what it goes back to. */
static void check_alone(struct judging *j)
{
	static const enum event_field not_its[] = {FIELD_USES,	FIELD_INPUT, FIELD_ACCEPTED,
						   FIELD_VALUE, FIELD_PIN,   FIELD_LEFT};
	size_t count = ARRAY_SIZE(not_its) - (event_get(j->event, FIELD_RESTORED_TO) ? 2 : 0);

	for (size_t i = 0; i < count; i++) {
		const struct event_values *said = &j->event->fields[not_its[i]];

		if (said->count)
			act_no(j, RULE_EVIDENCE, "what the rollback has", said->items[0], NULL,
			       "'%s' has no such thing: the event names it", j->subject.id);
	}
}

static const char *go_ahead(struct judging *j, const char *word)
{
	return arena_printf(j->a,
			    "hint: wait for it, or go ahead beside it: git mcade %s %s --env "
			    "%s --anyway",
			    word, j->subject.id, j->environment);
}

/* Beside what runs there both may undo each other: who goes ahead says so, for ever. */
static void let_beside(struct judging *j)
{
	if (event_says(j->event, FIELD_WAIVED, rule_word(RULE_ORDER)))
		j->found->items[j->found->count - 1].severity = FINDING_WARN;
}

static int check_beside(struct judging *j)
{
	const struct runbook *rb = j->act->runbook;

	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		const struct step_state *state;

		if (!step_in(step, j->environment))
			continue;
		if (state_step(j->act->record, j->environment, step->id, &state, j->err) < 0)
			return -1;
		if (state->phase != PHASE_RUNNING)
			continue;
		act_no(j, RULE_ORDER, "nothing that runs there", step->id,
		       go_ahead(j, "rollback"),
		       "'%s' runs in '%s': a rollback beside it may undo what it does",
		       step->id, j->environment);
		let_beside(j);
	}
	return 0;
}

int act_check_beside(struct judging *j)
{
	const struct procedures *list = &j->act->runbook->rollbacks;
	const char *word = j->event->word == EVENT_DRILL ? "drill" : "run";
	const struct adopted_state *adopted;

	if (state_adopted(j->act->record, &adopted, j->err) < 0)
		return -1;
	for (size_t i = 0; adopted->rules >= RULES_BESIDE && i < list->count; i++) {
		const struct step *step = &list->items[i]->step;
		const struct event_subject of = {SUBJECT_ROLLBACK, step->id};
		const struct step_state *state;

		if (!step_in(step, j->environment))
			continue;
		if (state_procedure(j->act->record, j->environment, of, &state, j->err) < 0)
			return -1;
		if (state->phase == PHASE_RUNNING) {
			act_no(j, RULE_ORDER, "no rollback that runs there", step->id,
			       go_ahead(j, word),
			       "rollback '%s' runs in '%s': it may undo what '%s' does beside "
			       "it",
			       step->id, j->environment, j->subject.id);
			let_beside(j);
		}
	}
	return 0;
}

int act_check_rollback(struct judging *j)
{
	if (!j->step->has_run)
		act_no(j, RULE_ORDER, "a 'run' in runbook.yaml", "none", NULL,
		       "'%s' has no 'run': it is done by hand", j->subject.id);
	if (check_beside(j) < 0 || act_check_approved(j) < 0 ||
	    (event_get(j->event, FIELD_RESTORED_TO) && act_check_restored(j) < 0))
		return -1;
	if (j->act->asked || act_is_of_another(j))
		return 0;
	act_check_arguments(j);
	check_alone(j);
	act_check_list(j, "guard.", j->step->guard);
	act_check_asked(j);
	return act_check_candidate(j);
}

void act_check_remediations(struct judging *j, const struct runbook *next)
{
	for (size_t i = 0; i < next->rollbacks.count; i++) {
		const struct step *step = &next->rollbacks.items[i]->step;

		if (!step->irreversible || step->remediation)
			continue;
		act_no(j, RULE_DOCUMENT, "a 'remediation'", "none",
		       "hint: write a 'remediation' into runbook.yaml, commit it, then: git "
		       "mcade adopt",
		       "rollback '%s' is irreversible, and has no 'remediation'", step->id);
		j->found->items[j->found->count - 1].at = step->at;
	}
}
