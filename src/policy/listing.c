/* listing.c - the steps of a document by their ids, and how far it says that they are. */
#include "policy/readings.h"

#include "text/outline.h"

static void list(const struct outline *outline, struct arena *a, struct listing *ret)
{
	ret->steps = arena_array(a, outline->count + 1, sizeof(*ret->steps));
	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *unit = &outline->units[i];
		struct listed *step = &ret->steps[ret->count];

		if (unit->role != ROLE_STEP || !unit->id || strmap_get(&ret->by_id, unit->id))
			continue;
		*step = (struct listed){.id = arena_strdup(a, unit->id),
					.means = outline_meaning(unit, a, NULL),
					.done = unit->mark != OUTLINE_NONE &&
						outline->marks[unit->mark].mark == MARK_DONE,
					.line = unit->line};
		ret->count++;
		strmap_put(&ret->by_id, step->id, step);
		if (step->means && !strmap_get(&ret->by_meaning, step->means))
			strmap_put(&ret->by_meaning, step->means, step);
	}
}

int listing_of(const struct facts *facts, const char *path, const struct version *version,
	       struct arena *own, const struct listing **ret, struct err *err)
{
	struct reading reading = reading_of(facts, version, "steps", own);
	const struct outline none = {0}, *outline = &none;
	struct listing *made;
	struct opened *opened;

	*ret = reading.value;
	if (*ret)
		return 0;
	if (opened_of(facts, path, version, own, &opened, err) < 0)
		return -1;
	*ret = made = arena_alloc(reading.arena, sizeof(*made));
	made->by_id.arena = made->by_meaning.arena = reading.arena;
	made->unnamed = parsed_is_unnamed(&opened->parsed);
	if (!made->unnamed)
		outline = opened_outline(facts, opened, false);
	if (outline)
		list(outline, reading.arena, made);
	reading_keep(facts, &reading, made,
		     sizeof(*made) + (made->count + 1) * sizeof(*made->steps));
	return 0;
}
