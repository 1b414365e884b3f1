/* outline_said.c - how far a step is, said in words: before its name, or behind it. */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/spelling.h"
#include "base/utf8.h"

/* Nothing but signs and blanks from here on. */
static bool is_end(struct bytes text, size_t at)
{
	uint32_t code;
	size_t size;

	for (; at < text.len; at += size) {
		size = utf8_decode(text, at, &code);
		if (!size || (code < 0x80 ? ascii_is_alnum((char)code) : md_is_letter(code)))
			return false;
	}
	return true;
}

/* A date, a name in brackets, a comma: what may follow a status without making it a sentence. */
static bool may_follow(struct bytes text, size_t at)
{
	const char *data = text.data;
	uint32_t code;

	at = outline_skip(text, at);
	if (!utf8_decode(text, at, &code))
		return true;
	/* "(done)" ends what it is said of, but for signs */
	if (code == ')' || code == ']' || code == 0xff09)
		return is_end(text, at + (code < 0x80 ? 1 : 3));
	return code == '(' || code == ',' || code == ';' || code == '|' || code == '!' ||
	       code == 0xff08 || code == 0x3002 || (code >= '0' && code <= '9') ||
	       (code == '.' && outline_is_nothing((unsigned char)data[at + 1])) ||
	       code == 0xb7 || code == 0x2014 || code == 0x2013 || code == '-' ||
	       code == 0x2192;
}

/* A sign behind which something is said of what went before. */
static size_t joint(struct bytes text, size_t at)
{
	const char *data = text.data;
	uint32_t code;
	size_t size = utf8_decode(text, at, &code);
	bool blank = at && (data[at - 1] == ' ' || data[at - 1] == '\n' ||
			    (unsigned char)data[at - 1] == 0xa0);

	if (!size)
		return 0;
	if (code == ':' || code == '(' || code == '[' || code == 0xff1a || code == 0xff08 ||
	    code == '|' || code == '=')
		return size;
	return blank && (code == '-' || code == '>' || spelling_seen(code) == '-' ||
			 spelling_seen(code) == '>')
		       ? size
		       : 0;
}

static bool is_held(enum mark mark)
{
	return mark == MARK_BLOCKED || mark == MARK_SKIPPED;
}

/* "blocked by network", "deferred until Monday": the reason may follow. */
static bool has_reason(struct outliner *o, struct bytes text, size_t at, enum mark mark)
{
	const char *behind = arena_strndup(o->arena, (const char *)text.data + at,
					   text.len - at);

	return is_held(mark) && *behind == ' ' &&
	       outline_word(WORD_WHY, behind + 1, WORD_BEGINS);
}

/* What is ticked was not held up; "[x] tell them (n/a)" is no contradiction. */
static bool holds(const struct outliner *o, size_t unit, enum mark mark)
{
	return mark == MARK_BLOCKED ||
	       (is_held(mark) && o->marks[o->units[unit].mark].mark == MARK_PLANNED);
}

/* What is to be done is called the same before and after. */
static void cut_title(struct outliner *o, size_t unit, struct bytes text, size_t from)
{
	struct outline_unit *u = &o->units[unit];
	size_t len = strlen(u->title), tail = text.len;
	const char *data = text.data;

	while (tail > from && (data[tail - 1] == ' ' || data[tail - 1] == '\n'))
		tail--;
	if (tail - from >= len ||
	    memcmp(u->title + len - (tail - from), data + from, tail - from) != 0)
		return;
	for (len -= tail - from; len && u->title[len - 1] == ' ';)
		len--;
	u->title = u->task = arena_strndup(o->arena, u->title, len);
}

/* "REL_01 stop - DONE", "REL_01 stop (done)", "Bring-Up BLOCKED". Behind a box only what holds it counts,
 * and not what a colon names: "[ ] the job says: skipped". */
bool outline_read_behind(struct outliner *o, size_t unit, const struct md_block *block,
			 struct bytes text, size_t from)
{
	bool boxed = o->units[unit].mark != OUTLINE_NONE;
	const char *data = text.data;
	size_t len, tries = 0;

