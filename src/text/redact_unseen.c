/*
 * redact_unseen.c - what stands between two characters of a text and is not seen of it: control
 * sequences, characters without width, what is struck over.
 */
#include "text/redact_internal.h"

/* ECMA-48: ESC [ ... letter; ESC ] ... BEL; ESC ( B */
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
	} else if (from[end] == '[') {
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

/* Characters without width: joiners, marks of direction, soft hyphens, BOM; NUL, as in UTF-16. */
static enum match without_width(struct bytes text, size_t *at)
{
	static const char *const all[] = {
		"\xc2\xad",	"\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e",
		"\xe2\x80\x8f", "\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad",
		"\xe2\x80\xae", "\xe2\x81\xa0", "\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8",
		"\xe2\x81\xa9", "\xef\xbb\xbf", "\xe1\xa0\x8e", "\xcd\x8f"};
	const unsigned char *from = text.data;
	size_t have = text.len - *at;

	if (!from[*at]) {
		++*at;
		return MATCH_YES;
	}
	if (from[*at] < 0x80)
		return MATCH_NO;
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		size_t len = strlen(all[i]);

		if (memcmp(from + *at, all[i], have < len ? have : len) != 0)
			continue;
		if (have < len)
			return MATCH_MORE;
		*at += len;
		return MATCH_YES;
	}
	return MATCH_NO;
}

enum match unseen_match(struct bytes text, size_t *at)
{
	enum match found;

	if (((const unsigned char *)text.data)[*at] == 033)
		return unseen_control(text, at);
	found = without_width(text, at);
	return found != MATCH_NO ? found : overstrike(text, at);
}
