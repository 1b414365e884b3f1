/*
 * rule_identity.c - identity of documents: a step that one said was done is not dropped, and its id does
 * not name another one afterwards, but where the runbook.yaml of the change says that it is called so
 * (`was`). Of runbook.yaml itself: rule_renames.c; of steps that have a title alone: dropped_titles.c.
 */
#include "policy/habit.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/texts.h"
#include "policy/names.h"
#include "policy/readings.h"
#include "text/outline.h"

/*
 * What was at this id (`id`: as it is called now) does it now under another one, and this one names
 * something else; or nothing does it any more, and what the id names has no word of it that says something.
 */
static const struct listed *taken_by(const struct listing *now, const struct listed *was,
				     const char *id)
{
	const struct listed *here = strmap_get(&now->by_id, id);
	bool moved;

	if (!here || !here->means || !was->means || !strcmp(here->means, was->means))
		return NULL;
	moved = strmap_get(&now->by_meaning, was->means);
	return moved || outline_is_another(here->means, was->means) ? here : NULL;
}

static bool is_gone(const struct listing *now, const struct listed *was, const char *id)
{
	return !strmap_get(&now->by_id, id) &&
	       !(was->means && strmap_get(&now->by_meaning, was->means));
}

bool says_word(struct bytes text, const char *word)
{
	const char *from = text.data, *end = from + text.len, *at = from;
	size_t len = strlen(word);

	while (at && at < end && (at = memmem(at, (size_t)(end - at), word, len))) {
		if ((at == from || !ascii_is_alnum(at[-1])) &&
		    (at + len == end || !ascii_is_alnum(at[len])))
			return true;
		at++;
	}
	return false;
}

/* `here`: what is called now as the step is. */
static void tell_taken(const struct facts *facts, const struct change *change,
		       const struct listed *was, const struct listed *here,
		       const struct listing *now, struct findings *found)
{
	const struct listed *there = strmap_get(&now->by_meaning, was->means);
	struct finding with = finding_of(facts, change->path, here->line, 1);

	with.step = arena_strdup(found->arena, was->id);
	with.expected = arena_strdup(found->arena, was->means);
	with.found = arena_strdup(found->arena, here->means);
	with.fix =
		there ? arena_printf(found->arena,
				     "hint: give '%s' back to what is '%s' now, and the "
				     "new step an id of its own",
				     was->id, there->id)
		      : "hint: give the new step an id of its own; where it is the same step, "
			"keep a word of its title";
	finding_add(found, RULE_IDENTITY, adopted(facts, FINDING_ERROR), with,
		    "'%s' was done%s, and names another step now%s", was->id,
		    strcmp(here->id, was->id) != 0
			    ? arena_printf(found->arena, ", is called '%s'", here->id)
			    : "",
		    there ? arena_printf(found->arena, "; it is '%s'", there->id) : "");
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

/* Where the ledger has it complete, drift says that its mark is lost: once is enough. */
static int is_recorded(const struct facts *facts, const char *path, const char *step, bool *ret,
		       struct err *err)
{
	const struct runbook *rb = facts->runbook;
	struct marks_place place;

	*ret = false;
	if (!facts->adopted || facts->followed)
		return 0;
	if (marks_place(facts, path, &place, err) < 0)
		return -1;
	for (size_t i = 0; place.judged && i < rb->environment_count && !*ret; i++) {
		const struct step_state *state;

		if (held_step(facts, rb->environments[i].id, step, &state, err) < 0)
			return -1;
		*ret = state && state->phase == PHASE_COMPLETE &&
		       marks_speak_of(rb, &rb->environments[i]);
	}
	return 0;
}

struct judging {
	const struct facts *facts;
	const struct change *change;
	const struct names *names;
	const struct listing **was; /* of each parent; NULL: it has no such file */
	const struct listing *now;
	struct findings *found;
	size_t searched; /* letters of other documents */
};

/* Is it said in another file of the change: moved, or put aside with what is done? */
static int is_elsewhere(struct judging *j, const char *id, bool *ret, struct err *err)
{
	const struct facts *facts = j->facts;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	*ret = false;
	for (size_t i = 0; i < facts->change_count && !*ret; i++) {
		const struct change *other = &facts->changes[i];
		struct bytes text;

		if (other == j->change || !class_is_markdown(other->path))
			continue;
		if (facts_text(facts, &other->now, &scratch, &text, err) < 0)
			return -1;
		j->searched += text.len;
		if (j->searched > ELSEWHERE_WORK)
			return 0;
		*ret = says_word(text, id);
	}
	return 0;
}

/* Did every parent that has the document say so? One that did not was judged where it changed it. */
static bool all_say(const struct judging *j, const struct listed *step, const char *id)
{
	for (size_t i = 0; i < j->facts->parents; i++) {
		const char *then = name_before(&j->names->was[i], id);
		const struct listed *other = j->was[i] && then
						     ? strmap_get(&j->was[i]->by_id, then)
						     : NULL;

		if (j->was[i] && j->was[i]->steps &&
		    (!other || !other->done ||
		     strcmp(other->means ? other->means : "", step->means ? step->means : "")))
			return false;
	}
	return true;
}

/* A step of one parent. */
static int judge_step(struct judging *j, size_t parent, const struct listed *step,
		      struct err *err)
{
	const char *heir = name_after(&j->names->was[parent], step->id);
	const char *id = heir ? heir : step->id; /* where another took its name, by that */
	const struct listed *here = taken_by(j->now, step, id);
	bool elsewhere, recorded;

	if (!all_say(j, step, id) && heir)
		return 0;
	if (here)
		tell_taken(j->facts, j->change, step, here, j->now, j->found);
	if (here || !is_gone(j->now, step, id))
		return 0;
	if (is_elsewhere(j, id, &elsewhere, err) < 0 ||
	    is_recorded(j->facts, j->change->path, step->id, &recorded, err) < 0)
		return -1;
	if (!elsewhere && !recorded)
		tell_dropped(j->facts, j->change, step, j->found);
	return 0;
}

static int judge(const struct facts *facts, const struct change *change, struct findings *found,
		 struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct judging j = {.facts = facts, .change = change, .found = found};
	size_t first = facts->parents;

	j.was = arena_array(&scratch, facts->parents, sizeof(*j.was));
	for (size_t i = 0; i < facts->parents; i++) {
		if (!version_is_file(&change->was[i]))
			continue;
		if (listing_of(facts, change->path, &change->was[i], &scratch, &j.was[i], err) <
		    0)
			return -1;
		if (first == facts->parents && j.was[i]->count)
			first = i;
	}
	if (first == facts->parents)
		return 0;
	if (names_of(facts, &j.names, err) < 0 ||
	    listing_of(facts, change->path, &change->now, &scratch, &j.now, err) < 0)
		return -1;
	for (size_t i = 0; i < j.was[first]->count; i++)
		if (j.was[first]->steps[i].done &&
		    judge_step(&j, first, &j.was[first]->steps[i], err) < 0)
			return -1;
	return 0;
}

int rule_identity(const struct facts *facts, struct findings *found, struct err *err)
{
	if (facts->door == DOOR_AUDIT)
		return 0;
	if (facts->adopted && renames_check(facts, found, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool steps;

		if (!version_is_file(&change->now) || change_is_taken(facts, change))
			continue;
		if (habit_had_steps(facts, change, &steps, err) < 0 ||
		    (steps && judge(facts, change, found, err) < 0) ||
		    titles_dropped(facts, change, found, err) < 0)
			return -1;
	}
	return 0;
}
