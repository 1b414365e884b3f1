/*
 * marks_titled.c - the marks of steps to which the document gives no id: what import made a step of such a
 * line by is its title, and so it is found again.
 */
#include "text/marks_internal.h"
#include "text/outline.h"

#include <stdlib.h>

struct titled {
	struct marks_reader *r;
	const struct outline *outline;
	const char **ids; /* by unit, of a listed step: which it is; NULL: none is called so */
	size_t *first, read;  /* by line: the first of the marks that were read; so many were */
	struct strmap listed; /* the steps that the document lists */
	struct strmap seen; /* title and environment -> how often a line had it, as a pointer */
	bool *among;	    /* by group: one of its lines is a step by its title */
};

const char *marks_title(const char *title, struct arena *arena)
{
	size_t size = 2 * strlen(title) + 1;
	char *folded = arena_alloc(arena, size);

	legend_fold(bytes_text(title), folded, size);
	return folded;
}

/* What stands behind it in parentheses, who did it and when, is no part of it, unless a step is called so. */
static const char *title_of(const struct titled *t, const struct outline_unit *unit)
{
	const struct marks_steps *steps = t->r->steps;
	const char *title = outline_work(unit), *whole = title ? title : "", *behind;
	size_t len = strlen(whole);

	title = marks_title(whole, t->r->arena);
	behind = len && whole[len - 1] == ')' ? strrchr(whole, '(') : NULL;
	if (behind && behind != whole && !steps->titled(steps->titles, title, 0)) {
		whole = arena_strndup(t->r->arena, whole, (size_t)(behind - whole));
		whole = marks_title(whole, t->r->arena);
		if (steps->titled(steps->titles, whole, 0))
			title = whole;
	}
	return title;
}

/* Of what stands in no list, table or level of headings it is one for all. */
static bool *among(const struct titled *t, const struct outline_unit *unit)
{
	return &t->among[unit->group < t->outline->count ? unit->group : t->outline->count];
}

static void find_listed(struct titled *t)
{
	const struct marks_steps *steps = t->r->steps;

	for (size_t i = 0; i < t->outline->count; i++) {
		const struct outline_unit *unit = &t->outline->units[i];
		const char *title, *key, *where;
		size_t nth;

		if (unit->role != ROLE_STEP)
			continue;
		if (unit->id) { /* it is that one, whatever it is called */
			strmap_put(&t->listed, unit->id, t);
			continue;
		}
		title = title_of(t, unit);
		/* in another environment it is done once more */
		where = marks_where(t->r, unit->line, 0);
		key = arena_printf(t->r->arena, "%s\n%s", title, where ? where : "");
		nth = (size_t)(uintptr_t)strmap_get(&t->seen, key);
		strmap_put(&t->seen, key, (void *)(uintptr_t)(nth + 1));
		t->ids[i] = steps->titled(steps->titles, title, nth);
		if (!t->ids[i])
			continue;
		strmap_put(&t->listed, t->ids[i], t);
		*among(t, unit) = true;
	}
}

/* The step that a line beside the lists means: one that no list has. */
static const char *meant(const struct titled *t, const struct outline_unit *unit)
{
	const struct marks_steps *steps = t->r->steps;
	const char *id = unit->id ? NULL : steps->titled(steps->titles, title_of(t, unit), 0);

	return id && !strmap_get(&t->listed, id) ? id : NULL;
}

/* The line that was read there, of this mark; else a new one. */
static struct mark_line *line_of(const struct titled *t, const struct outline_mark *mark)
{
	struct marks_reader *r = t->r;
	struct token token = {.glyph = {.mark = mark->mark, .form = mark->form},
			      .line = mark->line,
			      .column = mark->column};

	for (size_t i = t->first[mark->line]; i < t->read && r->items[i].line == mark->line;
	     i++)
		if (r->items[i].mark == mark->mark &&
		    (!r->items[i].cell || r->items[i].cell == mark->cell))
			return &r->items[i];
	r->cell = mark->cell;
	marks_add(r, &token, &(struct naming){.word = ""});
	return &r->items[r->count - 1];
}

static int by_place(const void *a, const void *b)
{
	const struct mark_line *one = a, *other = b;

	return one->line != other->line ? (one->line > other->line) - (one->line < other->line)
	       : one->column > other->column ? 1
					     : -(one->column < other->column);
}

