/*
 * rule_identity.c - identity, where nothing is adopted: a step that a document said was done is not
 * dropped, and its id does not name another one afterwards. Under an adopted runbook ids are the
 * runbook's: rule_renames.c.
 */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "policy/readings.h"

/* What was at this id does it now under another one, and this one names something else. */
static const struct listed *taken_by(const struct listing *now, const struct listed *was)
{
	const struct listed *here = strmap_get(&now->by_id, was->id);
	const struct listed *there = was->means ? strmap_get(&now->by_meaning, was->means)
						: NULL;

	return here && there && here->means && strcmp(here->means, was->means) != 0 ? here
										    : NULL;
}

static bool is_gone(const struct listing *now, const struct listed *was)
{
	return !strmap_get(&now->by_id, was->id) &&
	       !(was->means && strmap_get(&now->by_meaning, was->means));
}

/* Is it said in another file of the change: moved, or put aside with what is done? */
static int is_elsewhere(const struct facts *facts, const struct change *change, const char *id,
			bool *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	*ret = false;
	for (size_t i = 0; i < facts->change_count && !*ret; i++) {
		const struct change *other = &facts->changes[i];
		struct bytes text;

		if (other == change || !class_is_markdown(other->path))
			continue;
		if (facts_text(facts, &other->now, &scratch, &text, err) < 0)
			return -1;
		*ret = text.len && memmem(text.data, text.len, id, strlen(id));
	}
	return 0;
}

static void tell_taken(const struct facts *facts, const struct change *change,
		       const struct listed *was, const struct listed *here,
		       const struct listing *now, struct findings *found)
{
	const struct listed *there = strmap_get(&now->by_meaning, was->means);
	struct finding with = finding_of(facts, change->path, here->line, 1);

	with.step = arena_strdup(found->arena, was->id);
	with.expected = arena_strdup(found->arena, was->means);
	with.found = arena_strdup(found->arena, here->means);
	with.fix = arena_printf(found->arena,
				"hint: give '%s' back to what is '%s' now, and the new step "
				"an id of its own",
				was->id, there->id);
	finding_add(found, RULE_IDENTITY, adopted(facts, FINDING_ERROR), with,
		    "'%s' was done, and names another step now; it is '%s'", was->id,
		    there->id);
}

static void tell_dropped(const struct facts *facts, const struct change *change,
			 const struct listed *was, struct findings *found)
{
	struct finding with = finding_whole(facts, change->path);

	with.step = arena_strdup(found->arena, was->id);
	with.expected = arena_printf(found->arena, "'%s', which was done", was->id);
	with.found = "no such step";
	with.fix = "hint: list it again, or say elsewhere what became of it";
	/* severity: documents are tidied, and what was done stands in the history still */
	finding_add(found, RULE_IDENTITY, FINDING_WARN, with,
		    "'%s' was done, and is listed nowhere any more", was->id);
}

/* Did every parent that has the document say so? One that did not was judged where it changed it. */
static bool all_say(const struct listing *const *listings, size_t count,
		    const struct listed *step)
{
	for (size_t i = 0; i < count; i++) {
		const struct listed *other = listings[i]
						     ? strmap_get(&listings[i]->by_id, step->id)
						     : NULL;

		if (listings[i] && listings[i]->steps &&
		    (!other || !other->done ||
		     strcmp(other->means ? other->means : "", step->means ? step->means : "")))
			return false;
	}
	return true;
}

static int judge_step(const struct facts *facts, const struct change *change,
		      const struct listed *step, const struct listing *now,
		      struct findings *found, struct err *err)
{
	const struct listed *here = taken_by(now, step);
	bool elsewhere;

	if (here)
		tell_taken(facts, change, step, here, now, found);
	if (here || !is_gone(now, step))
		return 0;
	if (is_elsewhere(facts, change, step->id, &elsewhere, err) < 0)
		return -1;
	if (!elsewhere)
		tell_dropped(facts, change, step, found);
	return 0;
}

static int judge(const struct facts *facts, const struct change *change, struct findings *found,
		 struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct listing *now, **was = arena_array(&scratch, facts->parents, sizeof(*was));
	const struct listing *first = NULL;

	for (size_t i = 0; i < facts->parents; i++) {
		if (!version_is_file(&change->was[i]))
			continue;
		if (listing_of(facts, change->path, &change->was[i], &scratch, &was[i], err) <
		    0)
			return -1;
		first = first || !was[i]->count ? first : was[i];
	}
	if (!first || listing_of(facts, change->path, &change->now, &scratch, &now, err) < 0)
		return first ? -1 : 0;
	for (size_t i = 0; i < first->count; i++)
		if (all_say(was, facts->parents, &first->steps[i]) &&
		    judge_step(facts, change, &first->steps[i], now, found, err) < 0)
			return -1;
	return 0;
}

int rule_identity(const struct facts *facts, struct findings *found, struct err *err)
{
	if (facts->door == DOOR_AUDIT || (facts->adopted && facts->door == DOOR_LINT))
		return 0;
	if (facts->adopted)
		return renames_check(facts, found, err);
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool steps;

		if (!version_is_file(&change->now) || change_is_taken(facts, change))
			continue;
		if (habit_had_steps(facts, change, &steps, err) < 0 ||
		    (steps && judge(facts, change, found, err) < 0))
			return -1;
	}
	return 0;
}
