/* outline_marks.c - which glyphs, boxes and words of a unit's text are marks, and its name. */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "base/spelling.h"
#include "base/texts.h"
#include "base/utf8.h"

/* The run that a byte of the text stands in; NULL: none. */
static const struct md_run *run_at(const struct md_block *block, size_t at)
{
	size_t low = 0, high = block->run_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (block->runs[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &block->runs[low - 1] : NULL;
}

unsigned outline_line(const struct md_block *block, size_t at)
{
	const struct md_run *run = run_at(block, at);
	unsigned line = block->line;

	if (run && run->line) /* a run begins on each line */
		return run->line;
	for (size_t i = 0; i < at && block->text[i]; i++)
		line += block->text[i] == '\n';
	return line;
}

static unsigned column_of(const struct md_block *block, size_t at)
{
	const struct md_run *run = run_at(block, at);

	return run && run->column ? run->column + (unsigned)(at - run->at)
	       : block->column	  ? block->column
				  : 1;
}

bool outline_in_code(const struct md_block *block, size_t at)
{
	const struct md_run *run = run_at(block, at);

	return run && run->kind == MD_RUN_CODE;
}

/* Blanks, and what only colours or joins what is beside it. */
bool outline_is_nothing(uint32_t code)
{
	if (code > ' ' && code < 0x7f)
		return false;
	return code <= ' ' || spelling_seen(code) == ' ' || utf8_is_invisible(code) ||
	       utf8_is_bidi(code) || (code >= 0xfe00 && code <= 0xfe0f);
}

size_t outline_skip(struct bytes text, size_t at)
{
	const char *data = text.data;
	uint32_t code;
	size_t size;

	for (; at < text.len && (unsigned char)data[at] < 0x7f;
	     at++) /* nearly all of most texts */
		if (data[at] > ' ')
			return at;
	while ((size = utf8_decode(text, at, &code)) && outline_is_nothing(code))
		at += size;
	return at;
}

/* "7. ", "7) ", "7: ": how long it is with the blanks behind it; 0: none. */
size_t outline_number(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	size_t from = at;
	uint64_t value = 0;

	for (; at < text.len && data[at] >= '0' && data[at] <= '9' && at - from < 6; at++)
		value = 10 * value + (uint64_t)(data[at] - '0');
	if (at == from || at >= text.len || !strchr(".):", data[at]))
		return 0;
	if (at + 1 < text.len && data[at + 1] != ' ' && data[at + 1] != '\t' &&
	    data[at + 1] != '\n' && (unsigned char)data[at + 1] != 0xc2)
		return 0;
	*ret = value;
	return outline_skip(text, at + 1) - from;
}

static void add_mark(struct outliner *o, size_t unit, const struct md_block *block, size_t at,
		     size_t len, struct glyph glyph)
{
	struct outline_unit *u = &o->units[unit];

	if (o->mark_count > LIMIT_MARKS)
		return;
	if (u->mark == OUTLINE_NONE || o->marks[u->mark].mark == MARK_UNKNOWN)
		u->mark = o->mark_count;
	*ARENA_PUSH(o->arena, o->marks, o->mark_count) = (struct outline_mark){
		.mark = glyph.mark,
		.form = glyph.form,
		.line = outline_line(block, at),
		.column = column_of(block, at),
		.text = arena_strndup(o->arena, block->text + at, len),
		.unit = unit,
		.step = OUTLINE_NONE,
		.cell = u->kind == UNIT_ROW ? block->level : 0};
}

/* A glyph that stands at a byte and is no code, and no part of a word. */
bool outline_glyph(const struct outliner *o, const struct md_block *block, struct bytes text,
		   size_t at, struct glyph *ret)
{
	const char *data = text.data;
	bool box = data[at] == '[' || data[at] == '(';

	if ((unsigned char)data[at] < 0x80 && !box && data[at] != ':')
		return false;
	if (box && at && (ascii_is_alnum(data[at - 1]) || (unsigned char)data[at - 1] >= 0x80))
		return false;
	if (outline_in_code(block, at))
		return false;
	if (glyph_shown(&o->out->legend, text, at, ret))
		return true;
	*ret = (struct glyph){.mark = MARK_UNKNOWN, .len = 0};
	if (o->sign_count && (unsigned char)data[at] >= 0xe2)
		ret->len = outline_sign(o, block, at);
	return ret->len > 0;
}

size_t outline_tail(const struct outliner *o, const struct md_block *block, struct bytes text,
		    size_t at)
{
	size_t tail = at;

	while (at < text.len && ((const char *)text.data)[at] != '\n') {
		struct glyph glyph;
		uint32_t code;
		size_t size;
		bool mark;

		if (ascii_is_alnum(((const char *)text.data)[at])) {
			tail = ++at;
			continue;
		}
		size = utf8_decode(text, at, &code);
		mark = outline_glyph(o, block, text, at, &glyph);

		at += mark ? glyph.len : size ? size : 1;
		if (!mark && (!size || (!outline_is_nothing(code) &&
					(code >= 0x80 || ascii_is_alnum((char)code)))))
			tail = at;
	}
	return tail;
}

/* It has an id or a number, or is called a step. */
static bool is_step_like(const struct outline_unit *u)
{
	return u->id || u->stepped || u->ordinal;
}

/* Does it count: at the start or the end of its line; in lists and tables also between. */
static bool counts(const struct outline_unit *u, struct bytes text, size_t at,
		   struct glyph glyph, bool leads, bool ends)
{
	if (glyph.mark == MARK_HEADING)
		return false;
	if (((const char *)text.data)[at] == '(')
		return leads || (ends && glyph.mark != MARK_PLANNED); /* "call it with ( )" */
	if (glyph.mark == MARK_UNKNOWN && glyph.form == FORM_BOX)
		return leads;
	if (u->kind == UNIT_LINE || glyph.mark == MARK_UNKNOWN)
		return leads || (ends && (is_step_like(u) || u->kind != UNIT_LINE));
	return true;
}

/* "a", "iv", "C": how many letters count; 0: a word. */
static size_t letters_of(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	char capitals[8] = "";
	size_t len = 0;

	for (; len < 5 && at + len < text.len && memchr("ivxIVX", data[at + len], 6); len++)
		capitals[len] = (char)(data[at + len] & ~32);
	if (len && outline_letters(bytes_of(capitals, len), 0, ret) == len)
		return len;
	if (at >= text.len || !ascii_is_letter(data[at]))
		return 0;
	*ret = (uint64_t)((data[at] | 32) - 'a' + 1);
	return 1;
}

size_t outline_letters_off(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	size_t from = at + (at < text.len && data[at] == '('), end;
	uint64_t value;

	end = from + letters_of(text, from, &value);
	if (end == from || end + 2 >= text.len || (data[end] != ')' && data[end] != '.') ||
	    outline_skip(text, end + 1) == end + 1)
		return 0;
	*ret = value;
	return outline_skip(text, end + 1) - at;
}

size_t outline_letter(const struct outliner *o, const struct md_block *block, struct bytes text,
		      size_t at, uint64_t *ret)
{
	struct glyph glyph;
	uint64_t value;
	size_t len = outline_letters_off(text, at, &value);

	if (!len || at + len >= text.len || !outline_glyph(o, block, text, at + len, &glyph))
		return 0;
	*ret = value;
	return len;
}

size_t outline_counted(const struct outliner *o, const struct md_block *block,
		       struct bytes text, size_t at)
{
	uint64_t ignored;
	bool sign;
	size_t len = outline_number(text, at, &ignored), end;

	len = len ? len : outline_letter(o, block, text, at, &ignored);
	if (len)
		return len;
	end = outline_step(text, at, &ignored, &sign);
	return end > at ? end - at : 0;
}

static bool read_glyphs(struct outliner *o, size_t unit, const struct md_block *block,
			struct bytes text, size_t from, bool status)
{
	bool leads = true, any = false, taken;
	size_t tail = outline_tail(o, block, text, from);
	struct glyph glyph;
	uint32_t code;

	for (size_t at = from, size; at < text.len; at += size) {
		size = utf8_decode(text, at, &code);
		size = size ? size : 1;
		if (code == '\n') {
			leads = true;
			tail = outline_tail(o, block, text, at + 1);
		} else if (outline_glyph(o, block, text, at, &glyph)) {
			size = glyph.len;
			/* what forges show as a box that does not apply; a managed document may not */
			if (glyph.form == FORM_BOX && ((const char *)text.data)[at + 1] == '~')
				glyph.mark = MARK_SKIPPED;
			if (glyph.mark == MARK_HEADING && leads)
				o->units[unit].headed = true;
			taken = status && glyph.mark == MARK_DONE &&
				outline_takes_back(&o->out->legend, text, at + size);
			glyph.mark = taken ? MARK_UNKNOWN : glyph.mark;
			if (counts(&o->units[unit], text, at, glyph, leads, at >= tail) ||
			    outline_sign(o, block, at)) {
				add_mark(o, unit, block, at, taken ? text.len - at : size,
					 glyph);
				any = true;
			}
		} else if (!outline_is_nothing(code)) {
			size_t len = leads ? outline_counted(o, block, text, at) : 0;

			size = len ? len : size;
			leads = len > 0;
		}
	}
	return any;
}

void outline_add_word(struct outliner *o, size_t unit, const struct md_block *block, size_t at,
		      size_t len, enum mark mark)
{
	add_mark(o, unit, block, at, len, (struct glyph){.mark = mark, .form = FORM_WORD});
}

void outline_read_marks(struct outliner *o, size_t unit, const struct md_block *block,
			size_t from, size_t to, bool status)
{
	struct bytes text = bytes_of(block->text, to);
	struct outline_said said;
	size_t name = outline_skip(text, from);

	if (read_glyphs(o, unit, block, text, from, status)) {
		struct outline_unit *u = &o->units[unit];

		u->boxed = u->mark != OUTLINE_NONE && o->marks[u->mark].form == FORM_BOX;
		/* why an open box is open says more than the box */
		if (!status && u->kind != UNIT_ROW && u->boxed &&
		    (outline_read_held(o, unit, block, text, from) ||
		     outline_read_behind(o, unit, block, text, from)))
			u->mark = o->mark_count - 1;
		return;
	}
	if (status) {
		outline_read_status(o, unit, block, text, from);
		return;
	}
	if (o->units[unit].kind == UNIT_LINE && !is_step_like(&o->units[unit]))
		return;
	name = outline_skip_sign(text, name + outline_counted(o, block, text, name));
	if (outline_word_before(o, block, text, name, false, &said))
		outline_add_word(o, unit, block, said.at, said.len, said.mark);
	else
		outline_read_behind(o, unit, block, text, from);
}
