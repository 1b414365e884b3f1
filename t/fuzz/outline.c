/* Any bytes as a document of steps: every unit and mark stands on a line of it, what a unit stands
 * in stands before it, a step has a style, and two readings are the same. */
#include "base/cleanup.h"
#include "text/outline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count_lines(const uint8_t *data, size_t size)
{
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n' ||
			 (data[i] == '\r' && (i + 1 == size || data[i + 1] != '\n'));
	return lines;
}

static void check_unit(const struct outline *outline, size_t at, size_t lines)
{
	const struct outline_unit *unit = &outline->units[at];

	if (!unit->line || unit->line > lines || !unit->title || !unit->text || !unit->task ||
	    !unit->block)
		abort();
	if ((unit->parent != OUTLINE_NONE && unit->parent >= at) ||
	    (unit->heading != OUTLINE_NONE && unit->heading >= at) ||
	    (unit->mark != OUTLINE_NONE && outline->marks[unit->mark].unit != at))
		abort();
	if ((unit->role == ROLE_STEP) != (unit->style != NULL))
		abort();
	if (unit->id && (!*unit->id || strlen(unit->id) > 64))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct bytes text = bytes_of(arena_memdup(&arena, data, size), size);
	size_t lines = count_lines(data, size);
	struct outline outline, again;
	struct err err;

	if (size > 65536 || outline_read(text, "fuzz.md", NULL, &arena, &outline, &err) < 0)
		return 0;
	for (size_t i = 0; i < outline.count; i++)
		check_unit(&outline, i, lines);
	for (size_t i = 0; i < outline.mark_count; i++) {
		const struct outline_mark *mark = &outline.marks[i];

		if (mark->mark == MARK_NONE || mark->mark == MARK_HEADING || !mark->line ||
		    mark->line > lines || !mark->text || mark->unit >= outline.count ||
		    (mark->step != OUTLINE_NONE && outline.units[mark->step].role != ROLE_STEP))
			abort();
	}
	if (outline_read(text, "fuzz.md", NULL, &arena, &again, &err) < 0 ||
	    again.count != outline.count || again.mark_count != outline.mark_count ||
	    again.step_count != outline.step_count)
		abort();
	return 0;
}
