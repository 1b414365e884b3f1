/*
 * outline_named.c - "[x] Step 3" in a list at the end, "Deploy: done", "Deploy" below "Done": it lists nothing to do,
 * it says how far the step is that has this number or title. Where several have it, or none, nobody knows which is meant,
 * and it is a step of its own.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/strmap.h"

#include <inttypes.h>

/* "Step 4.2", "1.1 Copy": the number of a part. */
static bool is_inner(const struct outline_unit *u)
{
	static const char digits[] = "0123456789";
	const char *at = u->text + strcspn(u->text, digits);

	at += strspn(at, digits);
	return u->inner || (*at == '.' && ascii_is_digit(at[1]));
}

/* What it names: "Step 3", "手順3", and nothing else. 0: it says more, or something else. */
static uint64_t number_alone(const struct outliner *o, const struct outline_unit *u)
{
	struct bytes text = bytes_text(outline_work(u));
	uint64_t ordinal;
	bool sign;

	if (u->id || u->mark == OUTLINE_NONE || u->kind == UNIT_HEADING || is_inner(u))
		return 0;
	if (!text.len || (u->kind == UNIT_LINE && o->marks[u->mark].form == FORM_WORD &&
			  bytes_begins(text, bytes_text(o->marks[u->mark].text))))
		return u->stepped ? u->ordinal : 0;
	return outline_step(text, 0, &ordinal, &sign) == text.len ? ordinal : 0;
}

static const char *key_of(const struct outliner *o, uint64_t number)
{
	return arena_printf(o->arena, "%" PRIu64, number);
}

/* Counted from 1; `several` where another has it. */
static void put(struct strmap *map, const char *key, size_t i, size_t several)
{
	strmap_put(map, key, (void *)(uintptr_t)(strmap_get(map, key) ? several : i + 1));
}

/* It lists nothing: it says how far that step is. */
static void speaks_of(struct outline_unit *u, size_t step)
{
	u->role = ROLE_STATUS;
	u->parent = step;
}

/* By number: the step that has it, counted from 1; `several` where others have it too. */
static void find_numbered(const struct outliner *o, struct strmap *map, size_t several)
{
	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->role != ROLE_STEP || !u->ordinal || is_inner(u) || number_alone(o, u))
			continue;
		put(map, key_of(o, u->ordinal), i, several);
	}
}

/* "Step | Done" over "2 | yes": the number of the row's step. */
static uint64_t row_number(const struct outline_unit *u)
{
	const char *text = outline_work(u);
	size_t digits = strspn(text, "0123456789");

	return u->kind == UNIT_ROW && !u->id && u->mark != OUTLINE_NONE && digits &&
			       digits < 6 && !text[digits]
		       ? strtoull(text, NULL, 10)
		       : 0;
}

static const char *folded(const struct outliner *o, const char *title, size_t len)
{
	size_t size = 2 * len + 1;
	char *ret = arena_alloc(o->arena, size);

	legend_fold(bytes_of(title, len), ret, size);
	return ret;
}

/* By title: the step without an id that has it, counted from 1. */
static void find_titled(const struct outliner *o, struct strmap *map, size_t several)
{
	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];
		const char *title = outline_work(u);

		if (u->role != ROLE_STEP || u->id || !*title)
			continue;
		put(map, folded(o, title, strlen(title)), i, several);
	}
}

/* What is said of steps, in the order of the text. */
struct said {
	struct outline_mark *marks;
	size_t count;
};

/* The unit says this of a step. */
static void say(struct outliner *o, struct said *said, size_t unit, size_t step, enum mark mark)
{
	struct outline_unit *u = &o->units[unit];

	*ARENA_PUSH(o->arena, said->marks,
		    said->count) = (struct outline_mark){.mark = mark,
							 .form = FORM_WORD,
							 .line = u->line,
							 .column = u->block->column,
							 .text = u->text,
							 .unit = unit,
							 .step = OUTLINE_NONE};
	speaks_of(u, u->kind == UNIT_LINE && u->parent != OUTLINE_NONE ? u->parent : step);
}

