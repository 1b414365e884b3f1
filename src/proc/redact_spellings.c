/* redact_spellings.c - the ways in which programs print a secret. */
#include "proc/internal.h"

#include "base/memory.h"
#include "proc/redact.h"

static void add(struct spellings *out, struct bytes text)
{
	const unsigned char *from = text.data;
	struct spelling s = {xmalloc(text.len + 1), 0};
	bool fresh = false; /* behind a line break: blanks there are indentation */

	for (size_t i = 0; i < text.len; i++) {
		bool eol = from[i] == '\n' || from[i] == '\r';

		if (eol || (fresh && (from[i] == ' ' || from[i] == '\t'))) {
			fresh = true;
			continue;
		}
		fresh = false;
		s.text[s.len++] = from[i];
	}
	if (s.len < REDACT_SHORTEST) {
		free(s.text);
		return;
	}
	out->items = xrealloc(out->items, (out->count + 1) * sizeof(*out->items));
	out->items[out->count++] = s;
}

static void add_strbuf(struct spellings *out, struct strbuf *sb)
{
	add(out, bytes_of(sb->buf, sb->len));
	strbuf_free(sb);
}

/*
 * Base64 of a text that contains the value: at one of three alignments, the first and last
 * digits mix with the neighbours and are left out.
 */
static void add_base64(struct spellings *out, struct bytes value)
{
	static const char digits[2][65] = {
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};
	const unsigned char *from = value.data;

	for (unsigned alphabet = 0; alphabet < 2; alphabet++)
		for (size_t shift = 0; shift < 3; shift++) {
			struct strbuf sb = STRBUF_INIT;
			size_t bit = shift ? (shift * 8 + 5) / 6 * 6 - shift * 8 : 0;

			for (; bit + 6 <= value.len * 8; bit += 6) {
				unsigned two = (unsigned)from[bit / 8] << 8;

				if (bit / 8 + 1 < value.len)
					two |= from[bit / 8 + 1];
				strbuf_addch(&sb, digits[alphabet][two >> (10 - bit % 8) & 63]);
			}
			add_strbuf(out, &sb);
		}
}

static void add_each_byte(struct spellings *out, struct bytes value, const char *before,
			  const char *digits)
{
	const unsigned char *from = value.data;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < value.len; i++) {
		strbuf_addstr(&sb, before);
		strbuf_addch(&sb, digits[from[i] >> 4]);
		strbuf_addch(&sb, digits[from[i] & 15]);
	}
	add_strbuf(out, &sb);
}

/* RFC 3986: everything but the unreserved; `form` writes a blank as '+'. */
static void add_percent(struct spellings *out, struct bytes value, const char *keep, bool form,
			const char *digits)
{
	const unsigned char *from = value.data;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = from[i];
		bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');

		if (plain || (c && strchr(keep, c))) {
			strbuf_addch(&sb, (char)c);
		} else if (form && c == ' ') {
			strbuf_addch(&sb, '+');
		} else {
			strbuf_addch(&sb, '%');
			strbuf_addch(&sb, digits[c >> 4]);
			strbuf_addch(&sb, digits[c & 15]);
		}
	}
	add_strbuf(out, &sb);
}

static uint32_t code_point(const unsigned char *from, size_t len, size_t *ret_used)
{
	size_t want = from[0] >= 0xf0 ? 4 : from[0] >= 0xe0 ? 3 : from[0] >= 0xc0 ? 2 : 1;
	uint32_t c = from[0];

	*ret_used = 1;
	if (want == 1 || want > len)
		return c;
	c &= 0x7fu >> want;
	for (size_t i = 1; i < want; i++) {
		if ((from[i] & 0xc0) != 0x80)
			return from[0];
		c = c << 6 | (from[i] & 0x3f);
	}
	*ret_used = want;
	return c;
}

