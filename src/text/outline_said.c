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

/* What closes such a bracket; 0: it is none in which a status may stand. */
static uint32_t closes(uint32_t open)
{
	static const uint32_t pairs[][2] = {{'(', ')'},	      {'[', ']'},
					    {0xff08, 0xff09}, {0xff3b, 0xff3d},
					    {0x3010, 0x3011}, {0x3014, 0x3015}};

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		if (pairs[i][0] == open)
			return pairs[i][1];
	return 0;
}

static bool is_closing(uint32_t code)
{
	return code == ')' || code == ']' || code == 0xff09 || code == 0xff3d ||
	       code == 0x3011 || code == 0x3015;
}

/* "2026-03-01", "3. März", "10:30"; not "2 nodes". */
static bool is_day(struct bytes text, size_t at)
{
	const char *data = text.data;

	while (at < text.len && ascii_is_digit(data[at]))
		at++;
	if (at + 1 < text.len && strchr("-./:", data[at]) && ascii_is_digit(data[at + 1]))
		return true;
	at += at < text.len && data[at] == '.';
	at = outline_skip(text, at);
	return at < text.len &&
	       (ascii_is_capital(data[at]) || !strncmp(data + at, "\xe6\x9c\x88", 3));
}

/* "on 2026-03-01", "am 3. März", "by Ann": when it was, or who did it; "by 2026-03-01" is a plan. */
static bool says_when(struct bytes text, size_t at)
{
	const char *data = text.data;
	char word[LEGEND_LONGEST];
	size_t len = 0;

	while (at + len < text.len && len < sizeof(word) - 1 && data[at + len] != ' ')
		len++;
	memcpy(word, data + at, len);
	word[len] = '\0';
	at = outline_skip(text, at + len);
	if (at >= text.len)
		return false;
	return ascii_is_digit(data[at])
		       ? is_day(text, at) && outline_word(WORD_ON, word, WORD_WHOLE)
		       : (ascii_is_capital(data[at]) || data[at] == '@') &&
				 outline_word(WORD_BY, word, WORD_WHOLE);
}

