/*
 * outline_status.c - what stands in a place for a status alone, the cell of a status column or behind "Status:":
 * words of a legend, a share, or what nobody knows, and that is told.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/texts.h"
#include "base/utf8.h"

/* "Roles and schema VERIFIED": a status word in capitals within a sentence. */
static enum mark capital_in(const struct outliner *o, struct bytes text, size_t *at,
			    size_t *ret_len)
{
	const char *data = text.data;
	size_t tries = 0;

	for (; *at < text.len && tries < OUTLINE_TRIES_MAX; ++*at) {
		enum mark mark;

		if (data[*at] < 'A' || data[*at] > 'Z' || !*at || data[*at - 1] != ' ')
			continue;
		tries++;
		mark = legend_says(&o->out->legend, bytes_of(data + *at, text.len - *at), false,
				   ret_len);
		if (mark != MARK_NONE && *ret_len > 1 && data[*at + 1] >= 'A' &&
		    data[*at + 1] <= 'Z')
			return mark;
	}
	return MARK_NONE;
}

/* "Y" and "N" below "Done?", "approved" below "Sign-off". */
static enum mark answer(const struct outliner *o, size_t unit, const struct md_block *block)
{
	const struct outline_table *table = o->units[unit].table;

	if (!table || !table->answers[block->level])
		return MARK_NONE;
	return outline_word(WORD_YES, block->text, WORD_WHOLE)	  ? MARK_DONE
	       : outline_word(WORD_DONE, block->text, WORD_WHOLE) ? MARK_DONE
	       : outline_word(WORD_NO, block->text, WORD_WHOLE)	  ? MARK_PLANNED
								  : MARK_NONE;
}

