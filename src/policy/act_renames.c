/* What an adopt makes of the names of steps: histories move along, and none is lost or taken. */
#include "policy/act_internal.h"

#include "base/strmap.h"
#include "runbook/renames.h"

struct naming {
	const struct runbook *now, *next; /* now NULL: the first */
	const struct step **heirs;	  /* of the steps of now */
	bool any_work;			  /* a title that is another's is enough */
	struct strmap taken;		  /* names of next that steps of now move to */
};

static struct naming naming_of(struct judging *j, const struct runbook *next)
{
	struct naming n = {.now = j->act->runbook, .next = next, .taken = {.arena = j->a}};

	n.heirs = n.now ? runbook_heirs(n.now, next, j->a) : NULL;
	for (size_t i = 0; n.now && i < n.now->step_count; i++)
		if (n.heirs[i])
			strmap_put(&n.taken, n.heirs[i]->id, (void *)n.heirs[i]);
	return n;
}

static const struct step *heir_of(const struct naming *n, const char *id)
{
	size_t place = n->now ? runbook_place(n->now, id) : SIZE_MAX;

	return place == SIZE_MAX ? NULL : n->heirs[place];
}

/* Does the event say that it is renamed there? */
static bool renames(const struct judging *j, const char *from, const char *environment)
{
	const struct event_values *list = &j->event->fields[FIELD_RENAME];
	const char *begin = arena_printf(j->a, "%s %s ", from, environment);

	for (size_t i = 0; i < list->count; i++)
		if (!strncmp(list->items[i], begin, strlen(begin)))
			return true;
	return false;
}

/* Was anything recorded there: of the environment itself, pins, halts, exceptions; of a step? */
static int check_environment(struct judging *j, const char *id)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	const struct runbook *now = j->act->runbook;
	const struct subject *subject;
	const struct step_state *state;
	bool has;

	if (state_subject(j->act->record, state_subject_path(id, here, j->a), &subject,
			  j->err) < 0)
		return -1;
	has = subject->count > 0;
	for (size_t i = 0; !has && i < now->step_count; i++) {
		if (state_step(j->act->record, id, now->ids[i], &state, j->err) < 0)
			return -1;
		has = state->sequence > 0;
	}
	if (has)
		act_no(j, RULE_IDENTITY, id, "no such environment",
		       arena_printf(
			       j->a,
			       "keep '%s', with 'retired: true': nothing starts there, and "
			       "what is recorded stays",
			       id),
		       "an environment that has history is dropped");
	return 0;
}

/* What its history would be counted for is the work of another step. */
static void check_work(struct judging *j, const struct naming *n, size_t from,
		       const struct environment *env, const char *const *works)
{
	const struct step *heir = n->heirs[from];
	const struct step *other = runbook_work_of_another(n->now, works, from, n->next, heir,
							   env, j->a);

	if (other)
		act_no(j, RULE_IDENTITY,
		       arena_printf(j->a, "the work of '%s'", n->now->ids[from]),
		       other->index == from ? "a step of that name still does it"
					    : arena_printf(j->a, "that of '%s'", other->id),
		       "hint: rename in one change, and say in another what a step does",
		       "'%s' would have the history of '%s', and does something else", heir->id,
		       n->now->ids[from]);
}

/* Under its own name, too, a history is counted for what it was of. */
static void check_meaning(struct judging *j, const struct naming *n, size_t from,
			  const struct environment *env)
{
	const struct step *was = step_at(n->now, from), *is = runbook_step(n->next, was->id);
	const struct step *other = runbook_meaning_of_another(n->now, from, n->next, is, env,
							      n->any_work, j->a);

	if (other)
		act_no(j, RULE_IDENTITY, runbook_step_says(was, j->a),
		       runbook_step_says(is, j->a),
		       runbook_meaning_way(n->now, other, was->id, j->a),
		       "'%s' has history, and names another step now", was->id);
}

/* The history of each step stays under its name, or goes where the runbook says that the step went:
 * a name that another step takes keeps nothing. */
static int check_steps(struct judging *j, const struct naming *n, const char *environment)
{
	const struct environment *env = runbook_environment(n->next, environment);
	const char **works = NULL;

	for (size_t i = 0; i < n->now->step_count; i++) {
		const char *id = n->now->ids[i];
		const struct step *heir = n->heirs[i];
		const struct step_state *state;

		if (state_step(j->act->record, environment, id, &state, j->err) < 0)
			return -1;
		if (!state->sequence)
			continue;
		if (!heir && act_has_step(n->next, id, environment) &&
		    !strmap_get(&n->taken, id))
			check_meaning(j, n, i, env);
		else if (!renames(j, id, environment)) {
			act_no(j, RULE_IDENTITY,
			       arena_printf(j->a, "%s in %s", id, environment),
			       heir ? "no word of its new name" : "no such step",
			       arena_printf(
				       j->a,
				       "keep the step there, or write 'was: %s' on the one "
				       "that it became",
				       id),
			       "a step that has history is dropped");
		} else if (heir && act_has_step(n->next, heir->id, environment)) {
			if (!works)
				works = runbook_works(n->now, env, j->a);
			check_work(j, n, i, env, works);
		}
	}
	return 0;
}

/* The name is the key of a history: what stands under one that is gone binds nobody any more. */
static int check_dropped(struct judging *j, const struct naming *n)
{
	for (size_t e = 0; n->now && e < n->now->environment_count; e++) {
		const char *id = n->now->environments[e].id;

		if ((runbook_environment(n->next, id) ? check_steps(j, n, id)
						      : check_environment(j, id)) < 0)
			return -1;
	}
	return 0;
}

/* A rename is what the runbook's own `was` says now, and not what it said before. */
static int check_renames(struct judging *j, const struct naming *n)
{
	const struct event_values *list = &j->event->fields[FIELD_RENAME];

	for (size_t i = 0; i < list->count; i++) {
		const char *from, *rest, *environment, *to;
		const struct step_state *state;
		const struct step *step;

		event_pair_parts(list->items[i], j->a, &from, &rest);
		event_pair_parts(rest, j->a, &environment, &to);
		step = runbook_step(n->next, to);
		if (!step || !step->was || strcmp(step->was, from) != 0)
			act_no(j, RULE_IDENTITY,
			       arena_printf(j->a, "'was: %s' on step '%s'", from, to), "none",
			       NULL, "'%s' becomes '%s', and the runbook does not say so", from,
			       to);
		else if (n->now && runbook_step(n->now, from) && heir_of(n, from) != step)
			act_no(j, RULE_IDENTITY, "a name that the step has not yet",
			       arena_printf(j->a, "'was: %s' stood there before", from), NULL,
			       "'%s' does not become '%s' again", from, to);
		else if (!act_has_step(n->next, to, environment))
			act_no(j, RULE_REFERENCE, "a step and an environment of the runbook",
			       list->items[i], NULL, "'%s' does not exist in '%s'", to,
			       environment);
		else if (state_step(j->act->record, environment, from, &state, j->err) < 0)
			return -1;
		else if (!state->subject->count)
			act_no(j, RULE_IDENTITY, "a step with history", "no history", NULL,
			       "'%s' in '%s' cannot become '%s'", from, environment, to);
	}
	return 0;
}

int act_check_renames(struct judging *j, const struct runbook *next, uint64_t set)
{
	struct naming naming = naming_of(j, next);

	naming.any_work = set >= RULES_TITLES;
	return check_renames(j, &naming) < 0 ? -1 : check_dropped(j, &naming);
}
