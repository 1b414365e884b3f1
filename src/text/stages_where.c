/*
 * stages_where.c - of which environment a mark is: the column of a table that is headed so, the row, the box of a
 * step, the heading above. Only of environments that the team has.
 */
#include "text/stages.h"

#include "base/texts.h"

/* What the documents name and the team has not: of that nothing is recorded. */
static const char nowhere[] = "";

/* What teams write shorter, or longer, where nothing else is called so. */
static bool is_short(const char *id, const char *other)
{
	static const char *const pairs[][2] = {{"stg", "staging"},
					       {"stage", "staging"},
					       {"stg", "stage"},
					       {"dev", "development"},
					       {"test", "testing"}};

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		if ((!strcmp(pairs[i][0], id) && !strcmp(pairs[i][1], other)) ||
		    (!strcmp(pairs[i][1], id) && !strcmp(pairs[i][0], other)))
			return true;
	return false;
}

const char *stages_id(const struct stages *own, struct stage stage)
{
	const char *live = NULL, *shorter = NULL;
	size_t lives = 0, shorts = 0;

	if (!stage.id)
		return NULL;
	for (size_t i = 0; i < own->count; i++) {
		const struct stage_own *one = &own->items[i];

		if (!strcmp(one->id, stage.id))
			return one->id;
		if (is_short(one->id, stage.id)) {
			shorter = one->id;
			shorts++;
		}
		live = one->live ? one->id : live;
		lives += one->live;
	}
	if (shorts == 1 && !stage.apart)
		return shorter;
	return stage.live && !stage.apart && lives == 1 ? live : NULL;
}

static bool is_live(const struct stages *own, const char *of)
{
	for (size_t i = 0; i < own->count; i++)
		if (!strcmp(own->items[i].id, of))
			return own->items[i].live;
	return false;
}

/* Of what is said to be of one, and names another, nobody can tell. */
static const char *unless_other(const struct stages *own, const char *of, const char *text,
				bool says)
{
	return of && own->count > 1 && !is_live(own, of) &&
			       stage_names_other(own, of, text, says)
		       ? nowhere
		       : of;
}

/* "**Production**", "In production:", "- Production": what follows stands below it as below a heading; what it says
 * more than the heading is not believed. */
static const char *of_label(const struct stages_where *where, const struct outline_unit *u,
			    const char *heading, const char *now)
{
	const struct stages *own = where->own;
	struct stage stage;
	const char *id;

	if (!heading || own->count < 2 || is_live(own, heading) || u->hidden ||
	    u->role != ROLE_TEXT || (u->kind != UNIT_LINE && u->kind != UNIT_ITEM))
		return now;
	stage = stage_said(own, where->arena, u->title);
	id = stages_id(own, stage);
	if (id && !strcmp(id, heading))
		return heading;
	if (id || (stage.id && !stage.ordinary))
		return nowhere;
	return (text_ends(u->title, ":") || text_ends(u->title, "：")) &&
			       stage_names_other(own, heading, u->title, false)
		       ? nowhere
		       : now;
}

/* Each line has the environment of the last heading above it, which has that of the one that it stands in. Of a team
 * with one environment all is done there, whatever the document calls its parts. */
static void read_headings(struct stages_where *where)
{
	const struct outline *outline = where->outline;
	const struct stage *stages = stage_headings(where->own, where->arena, outline);
	const char **of = arena_array(where->arena, outline->count + 1, sizeof(*of));
	const char *now = NULL, *heading = NULL;
	size_t line = 0;

	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *u = &outline->units[i];
		if (u->line > where->count)
			continue;
		for (; line < u->line; line++)
			where->lines[line] = now;
		if (u->kind != UNIT_HEADING) {
			now = of_label(where, u, heading, now);
			continue;
		}
		of[i] = stages_id(where->own, stages[i]);
		if (stages[i].id && !of[i] && where->own->count > 1)
			of[i] = nowhere;
		where->opens[i] = of[i] != NULL;
		if (!of[i] && u->heading != OUTLINE_NONE)
			of[i] = of[u->heading];
		of[i] = unless_other(where->own, of[i], u->title, where->opens[i]);
		now = heading = of[i];
	}
	for (; line <= where->count; line++)
		where->lines[line] = now;
}

/* --- tables ------------------------------------------------------------------------------ */

/* The head of a table: by column, from 1, which environment it is of and how it is headed. */
struct stages_head {
	const char **of; /* NULL: of none; nowhere: of none of ours */
	const char **text;
	unsigned count;
	bool ours; /* one of them is of one of ours */
};

static bool is_ours(const char *of)
{
	return of && *of;
}

