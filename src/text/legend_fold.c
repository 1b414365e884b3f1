/* legend_fold.c - a text as it is compared with the words of a legend. */
#include "text/legend.h"

#include "base/ascii.h"
#include "base/spelling.h"
#include "base/utf8.h"

static bool is_blank(uint32_t code)
{
	return code <= ' ' || code == 0x7f ||
	       (code >= 0x80 && (code < 0x3040 || code > 0x9fff) && spelling_seen(code) == ' ');
}

/* Small letters: of ASCII's and of those that look like them, Greek, Cyrillic. */
static uint32_t fold_code(uint32_t code)
{
	char seen;

	if (code >= 0x3040 && code <= 0x9fff) /* kana and han look like nothing of ours */
		return code;
	seen = spelling_seen(code);
	/* a capital that looks like none of ours may be a small letter that does: "Готово", "Пройдено" */
	if (!seen && ((code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f)))
		code += 32;
	else if (!seen && code >= 0x400 && code <= 0x40f)
		code += 80;
	seen = seen ? seen : spelling_seen(code);
	if (seen)
		return (unsigned char)ascii_lower(seen);
	return code;
}

size_t legend_fold_ends(struct bytes text, char *ret, size_t longest, size_t *ends)
{
	size_t len = 0, at = 0, size;
	uint32_t code;

	for (; at < text.len; at += size) {
		unsigned char put[4];
		size_t count = 1;

		code = ((const unsigned char *)text.data)[at];
		size = code < 0x80 ? 1 : utf8_decode(text, at, &code);
		if (code > ' ' && code < 0x7f) { /* nearly all of most texts */
			put[0] = (unsigned char)ascii_lower((char)code);
		} else if (code == ' ') {
			if (!len || ret[len - 1] == ' ')
				continue;
			put[0] = ' ';
		} else if (!size) {
			size = 1;
			put[0] = '?';
		} else if (utf8_is_invisible(code) || utf8_is_bidi(code) ||
			   (code >= 0xfe00 && code <= 0xfe0f)) {
			continue;
		} else if (is_blank(code)) {
			if (!len || ret[len - 1] == ' ')
				continue;
			put[0] = ' ';
		} else {
			count = utf8_put(fold_code(code), put);
		}
		if (len + count > longest)
			break;
		for (size_t i = 0; i < count; i++, len++) {
			ret[len] = (char)put[i];
			if (ends)
				ends[len] = at + size;
		}
	}
	while (len && ret[len - 1] == ' ')
		len--;
	ret[len] = '\0';
	return at;
}

bool legend_fold(struct bytes text, char *ret, size_t size)
{
	return legend_fold_ends(text, ret, size - 1, NULL) >= text.len;
}
