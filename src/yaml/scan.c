#include "yaml/internal.h"

#include "base/limits.h"
#include "base/utf8.h"

void scan_cursor_init(struct scan_cursor *c, struct bytes text, const char *file)
{
	*c = (struct scan_cursor){.text = text.data, .len = text.len, .line = 1, .file = file};
}

static bool continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

void scan_cursor_seek(struct scan_cursor *c, size_t chars)
{
	while (c->chars < chars && c->byte < c->len) {
		if (c->text[c->byte++] == '\n') {
			c->line++;
			c->line_begin = c->byte;
		}
		while (c->byte < c->len && continues(c->text[c->byte]))
			c->byte++;
		c->chars++;
	}
	if (c->chars <= chars)
		return;
	while (c->chars > chars && c->byte) {
		c->byte--;
		while (c->byte && continues(c->text[c->byte]))
			c->byte--;
		if (c->text[c->byte] == '\n')
			c->line--;
		c->chars--;
	}
	for (c->line_begin = c->byte; c->line_begin; c->line_begin--)
		if (c->text[c->line_begin - 1] == '\n')
			break;
}

struct srcpos scan_cursor_pos(const struct scan_cursor *c)
{
	size_t column = c->byte - c->line_begin + 1;

	unsigned line = c->line + c->part.before;

	if (c->part.left_out && c->byte >= c->part.gap)
		line += c->part.left_out;
	return (struct srcpos){c->file, line, column < UINT_MAX ? (unsigned)column : UINT_MAX};
}

/* The position of a byte, from the beginning. */
static struct srcpos scan_pos(struct bytes text, const char *file, size_t byte)
{
	const char *data = text.data;
	struct srcpos at = {file, 1, 1};

	for (size_t i = 0; i < byte && i < text.len; i++) {
		at.column++;
		if (data[i] == '\n') {
			at.line++;
			at.column = 1;
		}
	}
	return at;
}

static const char *fault_of(uint32_t code, uint32_t next)
{
	if (code == '\r')
		return next == '\n' ? NULL : "a carriage return without a newline";
	if (utf8_is_odd_break(code))
		return "a line break that only some readers see";
	if (utf8_is_control(code))
		return code == '\n' || code == '\t' ? NULL : "a control character";
	if (utf8_is_bidi(code))
		return "a character that changes the direction of text";
	if (code == 0xfeff)
		return "a byte order mark";
	if (code == 0xfffe || code == 0xffff)
		return "a code that is not a character";
	return NULL;
}

int scan_text(struct bytes text, const char *file, bool strict, struct err *err)
{
	const char *data = text.data;

	if (text.len > LIMIT_YAML)
		return err_at(err, ERR_LIMIT, (struct srcpos){file, 0, 0},
			      "'%s' has %zu bytes, at most %zu are read", file, text.len,
			      LIMIT_YAML);
	for (size_t at = 0; at < text.len;) {
		const char *fault;
		uint32_t code;
		size_t size;

		if (data[at] >= ' ' && data[at] < 0x7f) {
			at++;
			continue;
		}
		size = utf8_decode(text, at, &code);
		if (!size)
			return err_at(err, ERR_FORMAT, scan_pos(text, file, at),
				      "byte 0x%02x is not UTF-8",
				      (unsigned)(unsigned char)data[at]);
		fault = strict ? fault_of(code,
					  at + 1 < text.len ? (unsigned char)data[at + 1] : 0)
			       : NULL;
		if (fault)
			return err_at(err, ERR_FORMAT, scan_pos(text, file, at),
				      "U+%04X is %s: not allowed", (unsigned)code, fault);
		at += size;
	}
	return 0;
}

const char *scan_escaped(struct bytes text)
{
	uint32_t code;
	size_t size;

	for (size_t at = 0; at < text.len; at += size) {
		const char *fault;

		size = utf8_decode(text, at, &code);
		if (!size)
			return "a byte that is not UTF-8";
		fault = fault_of(code, 0);
		if (fault)
			return fault;
	}
	return NULL;
}
