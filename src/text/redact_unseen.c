/*
 * redact_unseen.c - what stands between two characters of a text and is not seen of it: control
 * sequences, characters without width, what is struck over.
 */
#include "text/redact_internal.h"

#include "base/utf8.h"

/* ECMA-48: ESC [ ... letter, also as U+009B; ESC ] ... BEL; ESC ( B */
enum match unseen_control(struct bytes text, size_t *at)
{
	const unsigned char *from = text.data;
	size_t end = *at + 1;

	if (end >= text.len)
		return MATCH_MORE;
	if (from[end] == ']') {
		for (end++; end < text.len && from[end] != '\a' && from[end] != '\\'; end++)
			if (from[end] == '\n' || end - *at > SKIP_MOST)
				return MATCH_NO;
	} else if (from[end] == '[' || from[end] == 0x9b) {
		for (end++; end < text.len && from[end] >= 0x20 && from[end] < 0x40; end++)
			if (end - *at > SKIP_MOST)
				return MATCH_NO;
	} else {
		while (end < text.len && from[end] >= 0x20 && from[end] < 0x30)
			end++;
	}
	if (end >= text.len)
		return MATCH_MORE;
	*at = end + 1;
	return MATCH_YES;
}

/* Struck over, as bold and underlined text is printed for a pager: 'x' BS 'x', '_' BS 'x'. */
static enum match overstrike(struct bytes text, size_t *at)
{
	const unsigned char *from = text.data;
	size_t end = *at + 2;

	if (from[*at] != '\b' && from[*at] != '_')
		return MATCH_NO;
	if (end > text.len)
		return MATCH_MORE;
	if (from[*at] == '_' && from[*at + 1] != '\b')
		return MATCH_NO;
	while (from[*at] == '\b' && end < text.len && (from[end] & 0xc0) == 0x80)
		end++;
	*at = end;
	return MATCH_YES;
}

/* Joiners, marks of direction, selectors of variants; NUL, as in UTF-16. */
static enum match without_width(struct bytes text, size_t *at)
{
	const unsigned char *from = (const unsigned char *)text.data + *at;
	size_t have = text.len - *at, size;
	uint32_t code;

	if (!*from) {
		++*at;
		return MATCH_YES;
	}
	if (*from < 0xc2 || *from > 0xf4)
		return MATCH_NO;
	size = utf8_decode(text, *at, &code);
	if (!size) {
		for (size = 1; size < have && (from[size] & 0xc0) == 0x80; size++)
			;
		return size == have && have < 4 ? MATCH_MORE : MATCH_NO;
	}
	if (code == 0x9b) /* ESC [ in one character */
		return unseen_control(text, at);
	if (!utf8_is_invisible(code) && !utf8_is_bidi(code) && (code < 0xfe00 || code > 0xfe0f))
		return MATCH_NO;
	*at += size;
	return MATCH_YES;
}

enum match unseen_match(struct bytes text, size_t *at)
{
	enum match found;

	if (((const unsigned char *)text.data)[*at] == 033)
		return unseen_control(text, at);
	found = without_width(text, at);
	return found != MATCH_NO ? found : overstrike(text, at);
}