	for (size_t at = from; at < text.len && tries < OUTLINE_TRIES_MAX; at++) {
		size_t size = joint(text, at), value = size ? outline_skip(text, at + size) : 0;
		bool capital = o->units[unit].id && at && data[at - 1] == ' ' &&
			       data[at] >= 'A' && data[at] <= 'Z' && data[at + 1] >= 'A' &&
			       data[at + 1] <= 'Z';
		enum mark mark;

		if (boxed && (!size || strchr(":=|", data[at]) ||
			      !strncmp(data + at, "\xef\xbc\x9a", 3)))
			continue;
		if (capital && !size)
			value = at;
		else if (!size || value >= text.len)
			continue;
		if (outline_in_code(block, value))
			continue;
		tries++;
		mark = legend_says(&o->out->legend, bytes_of(data + value, text.len - value),
				   false, &len);
		if (mark == MARK_NONE || (boxed && !holds(o, unit, mark)) ||
		    !(may_follow(text, value + len) || has_reason(o, text, value + len, mark)))
			continue;
		if (capital && !size && outline_skip(text, value + len) < text.len &&
		    data[outline_skip(text, value + len)] != '(')
			continue;
		outline_add_word(o, unit, block, value, len, mark);
		if (is_end(text, value + len))
			cut_title(o, unit, text, at);
		return true;
	}
	return false;
}

/* Behind a bracket that is closed, or a colon; 0: neither stands there. */
static size_t ends_said(struct bytes text, size_t at, uint32_t open)
{
	uint32_t code;
	size_t size = utf8_decode(text, at, &code);

	if (open)
		return size && code == (open == '['   ? ']'
					: open == '(' ? ')'
						      : 0xff09U)
			       ? at + size
			       : 0;
	if (size && (code == '*' || code == '_')) /* "**n/a**:" is shown without */
		return 0;
	return size && (code == ':' || code == 0xff1a ||
			(code == ' ' && joint(text, at + size)))
		       ? at
		       : 0;
}

size_t outline_word_before(const struct outliner *o, const struct md_block *block,
			   struct bytes text, size_t from, bool boxed, struct outline_said *ret)
{
	const char *data = text.data;
	size_t at = outline_skip(text, from), len, behind, past;
	uint32_t open = 0;
	enum mark mark;

	if (!utf8_decode(text, at, &open) ||
	    !(open == '[' || (boxed && (open == '(' || open == 0xff08))))
		open = 0;
	at += open > 0x7f ? 3 : open > 0;
	if (at >= text.len || outline_in_code(block, at))
		return 0;
	mark = legend_says(&o->out->legend, bytes_of(data + at, text.len - at), false, &len);
	behind = at + len;
	past = mark == MARK_NONE ? 0 : ends_said(text, behind, open);
	if (mark == MARK_NONE || (boxed && (mark != MARK_SKIPPED || !past)) ||
	    (open && !past) ||
	    (!boxed && !open &&
	     !(data[at] >= 'A' && data[at] <= 'Z' &&
	       (len < 2 || data[at + 1] < 'a' || data[at + 1] > 'z'))))
		return 0;
	*ret = (struct outline_said){mark, at, len};
	behind = outline_skip(text, open || boxed ? past : behind);
	if (!open && !boxed && behind < text.len && !strchr(":-", data[behind]) &&
	    !outline_id(bytes_of(data + behind, text.len - behind)))
		return 0;
	if (boxed && !open)
		return outline_skip(text, behind + joint(text, behind));
	if (!open && behind < text.len && strchr(":-", data[behind]))
		behind = outline_skip(text, behind + 1);
	return behind;
}

bool outline_read_held(struct outliner *o, size_t unit, const struct md_block *block,
		       struct bytes text, size_t from)
{
	const struct outline_mark *box = &o->marks[o->units[unit].mark];
	struct outline_said said;
	struct glyph glyph;
	size_t at = outline_skip(text, from);

	if (box->mark != MARK_PLANNED || !outline_glyph(o, block, text, at, &glyph) ||
	    !outline_word_before(o, block, text, at + glyph.len, true, &said))
		return false;
	outline_add_word(o, unit, block, said.at, said.len, said.mark);
	return true;
}
