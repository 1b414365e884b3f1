/* listing.c - the steps of a document by their ids, and how far it says that they are. */
#include "policy/internal.h"
#include "policy/readings.h"

#include "base/ascii.h"
#include "text/outline.h"

struct listing_reader {
	const struct outline *outline;
	const struct strmap *ids; /* of the runbook, whatever they look like */
	struct arena *arena;
	struct listing *ret;
};

static bool is_id(const struct strmap *ids, const char *text, size_t len, struct arena *a)
{
	return len && strmap_get(ids, arena_strndup(a, text, len));
}

const char *listing_id(const struct outline_unit *unit, const struct strmap *ids,
		       struct arena *a)
{
	const char *title = unit->title ? unit->title : "";
	size_t len = 0;

	if (unit->id || !ids->size)
		return unit->id;
	while (ascii_is_name(title[len]))
		len++;
	while (len && strchr(".-", title[len - 1]))
		len--;
	if (is_id(ids, title, len, a))
		return arena_strndup(a, title, len);
	for (size_t i = 0; unit->kind == UNIT_ROW && i < unit->block_count; i++)
		if (is_id(ids, unit->cells[i].text, strlen(unit->cells[i].text), a))
			return unit->cells[i].text;
	return NULL;
}

static const char *id_of(const struct listing_reader *r, const struct outline_unit *unit)
{
	return listing_id(unit, r->ids, r->arena);
}

/* Does it say in this cell (0: anywhere) how far it is, and is that done? */
static bool has_mark(const struct listing_reader *r, size_t unit, unsigned cell, bool done)
{
	for (size_t i = 0; i < r->outline->mark_count; i++) {
		const struct outline_mark *mark = &r->outline->marks[i];

		if (mark->unit == unit && (!cell || mark->cell == cell) &&
		    (!done || mark->mark == MARK_DONE))
			return true;
	}
	return false;
}

/* Of a table whose head says nothing that we know: the first cell that is neither the id nor a mark. */
static const char *task_of(const struct listing_reader *r, size_t at,
			   const struct outline_unit *unit)
{
	for (size_t i = 0; i < unit->block_count; i++) {
		const struct md_block *cell = &unit->cells[i];

		if (*cell->text && strcmp(cell->text, unit->id) != 0 &&
		    !has_mark(r, at, cell->level, false))
			return cell->text;
	}
	return NULL;
}

static void add(const struct listing_reader *r, size_t at, const char *id, bool done)
{
	struct listing *ret = r->ret;
	struct outline_unit unit = r->outline->units[at];
	struct listed *step = &ret->steps[ret->count];

	if (strmap_get(&ret->by_id, id))
		return;
	unit.id = id;
	if (unit.kind == UNIT_ROW && (!unit.task || !strcmp(unit.task, id)))
		unit.task = task_of(r, at, &unit);
	*step = (struct listed){.id = arena_strdup(r->arena, id),
				.means = outline_meaning(&unit, r->arena, NULL),
				.done = done,
				.line = unit.line};
	ret->count++;
	strmap_put(&ret->by_id, step->id, step);
	if (step->means && !strmap_get(&ret->by_meaning, step->means))
		strmap_put(&ret->by_meaning, step->means, step);
}

static void list(const struct listing_reader *r)
{
	const struct outline *outline = r->outline;

	r->ret->steps = arena_array(r->arena, outline->count + 1, sizeof(*r->ret->steps));
	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *unit = &outline->units[i];
		const char *id = unit->role == ROLE_STEP ? id_of(r, unit) : NULL;

		if (id)
			add(r, i, id,
			    unit->mark != OUTLINE_NONE &&
				    outline->marks[unit->mark].mark == MARK_DONE);
	}
}

/* In a document of the runbook's steps what names one and has a mark is one, whatever it looks like. */
static void list_marked(const struct listing_reader *r)
{
	for (size_t i = 0; i < r->outline->count; i++) {
		const struct outline_unit *unit = &r->outline->units[i];
		const char *id;

		if (unit->role == ROLE_STEP || unit->hidden ||
		    (unit->kind != UNIT_HEADING && unit->kind != UNIT_ROW))
			continue;
		id = id_of(r, unit);
		if (id && strmap_get(r->ids, id) && !strmap_get(&r->ret->by_id, id) &&
		    has_mark(r, i, 0, false))
			add(r, i, id, has_mark(r, i, 0, true));
	}
}

int listing_of(const struct facts *facts, const char *path, const struct version *version,
	       struct arena *own, const struct listing **ret, struct err *err)
{
	const struct outline none = {0}, *outline = &none;
	const struct strmap *ids;
	struct marks_place place;
	struct reading reading;
	struct listing *made;
	struct opened *opened;

	if (marks_ids(facts, &ids, err) < 0)
		return -1;
	if (marks_place(facts, path, &place, err) < 0)
		return -1;
	reading = reading_of(facts, version,
			     marks_read_as(place.named ? "named steps" : "steps", ids, own),
			     own);
	*ret = reading.value;
	if (*ret)
		return 0;
	if (opened_of(facts, path, version, own, &opened, err) < 0)
		return -1;
	*ret = made = arena_alloc(reading.arena, sizeof(*made));
	made->by_id.arena = made->by_meaning.arena = reading.arena;
	made->unnamed = !ids->size && parsed_is_unnamed(&opened->parsed);
	if (!made->unnamed)
		outline = opened_outline(facts, opened, false);
	if (outline) {
		struct listing_reader r = {outline, ids, reading.arena, made};

		list(&r);
		if (place.named)
			list_marked(&r);
	}
	reading_keep(facts, &reading, made,
		     sizeof(*made) + (made->count + 1) * sizeof(*made->steps));
	return 0;
}