bool outline_may_follow(struct bytes text, size_t at)
{
	const char *data = text.data;
	uint32_t code;

	at = outline_skip(text, at);
	if (!utf8_decode(text, at, &code) || says_when(text, at))
		return true;
	/* "(done)" ends what it is said of, but for signs */
	if (is_closing(code))
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
	if (code == ':' || closes(code) || code == 0xff1a || code == '|' || code == '=')
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

/* "Set it to DONE", "click **OK**": what is to be so, or to be used, and no word of how far it is. */
static bool becomes(const char *text, size_t from, size_t at)
{
	char word[LEGEND_LONGEST];
	size_t begin = at - 1, len;

	while (begin > from && text[begin - 1] != ' ' && text[begin - 1] != '\n')
		begin--;
	len = at - 1 - begin;
	if (len >= sizeof(word))
		return false;
	memcpy(word, text + begin, len);
	word[len] = '\0';
	return outline_word(WORD_BECOMES, word, WORD_WHOLE);
}

bool outline_is_stressed(const struct md_block *block, size_t at)
{
	return at && at == block->stressed && block->text[at - 1] == ' ' &&
	       !becomes(block->text, 0, at);
}

/* "**Back up** DONE": right behind what is in bold, and nothing else is said of it. */
static bool is_behind_lead(const struct outline_unit *u, const struct md_block *block,
			   size_t at)
{
	struct bytes text = bytes_of(block->text, strlen(block->text));
	size_t len;

	return u->strong && block->run_count > 1 &&
	       outline_skip(text, block->runs[1].at) == at &&
	       legend_says(NULL, bytes_of(block->text + at, text.len - at), false, &len) !=
		       MARK_NONE &&
	       is_end(text, at + len);
}

/* "REL_01 stop DONE", "3. Stop DONE": of a step, and no "3. Set it to DONE", "3. Wait until all tests PASS". */
static bool is_called_out(const struct outliner *o, size_t unit, const struct md_block *block,
			  size_t from, size_t at)
{
	const struct outline_unit *u = &o->units[unit];
	const char *data = block->text;
	bool stressed = outline_is_stressed(block, at);

	if (!stressed && (!ascii_is_capital(data[at]) || !ascii_is_capital(data[at + 1])))
		return false;
	return !becomes(data, from, at) &&
	       (u->id ||
		((stressed || u->ordinal || u->stepped || is_behind_lead(u, block, at)) &&
		 !outline_word(WORD_URGES, data + at, WORD_BEGINS)));
}

/* "REL_01 (done) stop": closed behind the word, and right behind the id. */
static bool is_bracketed(const struct outliner *o, size_t unit, struct bytes text, size_t at,
			 size_t end)
{
	const char *data = text.data, *id = o->units[unit].id;
	size_t len = id ? strlen(id) : 0;
	uint32_t open, code;

	if (!utf8_decode(text, at, &open) || !closes(open) ||
	    !utf8_decode(text, outline_skip(text, end), &code) || code != closes(open))
		return false;
	while (at && data[at - 1] == ' ')
		at--;
	return len && at >= len && !memcmp(data + at - len, id, len);
}

/* "REL_01 done": nothing else is said of it. */
static bool read_alone(struct outliner *o, size_t unit, const struct md_block *block,
		       struct bytes text, size_t from)
{
	const char *data = text.data, *id = o->units[unit].id,
		   *named = id ? strstr(data + from, id) : NULL;
	size_t at = named ? outline_skip(text, (size_t)(named - data) + strlen(id)) : text.len,
	       len;
	enum mark mark;

	if (at >= text.len || data[at - 1] != ' ' || outline_in_code(block, at))
		return false;
	mark = legend_says(&o->out->legend, bytes_of(data + at, text.len - at), false, &len);
	if (mark == MARK_NONE || !is_end(text, at + len) ||
	    (mark != MARK_DONE && outline_bids(data + at)))
		return false;
	outline_add_word(o, unit, block, at, len, mark);
	return true;
}

/* "REL_01 stop - DONE", "REL_01 stop (done)", "Bring-Up BLOCKED", "stop *done*". Behind a box only what holds it counts,
 * and not what a colon names: "[ ] the job says: skipped". */
bool outline_read_behind(struct outliner *o, size_t unit, const struct md_block *block,
			 struct bytes text, size_t from)
{
	bool boxed = o->units[unit].mark != OUTLINE_NONE;
	const char *data = text.data;
	size_t len, tries = 0;

	if (!boxed && read_alone(o, unit, block, text, from))
		return true;
	for (size_t at = from; at < text.len && tries < OUTLINE_TRIES_MAX; at++) {
		size_t size, value;
		bool capital;
		enum mark mark;

		if (data[at] == ' ' || (ascii_is_alnum(data[at]) &&
					!ascii_is_capital(data[at]) && at != block->stressed))
			continue; /* nearly all of most texts: nothing is joined, or called out, here */
		size = joint(text, at);
		value = size ? outline_skip(text, at + size) : 0;
		capital = at && data[at - 1] == ' ' && is_called_out(o, unit, block, from, at);
		if (boxed && at != block->stressed &&
		    (!size || strchr(":=|", data[at]) ||
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
		    !(outline_may_follow(text, value + len) ||
		      has_reason(o, text, value + len, mark) ||
		      is_bracketed(o, unit, text, at, value + len)))
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
		return size && code == closes(open) ? at + size : 0;
	if (size && (code == '*' || code == '_')) /* "**n/a**:" is shown without */
		return 0;
	return size && (code == ':' || code == 0xff1a ||
			(code == ' ' && joint(text, at + size)))
		       ? at
		       : 0;
}

/* Does any sign stand in it that ends_said() takes for an end? */
static bool may_end(struct bytes text, size_t at)
{
	const char *data = text.data;

	for (; at < text.len; at++)
		if ((unsigned char)data[at] >= 0x80 || memchr(":()[]|=->", data[at], 9))
			return true;
	return false;
}

/* May an id stand behind a word that begins here? */
static bool may_name(struct bytes text, size_t at)
{
	const char *data = text.data;

	for (size_t i = at; i < text.len && i < at + 2 * LEGEND_LONGEST; i++)
		if (ascii_is_digit(data[i]) || data[i] == '_')
			return true;
	return false;
}

/* "done REL_01", "Erledigt: REL_01"; of "Complete REL_01", which bids, only behind a sign: where the id begins; 0:
 * none is there. */
static size_t id_behind(struct bytes text, size_t at, bool bids)
{
	bool sign = outline_has_sign(text, at);

	at = outline_skip_sign(text, at);
	return (sign || !bids) &&
			       outline_id(bytes_of((const char *)text.data + at, text.len - at))
		       ? at
		       : 0;
}

size_t outline_word_before(const struct outliner *o, const struct md_block *block,
			   struct bytes text, size_t from, bool boxed, struct outline_said *ret)
{
	const char *data = text.data;
	size_t at = outline_skip(text, from), len, behind, past, named;
	uint32_t open = 0;
	enum mark mark;
	bool capital;

	if (!utf8_decode(text, at, &open) || !closes(open))
		open = 0;
	at += open > 0x7f ? 3 : open > 0;
	if (at >= text.len || outline_in_code(block, at))
		return 0;
	capital = ascii_is_capital(data[at]) &&
		  (at + 1 == text.len || data[at + 1] < 'a' || data[at + 1] > 'z');
	/* cheaper than to ask a legend */
	if (!boxed && !open && !capital && !may_name(text, at))
		return 0;
	if (boxed && !may_end(text, at))
		return 0;
	mark = legend_says(&o->out->legend, bytes_of(data + at, text.len - at), false, &len);
	behind = at + len;
	past = mark == MARK_NONE ? 0 : ends_said(text, behind, open);
	if (mark == MARK_NONE || (boxed && (mark != MARK_SKIPPED || !past)) || (open && !past))
		return 0;
	*ret = (struct outline_said){mark, at, len};
	named = open || boxed ? 0 : id_behind(text, behind, outline_bids(data + at));
	if (named || !(open || boxed || capital))
		return named;
	behind = outline_skip(text, open || boxed ? past : behind);
	if (!open && !boxed && behind < text.len && !strchr(":-", data[behind]) &&
	    !outline_id(bytes_of(data + behind, text.len - behind)))
		return 0;
	if (boxed && !open)
		return outline_skip(text, behind + joint(text, behind));
	if (behind < text.len && strchr(":-", data[behind]) &&
	    (!open || behind + 1 == text.len || data[behind + 1] == ' '))
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
