/* outline_title.c - where the title of a unit ends: before what says how far it is. */
#include "text/outline_internal.h"

/* "✅ COMPLETE", "blocked)", "done 2026-01-28": nothing but what says how far it is, from here on. */
static bool is_status(const struct outliner *o, struct bytes text, size_t at)
{
	const char *data = text.data;
	size_t len;

	at = outline_skip(text, at);
	if (at >= text.len || legend_says(&o->out->legend, bytes_of(data + at, text.len - at),
					  false, &len) == MARK_NONE)
		return false;
	for (at += len; at < text.len && strchr(" 0123456789-./:,()[]", data[at]);)
		at++;
	return at >= text.len;
}

/* The blanks, dashes and open brackets before a byte joined what is cut there. */
static size_t joined(struct bytes text, size_t from, size_t at)
{
	const char *data = text.data;

	for (;;) {
		if (at > from && strchr(" (-", data[at - 1]))
			at--;
		else if (at > from + 2 && (!memcmp(data + at - 3, "\xe2\x80\x94", 3) ||
					   !memcmp(data + at - 3, "\xe2\x80\x93", 3)))
			at -= 3;
		else
			return at;
	}
}

/* "Shadow - COMPLETE" of "Shadow - COMPLETE ✅": also without the words that say the same. */
static size_t without_words(const struct outliner *o, struct bytes text, size_t from)
{
	const char *data = text.data;

	for (size_t at = from + 1; at < text.len; at++)
		if (data[at - 1] == ' ' && joined(text, from, at) + 1 < at &&
		    is_status(o, text, at))
			return joined(text, from, at);
	return text.len;
}

size_t outline_without_marks(const struct outliner *o, const struct md_block *block,
			     struct bytes text, size_t from)
{
	const char *data = text.data;
	size_t line = text.len;
	struct glyph glyph;

	while (line > from && data[line - 1] != '\n')
		line--;
	for (size_t at = outline_tail(o, block, text, line); at < text.len; at++) {
		if (!outline_glyph(o, block, text, at, &glyph))
			continue;
		at = joined(text, from, at);
		return without_words(o, bytes_of(data, at), from);
	}
	for (size_t at = line > from ? line : from + 1; at < text.len; at++)
		if (outline_glyph(o, block, text, at, &glyph) &&
		    is_status(o, text, at + glyph.len))
			return joined(text, from, at);
	return text.len;
}