/* "- [x] staging" in a step says how far that one is there. NULL: it is no such part. */
static const char *placed(const struct titled *t, size_t part)
{
	const struct outline_unit *units = t->outline->units;
	const struct marks_steps *steps = t->r->steps;
	size_t at = part;

	if (!t->r->units || !stages_part(&t->r->where, part))
		return NULL;
	while (at != OUTLINE_NONE && units[at].role != ROLE_STEP)
		at = units[at].parent != OUTLINE_NONE ? units[at].parent : units[at].heading;
	if (at == OUTLINE_NONE || !units[at].id)
		return at == OUTLINE_NONE ? NULL : t->ids[at];
	return steps->has(steps->steps, units[at].id) ? units[at].id : NULL;
}

/* Does it say how far that step is: beside it, or as "Status: done" below? */
static bool is_of(const struct titled *t, const struct outline_unit *unit,
		  const struct outline_mark *mark)
{
	return t->outline->units[mark->unit].role == ROLE_STATUS ||
	       (unit->mark != OUTLINE_NONE && mark == &t->outline->marks[unit->mark]);
}

/*
 * What import claims of a step that has an id, or says that nobody knows: marks_read() knows most of it, and what it
 * passes over is judged as well. An open box beside a line through it is not done, whatever else it is.
 */
static bool claims(const struct titled *t, const struct outline_unit *unit,
		   const struct outline_mark *mark)
{
	const struct marks_reader *r = t->r;
	bool known = mark->mark != MARK_UNKNOWN;

	if (!unit->id || !r->steps->has(r->steps->steps, unit->id) || !is_of(t, unit, mark))
		return false;
	for (size_t i = t->first[mark->line]; i < t->read && r->items[i].line == mark->line;
	     i++)
		if (bytes_equal(r->items[i].step, bytes_text(unit->id)))
			return mark->mark == MARK_DONE || !known;
	return true;
}

static void add_mark(struct titled *t, const struct outline_mark *mark)
{
	bool listed = mark->step != OUTLINE_NONE;
	const struct outline_unit *unit = &t->outline->units[listed ? mark->step : mark->unit];
	bool named = listed && claims(t, unit, mark);
	const char *id = named ? unit->id : listed ? t->ids[mark->step] : placed(t, mark->unit);
	struct mark_line *line;

	if (!listed && !id)
		id = meant(t, unit);
	/* What is open and has no name yet is a step to come. A list or table without any step is of something
	 * else: what is supported, who agreed. */
	if (!id && (!listed || !*among(t, unit) || mark->mark != MARK_DONE))
		return;
	line = line_of(t, mark);
	line->listed = true;
	line->struck = mark->text && !strcmp(mark->text, "~~");
	/* it is known already, or of no step */
	if (named ? line->step.len > 0 : unit->id != NULL)
		return;
	line->step = bytes_text(id ? id : "");
	line->word = bytes_text(title_of(t, unit));
	line->several = false;
}

/* A line that is a step by its title, and none by its looks, since a line goes through it. */
static void add_struck(struct titled *t)
{
	enum mark says = legend_word(&t->outline->legend, "~~");

	says = says == MARK_NONE ? MARK_UNKNOWN : says;
	for (size_t i = 0; i < t->outline->count; i++) {
		const struct outline_unit *unit = &t->outline->units[i];
		const struct outline_mark mark = {.mark = says,
						  .form = FORM_WORD,
						  .text = "~~",
						  .line = unit->line,
						  .column = unit->block->column,
						  .unit = i,
						  .step = OUTLINE_NONE};

		if (unit->role == ROLE_TEXT && unit->mark == OUTLINE_NONE &&
		    outline_is_struck(unit))
			add_mark(t, &mark);
	}
}

/* Each says how far its row is in an environment of the team. */
static bool is_placed(const struct titled *t, size_t mark)
{
	const struct outline_mark *one = &t->outline->marks[mark];
	const char *where = marks_where(t->r, one->line, one->cell);

	return where && *where;
}

void marks_add_titled(struct marks_reader *r)
{
	struct titled t = {.r = r,
			   .outline = r->outline,
			   .listed = {.arena = r->arena},
			   .seen = {.arena = r->arena}};

	t.ids = arena_array(r->arena, t.outline->count + 1, sizeof(*t.ids));
	t.among = arena_array(r->arena, t.outline->count + 1, sizeof(*t.among));
	find_listed(&t);
	t.read = r->count;
	t.first = arena_array(r->arena, r->line_count + 1, sizeof(*t.first));
	for (size_t i = r->count; i--;)
		if (r->items[i].line <= r->line_count)
			t.first[r->items[i].line] = i;
	for (size_t i = 0; i < t.outline->mark_count; i++)
		if (!outline_is_of_place(t.outline, i) || is_placed(&t, i))
			add_mark(&t, &t.outline->marks[i]);
	add_struck(&t);
	if (r->count)
		qsort(r->items, r->count, sizeof(*r->items), by_place);
}
