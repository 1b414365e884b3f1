#include "base/spelling.h"

#include "base/cleanup.h"
#include "base/utf8.h"

/* The letters below U+00C0 to U+017F; a blank: the character is none, or has none below it. */
static const char letters[] =
	"aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkk lllllll"
	"lllnnnnnn   oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static bool is_mark(uint32_t code)
{
	return (code >= 0x300 && code <= 0x36f) || code == 0x3099 || code == 0x309a;
}

static uint32_t fold(uint32_t code)
{
	if (code >= 'A' && code <= 'Z')
		return code + 32;
	if (code >= 0xc0 && code <= 0x17f && letters[code - 0xc0] != ' ')
		return (unsigned char)letters[code - 0xc0];
	if (code == 0x212a) /* the kelvin sign */
		return 'k';
	if (code == 0x132 || code == 0x14a || code == 0x152)
		return code + 1;
	if ((code >= 0xc0 && code <= 0xde && code != 0xd7) ||
	    (code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f))
		code += 32;
	else if (code >= 0x400 && code <= 0x40f)
		code += 80;
	if (code == 0x439) /* composed: the letter without its mark */
		return 0x438;
	return code == 0x451 ? 0x435 : code;
}

/* Windows drops them from the end of a name. */
static void trim_name(struct strbuf *out)
{
	while (out->len && (out->buf[out->len - 1] == '.' || out->buf[out->len - 1] == ' '))
		strbuf_setlen(out, out->len - 1);
}

char *spelling_fold(const char *text, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct bytes bytes = bytes_text(text);

	for (size_t i = 0; i < bytes.len;) {
		uint32_t code;
		size_t size = utf8_decode(bytes, i, &code);

		if (text[i] == '/')
			trim_name(&out);
		if (!size)
			strbuf_addch(&out, text[i]);
		else if (!is_mark(code) && !utf8_is_invisible(code) && !utf8_is_bidi(code))
			utf8_append(&out, fold(code));
		i += size ? size : 1;
	}
	trim_name(&out);
	return arena_strndup(a, out.buf, out.len);
}
