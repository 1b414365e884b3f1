#include "json/write.h"

#include "base/utf8.h"

void jw_init(struct json_writer *w, struct strbuf *out)
{
	*w = (struct json_writer){.out = out};
}

static void begin_value(struct json_writer *w)
{
	if (w->after_key) {
		w->after_key = false;
	} else if (w->depth) {
		if (!w->level[w->depth].empty)
			strbuf_addch(w->out, ',');
		w->level[w->depth].empty = false;
	}
}

static void open_level(struct json_writer *w, bool array)
{
	begin_value(w);
	if (w->depth >= JSON_WRITER_DEPTH)
		abort(); /* a fault of the caller, not of any input */
	w->depth++;
	w->level[w->depth].array = array;
	w->level[w->depth].empty = true;
	strbuf_addch(w->out, array ? '[' : '{');
}

void jw_object(struct json_writer *w)
{
	open_level(w, false);
}

void jw_array(struct json_writer *w)
{
	open_level(w, true);
}

void jw_end(struct json_writer *w)
{
	strbuf_addch(w->out, w->level[w->depth].array ? ']' : '}');
	w->depth--;
}

/* Characters above U+FFFF take a surrogate pair when they are escaped (RFC 8259, 7). */
static void add_escaped(struct strbuf *out, uint32_t code)
{
	if (code >= 0x10000)
		strbuf_addf(out, "\\u%04x\\u%04x",
			    (unsigned)(0xd800 + ((code - 0x10000) >> 10)),
			    (unsigned)(0xdc00 + ((code - 0x10000) & 0x3ff)));
	else
		strbuf_addf(out, "\\u%04x", (unsigned)code);
}

static void add_char(struct strbuf *out, uint32_t code)
{
	static const char named[] = "\"\"\\\\\nn\rr\tt\bb\ff";

	for (const char *p = named; *p; p += 2)
		if (code == (uint32_t)*p) {
			strbuf_addf(out, "\\%c", p[1]);
			return;
		}
	if (utf8_is_control(code) || utf8_is_bidi(code) || utf8_is_odd_break(code) ||
	    utf8_is_invisible(code))
		add_escaped(out, code);
	else
		utf8_append(out, code);
}

static void add_string(struct strbuf *out, struct bytes text)
{
	uint32_t code;

	strbuf_addch(out, '"');
	for (size_t at = 0; at < text.len;) {
		size_t size = utf8_decode(text, at, &code);

		add_char(out, size ? code : 0xfffd);
		at += size ? size : 1;
	}
	strbuf_addch(out, '"');
}

void jw_key(struct json_writer *w, const char *key)
{
	begin_value(w);
	add_string(w->out, bytes_text(key));
	strbuf_addch(w->out, ':');
	w->after_key = true;
}

void jw_bytes(struct json_writer *w, struct bytes text)
{
	begin_value(w);
	add_string(w->out, text);
}

void jw_string(struct json_writer *w, const char *text)
{
	jw_bytes(w, bytes_text(text));
}

void jw_int(struct json_writer *w, int64_t value)
{
	begin_value(w);
	strbuf_addf(w->out, "%" PRId64, value);
}

/* The shortest of the spellings that reads back as the same number. */
void jw_number(struct json_writer *w, double value)
{
	char text[40];

	if (!(value - value == 0)) { /* infinite, or no number */
		jw_null(w);
		return;
	}
	begin_value(w);
	value += 0.0; /* "-0" would read back as the integer 0 */
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (!(strtod(text, NULL) < value) && !(strtod(text, NULL) > value))
			break;
	}
	strbuf_addstr(w->out, text);
}

void jw_bool(struct json_writer *w, bool value)
{
	begin_value(w);
	strbuf_addstr(w->out, value ? "true" : "false");
}

void jw_null(struct json_writer *w)
{
	begin_value(w);
	strbuf_addstr(w->out, "null");
}

void jw_field_string(struct json_writer *w, const char *key, const char *text)
{
	if (!text)
		return;
	jw_key(w, key);
	jw_string(w, text);
}

void jw_field_int(struct json_writer *w, const char *key, int64_t value)
{
	jw_key(w, key);
	jw_int(w, value);
}

void jw_field_bool(struct json_writer *w, const char *key, bool value)
{
	jw_key(w, key);
	jw_bool(w, value);
}

void jw_field_array(struct json_writer *w, const char *key)
{
	jw_key(w, key);
	jw_array(w);
}

void jw_field_list(struct json_writer *w, const char *key, const char *const *items,
		   size_t count)
{
	jw_field_array(w, key);
	for (size_t i = 0; i < count; i++)
		jw_string(w, items[i]);
	jw_end(w);
}