bool outline_is_dash(const char *text)
{
	static const char *const dashes[] = {
		"-", "--", "---", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x80\xa6", "...", "?"};

	return texts_have(dashes, ARRAY_SIZE(dashes), text);
}

/* "{status:colour=Green|title=DONE}", as a wiki writes it: the title, which is all that is shown. */
static void unwrap(struct bytes *text, size_t *at)
{
	const char *data = text->data, *title;

	if (*at >= text->len || data[*at] != '{')
		return;
	title = memmem(data + *at, text->len - *at, "title=", 6);
	if (!title)
		return;
	*at = (size_t)(title - data) + 6;
	*text = bytes_of(data, *at + strcspn(data + *at, "|}"));
}

/* Signs and brackets before it: "(done)", "- done", "-> done"; what denies is none. */
static size_t skip_signs(struct bytes text, size_t at)
{
	const char *data = text.data;
	uint32_t code;
	size_t size;

	while ((size = utf8_decode(text, at, &code)) &&
	       (outline_is_nothing(code) ||
		(code < 0x80 && strchr("([{*\"'->=:.#+", data[at])) ||
		(code >= 0x2010 && code <= 0x2027) || (code >= 0x2190 && code <= 0x21ff)))
		at += size;
	return at;
}

/* "3/3", "0 / 3" alone in a status: how many of how many. In a column that says whether it was done it may be the day
 * of that. */
static enum mark parts_of(const struct outline_unit *u, const struct md_block *block,
			  struct bytes text, size_t at)
{
	const char *data = text.data;
	uint64_t done = 0, of = 0;
	size_t digits = 0;

	if (!u->table || u->table->answers[block->level])
		return MARK_NONE;
	for (; at < text.len && ascii_is_digit(data[at]) && digits < 6; at++, digits++)
		done = 10 * done + (uint64_t)(data[at] - '0');
	at = outline_skip(text, at);
	if (!digits || at >= text.len || data[at] != '/')
		return MARK_NONE;
	at = outline_skip(text, at + 1);
	for (digits = 0; at < text.len && ascii_is_digit(data[at]) && digits < 6;
	     at++, digits++)
		of = 10 * of + (uint64_t)(data[at] - '0');
	if (!digits || outline_skip(text, at) < text.len || !of || done > of)
		return MARK_NONE;
	return done == of ? MARK_DONE : MARK_PLANNED;
}

/* "todo -> done", "in progress → done": what it became; 0: it did not. */
static size_t behind_arrow(struct bytes text, size_t at)
{
	static const char *const arrows[] = {"->",	     "=>",	     ">>",
					     "\xe2\x86\x92", "\xe2\x87\x92", "\xe2\x9e\x94",
					     "\xe2\x9e\x9c", "\xe2\x9e\xa1"};
	size_t found = 0;

	for (; at < text.len; at++)
		for (size_t i = 0; i < ARRAY_SIZE(arrows); i++)
			if (bytes_begins(bytes_of((const char *)text.data + at, text.len - at),
					 bytes_text(arrows[i])))
				found = outline_skip(text, at + strlen(arrows[i]));
	return found < text.len ? found : 0;
}

/* By a word of the legend, as it stands or in what stands behind its signs, what is struck out, or an arrow. */
static enum mark worded(const struct outliner *o, const struct md_block *block,
			struct bytes text, size_t *at, size_t *ret_len)
{
	const struct legend *legend = &o->out->legend;
	const char *data = text.data;
	size_t from[] = {*at, skip_signs(text, *at), behind_arrow(text, *at),
			 *at <= block->struck ? skip_signs(text, block->struck) : 0};
	enum mark mark = MARK_NONE, says;
	size_t len;

	for (size_t i = 0; i < ARRAY_SIZE(from); i++) {
		if ((i && !from[i]) || from[i] >= text.len ||
		    (i == 1 && mark != MARK_NONE)) /* it is said already */
			continue;
		says = legend_says(legend, bytes_of(data + from[i], text.len - from[i]), true,
				   &len);
		if (says == MARK_NONE)
			continue;
		mark = says;
		*at = from[i];
		*ret_len = len;
	}
	return mark;
}

/* Of what nobody knows: is it meant as a status? "-" and a day say nothing, and prose or code none that anybody could
 * know. */
static bool is_meant(const struct md_block *block, struct bytes text, size_t start, size_t len)
{
	const char *data = text.data;
	size_t words = 0;

	for (size_t i = start; i < start + len; i++)
		words += data[i] == ' ';
	return len && words < 6 && !outline_in_code(block, start) &&
	       !outline_is_dash(data + start) &&
	       (!ascii_is_digit(data[start]) || memchr(data + start, '%', len));
}

void outline_read_status(struct outliner *o, size_t unit, const struct md_block *block,
			 struct bytes text, size_t from)
{
	const char *data = text.data;
	size_t start = outline_skip(text, from), at, len = 0;
	enum mark mark;

	unwrap(&text, &start);
	at = start;
	mark = worded(o, block, text, &at, &len);
	/* a line says it of all that stands around it: lint compares that with the count */
	if (mark == MARK_NONE && o->units[unit].kind == UNIT_ROW)
		mark = outline_share(&o->out->legend, text, start, &len);
	if (mark == MARK_NONE) {
		mark = answer(o, unit, block);
		mark = mark != MARK_NONE ? mark : parts_of(&o->units[unit], block, text, start);
		len = mark == MARK_NONE ? 0 : text.len - start;
	}
	if (mark == MARK_NONE) {
		mark = capital_in(o, text, &at, &len);
		/* "NOT COMPLETE" is open; what else is not so nobody knows */
		if (mark != MARK_NONE &&
		    outline_word(WORD_NOT, arena_strndup(o->arena, data + start, at - start),
				 WORD_HELD))
			mark = mark == MARK_DONE ? MARK_PLANNED : MARK_NONE;
	}
	if (mark == MARK_DONE && outline_takes_back(&o->out->legend, text, at + len)) {
		mark = MARK_UNKNOWN;
		len = text.len - at;
	}
	if (mark != MARK_NONE) {
		outline_add_word(o, unit, block, at, len, mark);
		return;
	}
	for (len = text.len - start; len && data[start + len - 1] == ' ';)
		len--;
	if (legend_awaits(&o->out->legend, bytes_of(data + start, len)))
		outline_add_word(o, unit, block, start, len, MARK_PLANNED);
	else if (is_meant(block, text, start, len))
		outline_add_word(o, unit, block, start, len, MARK_UNKNOWN);
}

void outline_read_picture(struct outliner *o, size_t unit, const struct md_block *block)
{
	struct outline_mark *mark;

	for (size_t i = 0; i < block->span_count; i++) {
		const struct md_span *span = &block->spans[i];

		if (span->kind != MD_SPAN_IMAGE &&
		    (span->kind != MD_SPAN_HTML || strncasecmp(span->text, "<img", 4) != 0))
			continue;
		outline_add_word(o, unit, block, 0, 0, MARK_UNKNOWN);
		mark = &o->marks[o->mark_count - 1];
		mark->text = arena_strdup(o->arena, span->url ? span->url : span->text);
		return;
	}
}
