/* marks_moved.c - the marks that a change takes from steps of which something is recorded, or gives them. */
#include "policy/internal.h"
#include "policy/names.h"

/* The first line of a step now, else in some parent. */
static const struct mark_line *where(const struct marks_change *change, const char *key)
{
	const struct marks_said *said = strmap_get(&change->now.said, key);

	for (size_t i = 0; !said && i < change->facts->parents; i++) {
		const char *before = marks_key_before(&change->names->was[i], key,
						      change->arena);

		said = before ? strmap_get(&change->was[i].said, before) : NULL;
	}
	return said ? said->first : NULL;
}

int marks_moved(const struct facts *facts, const struct change *change,
		const struct mark_moved **ret, size_t *ret_count, struct findings *found,
		struct err *err)
{
	const struct step_name *steps;
	const struct marks_change *marks;
	struct mark_moved *moved = NULL;
	size_t count;

	*ret_count = 0;
	if (marks_change_read(facts, change, &marks, found, err) < 0 ||
	    held_steps(facts, &steps, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *here = name_after(&marks->names->adopted, steps[i].step), *there;
		struct mark_moved one = {0};

		if (!here) /* its name is another step's: adopt will not have that */
			continue;
		there = marks_key_in(here, steps[i].environment, marks->arena);
		one.was_placed = marks_expected(marks, there);
		one.now_placed = marks_now(marks, there);
		one.was = one.was_placed | marks_expected(marks, here);
		one.now = one.now_placed | marks_now(marks, here);
		if (!one.was || (one.now == one.was && one.now_placed == one.was_placed))
			continue;
		one.line = where(marks, there);
		one.line = one.line ? one.line : where(marks, here);
		if (held_step(facts, steps[i].environment, steps[i].step, &one.step, err) < 0)
			return -1;
		*ARENA_PUSH(marks->arena, moved, *ret_count) = one;
	}
	*ret = moved;
	return 0;
}
