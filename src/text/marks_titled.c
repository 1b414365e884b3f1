/*
 * marks_titled.c - the marks of steps to which the document gives no id: what import made a step of such a
 * line by is its title, and so it is found again.
 */
#include "base/texts.h"
#include "text/marks_internal.h"
#include "text/outline.h"
#include "text/twins.h"

#include <stdlib.h>

/* The lines of one title in one environment: in another it is done once more. */
struct called {
	const char *title;
	size_t *units, count;
};

struct titled {
	struct marks_reader *r;
	const struct outline *outline;
	const char **
		ids; /* by unit, of a listed step: which it is; NULL: none is called so; "": of several */
	bool *unsure;	      /* and only its place says so */
	size_t *first, read;  /* by line: the first of the marks that were read; so many were */
	struct strmap listed; /* the steps that the document lists */
	struct called *called; /* in their order */
	size_t called_count;
	struct strmap
		seen; /* title and environment -> which of these, one more, as a pointer */
	bool *among;  /* by group: one of its lines is a step by its title */
};

const char *marks_title(const char *title, struct arena *arena)
{
	size_t size = 2 * strlen(title) + 1;
	char *folded = arena_alloc(arena, size);

	legend_fold(bytes_text(title), folded, size);
	return folded;
}

/* The first step of that title; NULL: none. */
static const char *first_titled(const struct titled *t, const char *title)
{
	const struct marks_steps *steps = t->r->steps;
	size_t count;
	const struct twin *of = steps->titled(steps->titles, title, &count);

	return count && count != SIZE_MAX ? of->id : NULL;
}

/* What stands behind it in parentheses, who did it and when, is no part of it, unless a step is called so. */
static const char *title_of(const struct titled *t, const struct outline_unit *unit)
{
	const char *title = outline_work(unit), *whole = title ? title : "", *behind;
	size_t len = strlen(whole);

	title = marks_title(whole, t->r->arena);
	behind = len && whole[len - 1] == ')' ? strrchr(whole, '(') : NULL;
	if (behind && behind != whole && !first_titled(t, title)) {
		whole = arena_strndup(t->r->arena, whole, (size_t)(behind - whole));
		whole = marks_title(whole, t->r->arena);
		if (first_titled(t, whole))
			title = whole;
	}
	return title;
}

/* Its id; NULL: it has none, or no step is called so and one has all that stands there as its title: a runbook may
 * be older than what we take for an id. */
static const char *own_id(const struct titled *t, const struct outline_unit *unit)
{
	const struct marks_steps *steps = t->r->steps;
	bool titled = unit->id &&
		      (unit->stepped || text_begins(outline_work(unit), unit->id)) &&
		      !steps->has(steps->steps, unit->id);

	return titled && first_titled(t, title_of(t, unit)) ? NULL : unit->id;
}

/* Of what stands in no list, table or level of headings it is one for all. */
static bool *among(const struct titled *t, const struct outline_unit *unit)
{
	return &t->among[unit->group < t->outline->count ? unit->group : t->outline->count];
}

/* The title of a line as one of those that all have it. */
static void add_called(struct titled *t, size_t unit)
{
	struct arena *a = t->r->arena;
	const char *title = title_of(t, &t->outline->units[unit]);
	const char *where = marks_where(t->r, t->outline->units[unit].line, 0);
	const char *key = arena_printf(a, "%s\n%s", title, where ? where : "");
	size_t at = (size_t)(uintptr_t)strmap_get(&t->seen, key);
	struct called *called;

	if (!at) {
		called = ARENA_PUSH(a, t->called, t->called_count);
		*called = (struct called){.title = title};
		at = t->called_count;
		strmap_put(&t->seen, key, (void *)(uintptr_t)at);
	}
	called = &t->called[at - 1];
	*ARENA_PUSH(a, called->units, called->count) = unit;
}

static const char *heading_of(const struct titled *t, size_t heading)
{
	const char *title = t->outline->units[heading].title;

	return marks_title(title ? title : "", t->r->arena);
}

/* Of the headings above it, the next that is a section of such steps. */
static const char *section_of(const struct titled *t, size_t unit, const struct twin *steps,
			      size_t count)
{
	size_t at = t->outline->units[unit].heading;

	for (size_t up = 0; at != OUTLINE_NONE && up < 8; up++) {
		const char *title = heading_of(t, at);

		for (size_t i = 0; i < 2 * count; i++)
			if (steps[i / 2].sections[i % 2] &&
			    !strcmp(title, steps[i / 2].sections[i % 2]))
				return title;
		at = t->outline->units[at].heading;
	}
	return NULL;
}

