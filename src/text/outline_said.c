/* outline_said.c - how far a step is, said in words: before its name, or behind it. */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/spelling.h"
#include "base/utf8.h"

/* Nothing but signs and blanks from here on. */
static bool is_end(struct bytes text, size_t at)
{
	const char *data = text.data;

	for (; at < text.len; at++)
		if (ascii_is_alnum(data[at]) || (unsigned char)data[at] >= 0xc3)
			return false;
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
		return is_end(text, at);
	return code == '(' || code == ')' || code == ',' || code == ';' || code == '|' ||
	       code == ']' || code == '!' || code == 0xff08 || code == 0x3002 ||
	       code == 0xff09 || (code >= '0' && code <= '9') ||
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
		return true;
	}
	return false;
}

size_t outline_word_before(const struct outliner *o, const struct md_block *block,
			   struct bytes text, size_t from, struct outline_said *ret)
{
	const char *data = text.data;
	size_t at = outline_skip(text, from), len, behind;
	bool bracket = at < text.len && data[at] == '[';
	enum mark mark;

	at += bracket;
	if (at >= text.len || outline_in_code(block, at))
		return 0;
	mark = legend_says(&o->out->legend, bytes_of(data + at, text.len - at), false, &len);
	behind = at + len;
	if (mark == MARK_NONE ||
	    !(bracket ? behind < text.len && data[behind] == ']'
		      : data[at] >= 'A' && data[at] <= 'Z' &&
				(len < 2 || data[at + 1] < 'a' || data[at + 1] > 'z')))
		return 0;
	*ret = (struct outline_said){mark, at, len};
	behind = outline_skip(text, behind + bracket);
	if (!bracket && behind < text.len && !strchr(":-", data[behind]) &&
	    !outline_id(bytes_of(data + behind, text.len - behind)))
		return 0;
	if (!bracket && behind < text.len && strchr(":-", data[behind]))
		behind = outline_skip(text, behind + 1);
	return behind;
}
