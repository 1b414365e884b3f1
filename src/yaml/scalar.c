#include "yaml/emit.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "base/texts.h"

/* Never plain, whatever YAML 1.2 says: readers of YAML 1.1 see something else in them. */
static bool is_old_word(const char *text, size_t len)
{
	static const char *const words[] = {"y", "n", "yes", "no", "on", "off"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		size_t at = 0;

		while (at < len && words[i][at] && (text[at] | 0x20) == words[i][at])
			at++;
		if (at == len && !words[i][at])
			return true;
	}
	return false;
}

/* Digits with what numbers, times and dates of YAML 1.1 are made of. */
static bool looks_like_number(const char *text, size_t len)
{
	return text[0] >= '0' && text[0] <= '9' &&
	       strspn(text, "0123456789abcdefABCDEFxXoO_.:+-TtZz ") == len;
}

static bool plain_byte(char c, bool first)
{
	if (ascii_is_alnum(c))
		return true;
	return c && strchr(first ? "_/.$(" : "_/.$()-+;=^<>~%@ ", c);
}

static bool plain_fits(const char *text, size_t len)
{
	struct doc_node probe = {
		.kind = DOC_SCALAR, .style = DOC_PLAIN, .text = text, .len = len};

	if (!len || text[len - 1] == ' ' || text_begins(text, "..."))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!plain_byte(text[i], i == 0) && (unsigned char)text[i] < 0x80)
			return false;
	return doc_type(&probe) == DOC_STRING && !is_old_word(text, len) &&
	       !looks_like_number(text, len);
}

/* False when only a double-quoted scalar can hold it. */
static bool shows_as_is(const char *text, size_t len)
{
	uint32_t code;

	for (size_t at = 0; at < len;) {
		size_t size = utf8_decode(bytes_of(text, len), at, &code);

		if (!size || utf8_is_control(code) || utf8_is_bidi(code) ||
		    utf8_is_odd_break(code) || code == 0xfeff || code == 0xfffe ||
		    code == 0xffff)
			return false;
		at += size;
	}
	return true;
}

static void add_single(struct strbuf *out, const char *text, size_t len)
{
	strbuf_addch(out, '\'');
	for (size_t i = 0; i < len; i++) {
		strbuf_addch(out, text[i]);
		if (text[i] == '\'')
			strbuf_addch(out, '\'');
	}
	strbuf_addch(out, '\'');
}

static void add_double(struct strbuf *out, const char *text, size_t len)
{
	uint32_t code;

	strbuf_addch(out, '"');
	for (size_t at = 0; at < len;) {
		size_t size = utf8_decode(bytes_of(text, len), at, &code);

		if (size && code == '\n')
			strbuf_addstr(out, "\\n");
		else if (size && code == '\t')
			strbuf_addstr(out, "\\t");
		else if (size && (code == '"' || code == '\\'))
			strbuf_addf(out, "\\%c", (char)code);
		else if (size && shows_as_is(text + at, size))
			strbuf_add(out, text + at, size);
		else
			utf8_append(out, 0xfffd);
		at += size ? size : 1;
	}
	strbuf_addch(out, '"');
}

void emit_scalar(struct strbuf *out, const char *text, size_t len)
{
	if (!shows_as_is(text, len))
		add_double(out, text, len);
	else if (plain_fits(text, len))
		strbuf_add(out, text, len);
	else
		add_single(out, text, len);
}
