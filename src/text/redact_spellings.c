/* redact_spellings.c - the ways in which programs print a secret. */
#include "text/redact_internal.h"

#include "base/memory.h"
#include "text/redact.h"

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

/* What encoders write as \u... though RFC 8259 (section 7) would not make them. */
struct json_style {
	const char *extra;
	bool slash; /* "\/" */
	bool ascii;
	bool upper; /* \u00E9 */
};

static void unicode(uint32_t c, bool upper, struct strbuf *sb)
{
	if (c >= 0x10000) {
		unicode(0xd7c0 + (c >> 10), upper, sb);
		c = 0xdc00 + (c & 0x3ff);
	}
	if (upper)
		strbuf_addf(sb, "\\u%04X", c);
	else
		strbuf_addf(sb, "\\u%04x", c);
}

static void json(struct bytes value, const struct json_style *style, struct strbuf *sb)
{
	static const char plain[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	const unsigned char *from = value.data;
	size_t used;

	for (size_t i = 0; i < value.len; i += used) {
		uint32_t c = code_point(from + i, value.len - i, &used);
		bool low = c && c < 0x80;
		const char *at = low ? strchr(plain, (int)c) : NULL;

		if (low && strchr(style->extra, (int)c))
			unicode(c, style->upper, sb);
		else if (at)
			strbuf_addf(sb, "\\%c", letters[at - plain]);
		else if (c == '/' && style->slash)
			strbuf_addstr(sb, "\\/");
		else if (c < 0x20 || (style->ascii && c > 0x7e))
			unicode(c, style->upper, sb);
		else
			strbuf_add(sb, from + i, used);
	}
}

static void add_json(struct spellings *out, struct bytes value)
{
	static const struct json_style styles[] = {
		{"", false, false, false},	 {"", true, false, false}, /* PHP */
		{"", false, true, false},				   /* Python */
		{"", true, true, false},	 {"", false, true, true},
		{"<>&", false, false, false},	 /* Go */
		{"<>&'\"+`", false, true, true}, /* .NET */
	};

	for (size_t i = 0; i < ARRAY_SIZE(styles); i++) {
		struct strbuf once = STRBUF_INIT, twice = STRBUF_INIT;

		json(value, &styles[i], &once);
		json(bytes_of(once.buf, once.len), &styles[i], &twice);
		add_strbuf(out, &once);
		add_strbuf(out, &twice);
	}
}

/* Shells, Python, YAML: some characters get something put in their place. */
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
}

/* HTML and XML: what stands for & < > " ' differs in the last two. */
static void add_entities(struct spellings *out, struct bytes value)
{
	static const char set[] = "&<>\"'";
	static const char *const styles[][5] = {
		{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"},
		{"&amp;", "&lt;", "&gt;", "&quot;", "&#x27;"}, /* Python */
		{"&amp;", "&lt;", "&gt;", "&#34;", "&#39;"},   /* Go */
		{"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}, /* XML */
		{"&amp;", "&lt;", "&gt;", "\"", "'"},	       /* in the text of an element */
	};
	const unsigned char *from = value.data;

	for (size_t s = 0; s < ARRAY_SIZE(styles); s++) {
		struct strbuf sb = STRBUF_INIT;

		for (size_t i = 0; i < value.len; i++) {
			const char *at = from[i] ? strchr(set, from[i]) : NULL;

			if (at)
				strbuf_addstr(&sb, styles[s][at - set]);
			else
				strbuf_addch(&sb, (char)from[i]);
		}
		add_strbuf(out, &sb);
	}
}

/* bash's $'...' (printf %q of what is not plain text) and, in hexadecimal, Python's repr(), C. */
static void add_escaped(struct spellings *out, struct bytes value, const char *quotes,
			bool octal)
{
	static const char plain[] = "\t\n\r\a\b\f\v\033", letters[] = "tnrabfvE";
	const unsigned char *from = value.data;
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = from[i];
		const char *at = c ? strchr(plain, c) : NULL;

		if (at && (octal || at - plain < 3))
			strbuf_addf(&sb, "\\%c", letters[at - plain]);
		else if ((c < 0x20 || c > 0x7e) && octal)
			strbuf_addf(&sb, "\\%03o", c);
		else if (c < 0x20 || c > 0x7e)
			strbuf_addf(&sb, "\\x%02x", c);
		else
			strbuf_addf(&sb, strchr(quotes, c) ? "\\%c" : "%c", c);
	}
	add_strbuf(out, &sb);
}

/* A key file is often printed line by line, with something before each line: no indentation. */
static void add_lines(struct spellings *out, struct bytes value)
{
	const char *from = value.data;

	for (size_t start = 0, end; start < value.len; start = end + 1) {
		const char *eol = memchr(from + start, '\n', value.len - start);

		end = eol ? (size_t)(eol - from) : value.len;
		while (start < end && (from[start] == ' ' || from[start] == '\t'))
			start++;
		if (end - start >= 8 && end - start < value.len)
			add(out, bytes_of(from + start, end - start));
	}
}

static void add_all(struct spellings *out, struct bytes value)
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
	add_entities(out, value);
	add_escaped(out, value, "'\\", true);
	add_escaped(out, value, "'\\", false);
	add_escaped(out, value, "\\", false);
}

/* `$(cat file)` takes the last line break away: to base64 and the like that is another text. */
void spellings_of(struct bytes value, struct spellings *out)
{
	const char *from = value.data;
	size_t len = value.len;

	add_all(out, value);
	while (len && (from[len - 1] == '\n' || from[len - 1] == '\r'))
		len--;
	if (len < value.len)
		add_all(out, bytes_of(from, len));
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
