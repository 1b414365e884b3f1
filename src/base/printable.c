#include "base/printable.h"

#include "base/utf8.h"

static bool stays(uint32_t code, enum printable_mode mode)
{
	if (utf8_is_control(code))
		return mode == PRINTABLE_TEXT && (code == '\n' || code == '\t');
	return !utf8_is_bidi(code) && !utf8_is_invisible(code) && !utf8_is_odd_break(code);
}

void printable_add(struct strbuf *out, struct bytes text, enum printable_mode mode)
{
	const char *data = text.data;
	size_t begin = 0; /* of the run that stays as it is */
	uint32_t code;

	for (size_t at = 0; at < text.len;) {
		size_t size = utf8_decode(text, at, &code);

		if (size && stays(code, mode)) {
			at += size;
			continue;
		}
		strbuf_add(out, data + begin, at - begin);
		if (!size || code < 0x80) {
			strbuf_addf(out, "\\x%02x", (unsigned)(unsigned char)data[at]);
			size = 1;
		} else {
			strbuf_addf(out, "\\u{%04x}", (unsigned)code);
		}
		at += size;
		begin = at;
	}
	if (begin < text.len)
		strbuf_add(out, data + begin, text.len - begin);
}

void printable_addstr(struct strbuf *out, const char *text)
{
	printable_add(out, bytes_text(text), PRINTABLE_LINE);
}

const char *printable_line(struct arena *a, const char *text)
{
	struct strbuf out = STRBUF_INIT;
	const char *safe;

	printable_addstr(&out, text);
	safe = strcmp(out.buf, text) != 0 ? arena_strdup(a, out.buf) : text;
	strbuf_free(&out);
	return safe;
}