/* What the step before or behind it does, in the same environment. */
static const char *beside(const struct titled *t, size_t unit, bool before)
{
	const struct outline_unit *units = t->outline->units;
	const char *where = marks_where(t->r, units[unit].line, 0), *there;
	size_t at = before ? unit - 1 : unit + 1;

	while (at < t->outline->count && units[at].role != ROLE_STEP)
		at += before ? (size_t)-1 : 1;
	if (at >= t->outline->count)
		return "";
	there = marks_where(t->r, units[at].line, 0);
	return !where == !there && (!where || !strcmp(where, there)) ? title_of(t, &units[at])
								     : "";
}

static bool has_heading(const struct titled *t, const char *section)
{
	for (size_t i = 0; section && i < t->outline->count; i++)
		if (t->outline->units[i].role == ROLE_HEADING &&
		    !strcmp(heading_of(t, i), section))
			return true;
	return false;
}

/* Where there are more lines than steps, one of those that may stand there; SIZE_MAX: none. */
static size_t last_of(const struct twin *line, const struct twin *steps, size_t count)
{
	for (size_t i = count; i--;)
		if (!twin_is_elsewhere(line, &steps[i]))
			return i;
	return SIZE_MAX;
}

static void tell_apart(struct titled *t, const struct called *called, const struct twin *of,
		       size_t count)
{
	struct arena *a = t->r->arena;
	struct twin *lines = arena_array(a, called->count, sizeof(*lines));
	struct twin *steps = arena_array(a, count, sizeof(*steps));
	size_t *which = arena_array(a, called->count, sizeof(*which));
	bool *unsure = arena_array(a, called->count, sizeof(*unsure));

	for (size_t i = 0; i < count; i++) {
		steps[i] = of[i];
		steps[i].stands = has_heading(t, of[i].sections[0]);
	}
	for (size_t i = 0; i < called->count; i++)
		lines[i] = (struct twin){
			.sections = {section_of(t, called->units[i], steps, count)},
			.before = beside(t, called->units[i], true),
			.behind = beside(t, called->units[i], false)};
	twins_pair(lines, called->count, steps, count, which, unsure);
	for (size_t i = 0; i < called->count; i++) {
		size_t unit = called->units[i];

		if (which[i] == SIZE_MAX) {
			which[i] = last_of(&lines[i], steps, count);
			unsure[i] = true;
		}
		t->ids[unit] = which[i] == SIZE_MAX ? NULL : steps[which[i]].id;
		t->unsure[unit] = unsure[i];
	}
}

static void find_listed(struct titled *t)
{
	const struct marks_steps *steps = t->r->steps;

	for (size_t i = 0; i < t->outline->count; i++) {
		const struct outline_unit *unit = &t->outline->units[i];

		if (unit->role != ROLE_STEP)
			continue;
		if (own_id(t, unit)) /* it is that one, whatever it is called */
			strmap_put(&t->listed, unit->id, t);
		else
			add_called(t, i);
	}
	for (size_t i = 0; i < t->called_count; i++) {
		const struct called *called = &t->called[i];
		size_t count;
		const struct twin *of = steps->titled(steps->titles, called->title, &count);

		if (count > 1 && count != SIZE_MAX)
			tell_apart(t, called, of, count);
		for (size_t k = 0; count && k < called->count; k++) {
			size_t unit = called->units[k];

			if (count == 1 || count == SIZE_MAX)
				t->ids[unit] = count == 1 ? of->id : "";
			if (!t->ids[unit] || !*t->ids[unit])
				continue;
			strmap_put(&t->listed, t->ids[unit], t);
			*among(t, &t->outline->units[unit]) = true;
		}
	}
}

/* The step that a line beside the lists means: one that no list has. */
static const char *meant(const struct titled *t, const struct outline_unit *unit)
{
	const char *id = own_id(t, unit) ? NULL : first_titled(t, title_of(t, unit));

	return id && *id && !strmap_get(&t->listed, id) ? id : NULL;
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
	if (at == OUTLINE_NONE || !own_id(t, &units[at]))
		return at == OUTLINE_NONE || !t->ids[at] || !*t->ids[at] ? NULL : t->ids[at];
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
	bool called = id != NULL; /* so is some step */
	struct mark_line *line;

	id = id && *id ? id : NULL;
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
	if (named ? line->step.len > 0 : own_id(t, unit) || (!id && line->step.len))
		return;
	line->step = bytes_text(id ? id : "");
	line->unsure = listed && t->unsure[mark->step];
	line->word = bytes_text(title_of(t, unit));
	line->several = false;
	line->stray = !id && !called;
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
	t.unsure = arena_array(r->arena, t.outline->count + 1, sizeof(*t.unsure));
	t.among = arena_array(r->arena, t.outline->count + 1, sizeof(*t.among));
	for (size_t i = 0; r->steps->lost && i <= t.outline->count; i++)
		t.among[i] = true;
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
