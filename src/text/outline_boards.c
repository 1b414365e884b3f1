/*
 * outline_boards.c - what says how far a step is and stands around it, not beside it: the heading of a
 * column ("## To do", "## Done") over lists, a line through its text.
 */
#include "text/outline_internal.h"

#include "base/utf8.h"

/* "✅ Done (3)", "To do:" without what is no word. */
static const char *words_of(const struct outliner *o, const struct outline_unit *u)
{
	struct bytes text = bytes_text(u->block->text);
	size_t from = outline_skip(text, 0), to;
	const char *data = text.data;
	struct glyph glyph;

	while (from < text.len && outline_glyph(o, u->block, text, from, &glyph))
		from = outline_skip(text, from + glyph.len);
	to = outline_tail(o, u->block, text, from);
	while (to > from && strchr(" ():/0123456789", data[to - 1]))
		to--;
	return to > from ? arena_strndup(o->arena, data + from, to - from) : "";
}

/* What a heading says of all that stands below it, where that is all it says. */
static enum mark says(const struct outliner *o, size_t heading)
{
	const char *text = words_of(o, &o->units[heading]);
	enum mark mark;
	size_t len;

	if (!*text || o->units[heading].id || o->units[heading].explains)
		return MARK_NONE;
	if (outline_word(WORD_OPEN, text, WORD_WHOLE))
		return MARK_PLANNED;
	mark = legend_says(&o->out->legend, bytes_text(text), true, &len);
	return len == strlen(text) ? mark : MARK_NONE;
}

/* A heading alone may say anything: it is a column where another beside it says otherwise. */
void outline_find_boards(struct outliner *o)
{
	size_t first[7], *columns = arena_array(o->arena, o->count + 1, sizeof(*columns));
	bool *board = arena_array(o->arena, o->count + 1, sizeof(*board));

	for (size_t level = 0; level < ARRAY_SIZE(first); level++)
		first[level] = OUTLINE_NONE;
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];
		size_t *at = &first[u->level];

		if (u->kind != UNIT_HEADING)
			continue;
		u->below = says(o, i);
		if (u->below == MARK_NONE)
			continue;
		if (*at == OUTLINE_NONE || o->units[*at].heading != u->heading)
			*at = i;
		columns[i] = *at;
		board[*at] = board[*at] || o->units[*at].below != u->below;
	}
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->kind == UNIT_HEADING)
			u->below = board[columns[i]] ? u->below : MARK_NONE;
		else if (u->kind == UNIT_ITEM && u->depth == 1 && u->heading != OUTLINE_NONE)
			u->below = o->units[u->heading].below;
	}
}

static bool is_struck(const struct outline_unit *u)
{
	struct bytes text = bytes_text(u->block->text);
	size_t at = outline_skip(text, u->block->struck);
	uint32_t code;

	if (!u->block->struck || !utf8_decode(text, at, &code))
		return u->block->struck > 0;
	return code < 0x80 ? strchr("(-:,[", (int)code) != NULL : !md_is_letter(code);
}

bool outline_is_struck(const struct outline_unit *unit)
{
	return (unit->kind == UNIT_ITEM || unit->kind == UNIT_ROW) && is_struck(unit);
}

/* A line through a step is known to whoever drew it: done, or dropped. */
static enum mark struck_says(const struct outliner *o)
{
	enum mark mark = legend_word(&o->out->legend, "~~");

	return mark == MARK_NONE ? MARK_UNKNOWN : mark;
}

/* An open box with a line through what it says is not open: whoever drew it dropped it. */
static void drop_struck(struct outliner *o)
{
	enum mark mark = struck_says(o);

	for (size_t i = 0; i < o->count; i++) {
		struct outline_mark *m = o->units[i].mark == OUTLINE_NONE
						 ? NULL
						 : &o->marks[o->units[i].mark];

		if (!m || m->mark != MARK_PLANNED || !outline_is_struck(&o->units[i]))
			continue;
		m->mark = mark == MARK_UNKNOWN ? MARK_SKIPPED : mark;
	}
}

/* "Status: Final" of no step is of the document, and nobody has to know its words. */
static bool is_of_document(const struct outliner *o, size_t mark)
{
	const struct outline_mark *m = &o->marks[mark];

	return m->mark == MARK_UNKNOWN && m->form == FORM_WORD &&
	       o->units[m->unit].role == ROLE_STATUS &&
	       outline_step_of(o, m->unit) == OUTLINE_NONE;
}

static struct outline_mark mark_of(const struct outliner *o, size_t unit)
{
	const struct outline_unit *u = &o->units[unit];
	bool column = u->below != MARK_NONE;

	return (struct outline_mark){.mark = column ? u->below : struck_says(o),
				     .form = FORM_WORD,
				     .line = u->line,
				     .column = u->block->column,
				     .text = column ? words_of(o, &o->units[u->heading]) : "~~",
				     .unit = unit,
				     .step = OUTLINE_NONE};
}

/* Each step without a mark of its own gets it, in the order of the text; a glyph in the heading of a
 * column is said with its steps. */
void outline_read_around(struct outliner *o)
{
	struct outline_mark *all = NULL;
	bool *said = arena_array(o->arena, o->count + 1, sizeof(*said));
	size_t count = 0, next = 0;

	drop_struck(o);
	for (size_t i = 0; i < o->count; i++)
		if (o->units[i].role == ROLE_STEP && o->units[i].kind == UNIT_ITEM &&
		    o->units[i].below != MARK_NONE)
			said[o->units[i].heading] = true;
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];
		bool around = u->role == ROLE_STEP && u->mark == OUTLINE_NONE &&
			      (u->below != MARK_NONE || outline_is_struck(u));

		u->mark = u->mark == OUTLINE_NONE ? u->mark : u->mark - next + count;
		for (; next < o->mark_count && o->marks[next].unit == i; next++)
			if (!said[i] && u->role != ROLE_STOP && !is_of_document(o, next))
				*ARENA_PUSH(o->arena, all, count) = o->marks[next];
		if (said[i] || u->mark == count)
			u->mark = OUTLINE_NONE;
		if (around) {
			u->mark = count;
			*ARENA_PUSH(o->arena, all, count) = mark_of(o, i);
		}
	}
	o->marks = all;
	o->mark_count = count;
}
