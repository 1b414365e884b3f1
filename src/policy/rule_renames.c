/*
 * rule_renames.c - identity, where a runbook is in force: a change of runbook.yaml does not drop a step
 * that has history, or give it to another. `git mcade adopt` would refuse what is committed so; whoever
 * commits it is told first. Of what came in earlier only that is asked again which stands at the tip: all
 * other was adopted, or was not.
 */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/strmap.h"
#include "policy/names.h"
#include "runbook/renames.h"
#include "runbook/runbook.h"

struct naming {
	const struct facts *facts;
	const struct change *change;
	const struct runbook *now, *next;
	const struct step **heirs; /* of the steps of now */
	struct strmap taken;	   /* names of next that steps of now move to */
	struct strmap works;	   /* by environment: what each step of now is to do there */
	struct arena *a;
	struct findings *found;
};

static bool has_step(const struct runbook *rb, const char *id, const char *environment)
{
	const struct step *step = runbook_step(rb, id);

	return step && runbook_environment(rb, environment) && step_in(step, environment);
}

static void refuse(const struct naming *n, const struct step_name *name, const char *expected,
		   const char *have, const char *fix, const char *message)
{
	struct finding with = finding_of(n->facts, n->change->path, 0, 0);

	with.step = name->step;
	with.environment = name->environment;
	with.expected = expected;
	with.found = have;
	with.fix = fix;
	finding_add(n->found, RULE_IDENTITY, protection(n->facts), with, "%s", message);
}

static const char *const *works_in(struct naming *n, const struct environment *env)
{
	const char **works = strmap_get(&n->works, env->id);

	if (!works) {
		works = runbook_works(n->now, env, n->a);
		strmap_put(&n->works, env->id, (void *)works);
	}
	return works;
}

/* Of each of its steps the same: it is told once. */
static void drop_environment(struct naming *n, const struct step_name *name)
{
	refuse(n, &(struct step_name){.environment = name->environment}, name->environment,
	       "no such environment",
	       arena_printf(
		       n->found->arena,
		       "hint: keep '%s', with 'retired: true': nothing starts there, and what "
		       "is recorded stays",
		       name->environment),
	       "an environment that has history is dropped");
}

/* It keeps its id: of what it was nothing may be told of another. */
static void judge_meaning(struct naming *n, const struct step_name *name, size_t place,
			  const struct environment *env)
{
	const struct step *is = runbook_step(n->next, name->step);
	const struct step *other = runbook_meaning_of_another(n->now, place, n->next, is, env,
							      true, n->a);
	struct arena *out = n->found->arena;

	if (!other)
		return;
	refuse(n, name, runbook_step_says(step_at(n->now, place), out),
	       runbook_step_says(is, out), runbook_meaning_way(n->now, other, name->step, out),
	       arena_printf(out, "'%s' has history, and names another step now", name->step));
}

/* As adopt asks (act_renames.c), which also wants the event to say so. */
static void judge_step(struct naming *n, const struct step_name *name)
{
	size_t place = runbook_place(n->now, name->step);
	const struct step *heir = place == SIZE_MAX ? NULL : n->heirs[place], *other;
	const struct environment *env = runbook_environment(n->next, name->environment);
	struct arena *out = n->found->arena;

	if (place == SIZE_MAX || !has_step(n->now, name->step, name->environment))
		return; /* it went by an earlier adopt */
	if (!env) {
		drop_environment(n, name);
		return;
	}
	if (!heir) {
		if (has_step(n->next, name->step, name->environment) &&
		    !strmap_get(&n->taken, name->step))
			judge_meaning(n, name, place, env);
		else
			refuse(n, name,
			       arena_printf(out, "%s in %s", name->step, name->environment),
			       "no such step",
			       arena_printf(out,
					    "hint: keep the step there, or write 'was: %s' on "
					    "the one that it became",
					    name->step),
			       "a step that has history is dropped");
		return;
	}
	if (!has_step(n->next, heir->id, name->environment))
		return; /* its history ends under its name, as the event will say */
	other = runbook_work_of_another(n->now, works_in(n, env), place, n->next, heir, env,
					n->a);
	if (other)
		refuse(n, name, arena_printf(out, "the work of '%s'", name->step),
		       arena_printf(out, "that of '%s'", other->id),
		       "hint: rename in one change, and say in another what a step does",
		       arena_printf(out, "'%s' would have the history of '%s'", heir->id,
				    name->step));
}

/* Is it still to come, or does it stand there? */
static bool is_asked(const struct facts *facts, const struct version *version)
{
	return facts->now ||
	       (facts->standing && version->id && !strcmp(version->id, facts->standing));
}

int renames_check(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct change *change = facts_change(facts, "runbook.yaml");
	struct naming n = {.facts = facts,
			   .change = change,
			   .now = facts->runbook,
			   .taken = {.arena = &scratch},
			   .works = {.arena = &scratch},
			   .a = &scratch,
			   .found = found};
	const struct step_name *names;
	size_t count;

	if (!change || !facts->record || !is_asked(facts, &change->now) ||
	    change_is_taken(facts, change))
		return 0;
	if (names_runbook(facts, &change->now, &scratch, &n.next, err) < 0)
		return -1;
	if (!n.next)
		return 0;
	n.heirs = runbook_heirs(n.now, n.next, &scratch);
	for (size_t i = 0; i < n.now->step_count; i++)
		if (n.heirs[i])
			strmap_put(&n.taken, n.heirs[i]->id, (void *)(uintptr_t)n.heirs[i]);
	if (held_steps(facts, &names, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct step_state *state;

		if (held_step(facts, names[i].environment, names[i].step, &state, err) < 0)
			return -1;
		if (state && state->sequence)
			judge_step(&n, &names[i]);
	}
	return 0;
}
