/* marks_where.c - of which environment a mark is, by where it stands. */
#include "text/marks_internal.h"

void marks_open(struct marks_reader *r)
{
	const struct stages *own = r->steps ? r->steps->stages : NULL;
	struct outline *outline;

	if (!own && !(r->steps && r->steps->titled))
		return;
	outline = arena_alloc(r->arena, sizeof(*outline));
	outline_of(r->source, r->doc, r->legend, r->arena, outline);
	r->outline = outline;
	if (!own)
		return;
	r->where = stages_where(own, outline, r->line_count, r->arena);
	r->units = arena_array(r->arena, r->line_count + 1, sizeof(*r->units));
	for (size_t i = outline->count; i--;) {
		const struct outline_unit *u = &outline->units[i];

		if ((u->kind == UNIT_ROW || u->role == ROLE_PART) && u->line <= r->line_count)
			r->units[u->line] = i + 1;
	}
}

const char *marks_where(const struct marks_reader *r, unsigned line, unsigned cell)
{
	const char *part;
	size_t unit;

	if (!r->units || line > r->line_count)
		return NULL;
	unit = r->units[line];
	if (unit && cell && r->outline->units[unit - 1].kind == UNIT_ROW)
		return stages_cell(&r->where, unit - 1, cell);
	part = unit ? stages_part(&r->where, unit - 1) : NULL;
	return part ? part : stages_line(&r->where, line);
}
