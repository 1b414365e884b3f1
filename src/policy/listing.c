/* listing.c - the steps of a document by their ids, and how far it says that they are. */
#include "policy/readings.h"

#include "base/cleanup.h"
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
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct reading reading = reading_of(facts, version, "steps", own);
	struct listing *made;
	struct outline outline;
	struct bytes text;

	*ret = reading.value;
	if (*ret)
		return 0;
	if (facts_text(facts, version, &scratch, &text, err) < 0)
		return -1;
	*ret = made = arena_alloc(reading.arena, sizeof(*made));
	made->by_id.arena = made->by_meaning.arena = reading.arena;
	if (outline_read(text, path, NULL, &scratch, &outline, err) == 0)
		list(&outline, reading.arena, made);
	else if (err->code != ERR_LIMIT && err->code != ERR_FORMAT)
		return -1;
	else
		*err = (struct err){0};
	reading_keep(facts, &reading, made,
		     sizeof(*made) + (outline.count + 1) * sizeof(*made->steps));
	return 0;
}
