/*
 * rule_across.c - contradiction: a change makes one document of the runbook say of a step what another does not.
 * A warning: which one is right the ledger knows, and an untrue tick is refused for itself.
 */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "runbook/across.h"

/* A document as a change of it, also where nothing is changed. */
static int stands(const struct facts *facts, const char *path, const struct change **ret,
		  struct err *err)
{
	struct arena *a = facts->parsed->arena;
	struct change *made;
	struct version *was, *bases;

	*ret = facts_change(facts, path);
	if (*ret)
		return 0;
	made = arena_alloc(a, sizeof(*made));
	made->path = path;
	if (facts->look(facts->ctx, path, &made->now, err) < 0)
		return -1;
	made->was = was = arena_array(a, facts->parents + 1, sizeof(*was));
	made->bases = bases = arena_array(a, facts->base_count + 1, sizeof(*bases));
	for (size_t i = 0; i < facts->parents; i++)
		was[i] = made->now;
	for (size_t i = 0; i < facts->base_count; i++)
		bases[i] = made->now;
	*ret = made;
	return 0;
}

static void report(const struct facts *facts, const char *path, const char *other,
		   const struct across *one, struct findings *found)
{
	struct arena *a = found->arena;
	struct finding with = finding_of(facts, path, one->here->line, one->here->column);
	const char *step = arena_strndup(a, one->here->step.data, one->here->step.len);

	with.step = step;
	with.environment = one->environment;
	with.expected = across_says(arena_strdup(a, other), one->there, a);
	with.found = across_says(path, one->here, a);
	with.fix = ACROSS_FIX;
	finding_add(found, RULE_CONTRADICTION, FINDING_WARN, with,
		    "'%s' is %s on line %u, and %s in %s:%u", step, mark_word(one->here->mark),
		    one->here->line, mark_word(one->there->mark), other, one->there->line);
}

static int compare(const struct facts *facts, const struct change *change, const char *other,
		   struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct marks_change *here, *there;
	const struct change *stood;
	struct acrosses all;

	if (stands(facts, other, &stood, err) < 0)
		return -1;
	if (!version_is_file(&stood->now))
		return 0;
	if (marks_change_read(facts, change, &here, found, err) < 0 ||
	    marks_change_read(facts, stood, &there, found, err) < 0)
		return -1;
	all = across_of(facts->runbook, &here->now.marks, &there->now.marks, &scratch);
	for (size_t i = 0; i < all.count; i++) {
		const struct across *one = &all.items[i];

		/* of two that the change brings the one that says complete is told */
		if (marks_expected(here, marks_key(here, one->here)) & 1u << one->here->mark ||
		    (one->here->mark != MARK_DONE &&
		     !(marks_expected(there, marks_key(there, one->there)) &
		       1u << one->there->mark)))
			continue;
		report(facts, change->path, other, one, found);
	}
	return 0;
}

int across_check(const struct facts *facts, struct findings *found, struct err *err)
{
	struct words named;

	if (!facts->adopted)
		return 0;
	named = across_documents(facts->runbook, facts->parsed->arena);
	for (size_t i = 0; named.count > 1 && i < named.count; i++) {
		const struct change *change = facts_change(facts, named.items[i]);

		for (size_t k = 0; change && version_is_file(&change->now) && k < named.count;
		     k++)
			if (k != i && compare(facts, change, named.items[k], found, err) < 0)
				return -1;
	}
	return 0;
}
