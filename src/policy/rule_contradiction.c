/*
 * rule_contradiction.c - contradiction: what a change makes a document say twice, and not the same. What
 * stood there before is lint's to say. At the door of lint, which reads history, only lists that came
 * ticked are looked for: of all else the last version is read as it stands.
 */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "policy/readings.h"
#include "base/path.h"
#include "text/contradictions.h"

/* Copies and what lies aside keep what was once meant; forms are filled in by others. */
static bool may_claim(const struct facts *facts, const struct change *change)
{
	return version_is_file(&change->now) && !change_is_taken(facts, change) &&
	       class_is_markdown(change->path) && !deprecation_path(change->path, NULL) &&
	       !path_is_in(change->path, "archive");
}

/* Of a version that has steps. */
static int read_version(const struct facts *facts, const char *path,
			const struct version *version, struct arena *a,
			struct contradictions *ret, struct err *err)
{
	const struct outline *steps;
	struct opened *o;

	*ret = (struct contradictions){0};
	if (opened_of(facts, path, version, a, &o, err) < 0)
		return -1;
	steps = steps_of(facts, o);
	if (steps)
		*ret = contradictions_of(steps, o->parsed.text, a);
	return 0;
}

static void report(const struct facts *facts, const char *path, const struct contradiction *one,
		   struct findings *found)
{
	struct finding with = finding_of(facts, path, one->line, 1);

	with.expected = arena_strdup(found->arena, one->expected);
	with.found = arena_strdup(found->arena, one->found);
	with.fix = CONTRADICTION_FIX;
	finding_add(found, RULE_CONTRADICTION, adopted(facts, FINDING_ERROR), with,
		    "line %u says %s", one->line, one->says);
}

/* What some parent says of itself in the document, and in those that go with this change: what comes
 * from there was moved. */
static int read_before(const struct facts *facts, const struct change *change, struct arena *a,
		       struct contradictions *ret, struct err *err)
{
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *from = &facts->changes[i];
		struct contradictions was;

		if (from != change &&
		    (from->now.mode != MODE_ABSENT || !class_is_markdown(from->path)))
			continue;
		for (size_t p = 0; p < facts->parents; p++) {
			if (read_version(facts, from->path, &from->was[p], a, &was, err) < 0)
				return -1;
			for (size_t k = 0; k < was.count; k++)
				*ARENA_PUSH(a, ret->items, ret->count) = was.items[k];
		}
	}
	return 0;
}

static int judge(const struct facts *facts, const struct change *change, struct findings *found,
		 struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct contradictions now, before = {0};

	if (read_version(facts, change->path, &change->now, &scratch, &now, err) < 0 ||
	    (now.count && read_before(facts, change, &scratch, &before, err) < 0))
		return -1;
	for (size_t i = 0; i < now.count; i++)
		if (!contradictions_have(&before, &now.items[i]))
			report(facts, change->path, &now.items[i], found);
	return 0;
}

int rule_contradiction(const struct facts *facts, struct findings *found, struct err *err)
{
	if (facts->door == DOOR_LINT)
		return born_check(facts, found, err);
	for (size_t i = 0; i < facts->change_count; i++)
		if (may_claim(facts, &facts->changes[i]) &&
		    judge(facts, &facts->changes[i], found, err) < 0)
			return -1;
	return across_check(facts, found, err);
}