/* RFC 8259, section 7. */
static void json(struct bytes value, bool slash, bool ascii, struct strbuf *sb)
{
	static const char plain[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	const unsigned char *from = value.data;
	size_t used;

	for (size_t i = 0; i < value.len; i += used) {
		uint32_t c = code_point(from + i, value.len - i, &used);
		const char *at = c && c < 0x80 ? strchr(plain, (int)c) : NULL;

		if (at)
			strbuf_addf(sb, "\\%c", letters[at - plain]);
		else if (c == '/' && slash)
			strbuf_addstr(sb, "\\/");
		else if (c < 0x20 || (ascii && c > 0x7e && c < 0x10000))
			strbuf_addf(sb, "\\u%04x", c);
		else if (ascii && c >= 0x10000)
			strbuf_addf(sb, "\\u%04x\\u%04x", 0xd7c0 + (c >> 10),
				    0xdc00 + (c & 0x3ff));
		else
			strbuf_add(sb, from + i, used);
	}
}

static void add_json(struct spellings *out, struct bytes value)
{
	for (unsigned i = 0; i < 4; i++) {
		struct strbuf once = STRBUF_INIT, twice = STRBUF_INIT;

		json(value, i & 1, i & 2, &once);
		json(bytes_of(once.buf, once.len), i & 1, i & 2, &twice);
		add_strbuf(out, &once);
		add_strbuf(out, &twice);
	}
}

/* Shells, Python, YAML, HTML: some characters get something put in their place. */
static void add_quoted(struct spellings *out, struct bytes value)
{
	static const struct {
		const char *set, *before, *instead;
	} styles[] = {
		{"'", "", "'\\''"},			    /* sh: inside '...' */
		{"'", "", "'\"'\"'"},			    /* Python's shlex.quote() */
		{"'", "", "''"},			    /* YAML, SQL */
		{"\"\\$`", "\\", NULL},			    /* sh: inside "..." */
		{"\"\\$`!", "\\", NULL},		    /* the same, interactive */
		{" !\"#$&'()*,;<>?[\\]^`{|}~", "\\", NULL}, /* bash's printf %q */
		{"'\\", "\\", NULL},			    /* Python's repr(), C */
	};
	static const char *const entities[][2] = {
		{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}};
	const unsigned char *from = value.data;
	struct strbuf sb = STRBUF_INIT;

	for (size_t s = 0; s < ARRAY_SIZE(styles); s++) {
		for (size_t i = 0; i < value.len; i++) {
			bool special = from[i] && strchr(styles[s].set, from[i]);

			if (special)
				strbuf_addstr(&sb, styles[s].before);
			if (special && styles[s].instead)
				strbuf_addstr(&sb, styles[s].instead);
			else
				strbuf_addch(&sb, (char)from[i]);
		}
		add_strbuf(out, &sb);
	}
	for (size_t i = 0; i < value.len; i++) {
		const char *as = NULL;

		for (size_t e = 0; e < ARRAY_SIZE(entities); e++)
			if (from[i] == (unsigned char)entities[e][0][0])
				as = entities[e][1];
		if (as)
			strbuf_addstr(&sb, as);
		else
			strbuf_addch(&sb, (char)from[i]);
	}
	add_strbuf(out, &sb);
}

/* A key file is often printed line by line, with something before each line. */
static void add_lines(struct spellings *out, struct bytes value)
{
	const char *from = value.data;
	size_t start = 0;

	for (size_t i = 0; i <= value.len; i++)
		if (i == value.len || from[i] == '\n') {
			if (i - start >= 8 && i - start < value.len)
				add(out, bytes_of(from + start, i - start));
			start = i + 1;
		}
}

void spellings_of(struct bytes value, struct spellings *out)
{
	static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";

	add(out, value);
	add_lines(out, value);
	add_base64(out, value);
	add_each_byte(out, value, "", lower);
	add_each_byte(out, value, "", upper);
	add_each_byte(out, value, "\\x", lower);
	add_each_byte(out, value, "%", lower);
	add_each_byte(out, value, "%", upper);
	add_percent(out, value, "-._~", false, upper);
	add_percent(out, value, "-._~", false, lower);
	add_percent(out, value, "-._~/", false, upper);
	add_percent(out, value, "-._~*", true, upper);
	add_json(out, value);
	add_quoted(out, value);
}

static int compare(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;
	size_t least = x->len < y->len ? x->len : y->len;
	int order = memcmp(x->text, y->text, least);

	return order ? order : (x->len > y->len) - (x->len < y->len);
}

void spellings_sort(struct spellings *s)
{
	size_t kept = 0;

	if (s->count)
		qsort(s->items, s->count, sizeof(*s->items), compare);
	for (size_t i = 0; i < s->count; i++)
		if (kept && !compare(&s->items[kept - 1], &s->items[i]))
			free(s->items[i].text);
		else
			s->items[kept++] = s->items[i];
	s->count = kept;
}

void spellings_free(struct spellings *s)
{
	for (size_t i = 0; i < s->count; i++) {
		explicit_bzero(s->items[i].text, s->items[i].len);
		free(s->items[i].text);
	}
	free(s->items);
	*s = (struct spellings){NULL, 0};
}