static const char *of_column(const struct stages_head *head, unsigned column)
{
	return column <= head->count ? head->of[column] : NULL;
}

static const struct stages_head *read_head(const struct stages_where *where,
					   const struct outline_unit *head)
{
	struct stages_head *ret = arena_alloc(where->arena, sizeof(*ret));
	const struct stage *stages = stage_columns(where->own, where->arena, head);

	*ret = (struct stages_head){.count = head->table->count};
	ret->of = arena_array(where->arena, ret->count + 1, sizeof(*ret->of));
	ret->text = arena_array(where->arena, ret->count + 1, sizeof(*ret->text));
	for (size_t i = 0; i < head->block_count; i++) {
		unsigned column = head->cells[i].level;
		const char *of = stages_id(where->own, stages[i]);

		if (!of && where->own->count > 1 &&
		    (stages[i].id ||
		     stage_names_other(where->own, "", head->cells[i].text, false)))
			of = nowhere;
		ret->of[column] = of;
		ret->text[column] = head->cells[i].text;
		ret->ours = ret->ours || (i && is_ours(of));
	}
	return ret;
}

/* A row stands below the last head of its table, else below its first row. */
static void read_heads(struct stages_where *where)
{
	const struct outline *outline = where->outline;

	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *row = &outline->units[i];

		if (row->kind == UNIT_ROW)
			where->heads[i] = i && row->role != ROLE_HEAD &&
							  row[-1].table == row->table
						  ? where->heads[i - 1]
						  : read_head(where, row);
	}
}

static const char *cell_of(const struct outline_unit *row, unsigned column)
{
	for (size_t i = 0; i < row->block_count; i++)
		if (row->cells[i].level == column)
			return row->cells[i].text;
	return "";
}

/* "| Step | Environment | Status |" */
static void read_rows(struct stages_where *where)
{
	const struct outline *outline = where->outline;
	unsigned column = 0;

	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *row = &outline->units[i];
		const char *text, *here;

		if (row->kind == UNIT_ROW && row->role == ROLE_HEAD) {
			column = 0;
			for (size_t j = 0; j < row->block_count; j++)
				if (outline_is_environment(row->cells[j].text))
					column = row->cells[j].level;
		}
		if (row->kind != UNIT_ROW || row->role == ROLE_HEAD || !column)
			continue;
		text = cell_of(row, column);
		here = stages_id(where->own, stage_said(where->own, where->arena, text));
		here = unless_other(where->own, here, text, true);
		if (!here && *text && where->own->count > 1)
			here = nowhere;
		for (unsigned line = row->line;
		     here && line <= row->end_line && line <= where->count; line++)
			where->lines[line] = here;
	}
}

struct stages_where stages_where(const struct stages *own, const struct outline *outline,
				 size_t lines, struct arena *arena)
{
	struct stages_where where = {
		.own = own,
		.outline = outline,
		.arena = arena,
		.lines = arena_array(arena, lines + 2, sizeof(*where.lines)),
		.count = lines,
		.opens = arena_array(arena, outline->count + 1, sizeof(*where.opens)),
		.heads = arena_array(arena, outline->count + 1, sizeof(*where.heads))};

	read_headings(&where);
	read_heads(&where);
	read_rows(&where);
	return where;
}

/* --- who asks ---------------------------------------------------------------------------- */

const char *stages_line(const struct stages_where *where, size_t line)
{
	return line <= where->count ? where->lines[line] : NULL;
}

const char *stages_beside(const struct stages_where *where, size_t row, unsigned column)
{
	const struct stages_head *head = where->heads[row];
	const char *text;

	if (!column || !head->ours || is_ours(of_column(head, column)))
		return NULL;
	text = column <= head->count && head->text[column] ? head->text[column] : "";
	/* "Status" is of what the row is of */
	return outline_column(text) == COLUMN_OTHER ? text : NULL;
}

const char *stages_cell(const struct stages_where *where, size_t row, unsigned column)
{
	const char *of = of_column(where->heads[row], column);

	if (of)
		return of;
	return stages_beside(where, row, column)
		       ? nowhere
		       : stages_line(where, where->outline->units[row].line);
}

const char *stages_part(const struct stages_where *where, size_t unit)
{
	const struct outline_unit *u = &where->outline->units[unit];

	return u->role == ROLE_PART ? stages_id(where->own, stage_of(where->own, u->title))
				    : NULL;
}

const char *stages_mark(const struct stages_where *where, const struct outline_mark *mark)
{
	const char *part = stages_part(where, mark->unit);

	if (where->outline->units[mark->unit].kind == UNIT_ROW)
		return stages_cell(where, mark->unit, mark->cell);
	return part ? part : stages_line(where, mark->line);
}