/* These come between those that were read, each where its unit stands. */
static void join(struct outliner *o, const struct said *said)
{
	struct outline_mark *all = NULL;
	size_t count = 0, next = 0, old = 0;

	for (size_t i = 0; said->count && i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->mark != OUTLINE_NONE)
			u->mark += next;
		for (; old < o->mark_count && o->marks[old].unit <= i; old++)
			*ARENA_PUSH(o->arena, all, count) = o->marks[old];
		if (next == said->count || said->marks[next].unit != i)
			continue;
		u->mark = count;
		*ARENA_PUSH(o->arena, all, count) = said->marks[next++];
	}
	if (!said->count)
		return;
	o->marks = all;
	o->mark_count = count;
}

/* A status that begins here, with no more than who and when behind it. */
static enum mark status_at(const struct outliner *o, const char *text, bool dated)
{
	struct bytes bytes = bytes_text(text);
	size_t len, behind;
	enum mark mark = legend_says(&o->out->legend, bytes, false, &len);

	behind = mark == MARK_NONE ? 0 : outline_skip(bytes, len);
	return mark == MARK_NONE || !outline_may_follow(bytes, len) ||
			       (dated && (!text[behind] || strchr(".!", text[behind])))
		       ? MARK_NONE
		       : mark;
}

/* "Deploy: done", "Deploy - done (ann)": the step, counted from 1, and how far it is. */
static size_t titled(const struct outliner *o, const struct strmap *titles, const char *text,
		     enum mark *ret)
{
	static const char *const signs[] = {
		": ",		" - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ",
		"\xef\xbc\x9a", " = ", " \xe2\x86\x92 "};

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		const char *sign = strstr(text, signs[i]);
		size_t step;

		if (!sign || sign == text)
			continue;
		*ret = status_at(o, sign + strlen(signs[i]), false);
		step = *ret == MARK_NONE
			       ? 0
			       : (uintptr_t)strmap_get(titles,
						       folded(o, text, (size_t)(sign - text)));
		if (step)
			return step;
	}
	return 0;
}

/* "## Done" over "- Deploy" */
static size_t below_done(const struct outliner *o, const struct strmap *titles,
			 const struct outline_unit *u)
{
	const char *heading = u->heading == OUTLINE_NONE ? "" : o->units[u->heading].title;
	size_t len;

	return u->kind == UNIT_ITEM && *heading &&
			       legend_says(&o->out->legend, bytes_text(heading), true, &len) ==
				       MARK_DONE &&
			       len == strlen(heading)
		       ? (uintptr_t)strmap_get(titles, folded(o, u->title, strlen(u->title)))
		       : 0;
}

/* "Done 2026-03-01 (ann)." in a step, or below its heading: the step, counted from 1. */
static size_t enclosing(const struct outliner *o, const struct outline_unit *u)
{
	size_t at = u->parent != OUTLINE_NONE ? u->parent : u->heading;

	return u->kind == UNIT_LINE && at != OUTLINE_NONE && o->units[at].role == ROLE_STEP &&
			       o->units[at].mark == OUTLINE_NONE
		       ? at + 1
		       : 0;
}

static void find_said(struct outliner *o)
{
	struct strmap titles = {.arena = o->arena};
	struct said said = {0};
	size_t several = o->count + 1;

	find_titled(o, &titles, several);
	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];
		enum mark mark = MARK_NONE;
		size_t step;

		if (u->role != ROLE_TEXT || u->id || u->hidden || u->mark != OUTLINE_NONE ||
		    (u->kind != UNIT_LINE && u->kind != UNIT_ITEM))
			continue;
		step = titled(o, &titles, u->text, &mark);
		if (!step && (step = below_done(o, &titles, u)))
			mark = MARK_DONE;
		if (!step && (step = enclosing(o, u)))
			mark = status_at(o, u->text, true) == MARK_DONE ? MARK_DONE : MARK_NONE;
		if (step && step != several && mark != MARK_NONE)
			say(o, &said, i, step - 1, mark);
	}
	join(o, &said);
}

void outline_find_named(struct outliner *o)
{
	struct strmap steps = {.arena = o->arena};
	size_t several = o->count + 1;

	find_numbered(o, &steps, several);
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];
		bool may = u->role == ROLE_STEP ||
			   (u->role == ROLE_TEXT && u->kind == UNIT_LINE);
		uint64_t number = may ? number_alone(o, u) : 0;
		size_t step;

		number = may && !number ? row_number(u) : number;
		step = number ? (uintptr_t)strmap_get(&steps, key_of(o, number)) : 0;

		if (!step || step == several)
			continue;
		speaks_of(u, step - 1);
	}
	find_said(o);
}
