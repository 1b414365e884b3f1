/* proc/redact: planted secrets survive in no encoding, however the stream is cut. */
/* shows: E18 */
#include "base/arena.h"
#include "base/hex.h"
#include "text/redact.h"

#include "../t/unit/tap.h"

static const char secret[] = "s3cr&t'p\"w/d+\\$x \xc3\xa9";

/* The text, fed in pieces of `piece` bytes. */
static const char *masked(struct redactor *r, struct bytes text, size_t piece, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct redact_stream *s = redact_open(r);

	for (size_t at = 0; at < text.len; at += piece)
		redact_feed(s,
			    bytes_of((const char *)text.data + at,
				     text.len - at < piece ? text.len - at : piece),
			    &out);
	redact_end(s, &out);
	redact_close(s);
	return arena_strdup(a, out.buf);
}

/* True when every way of cutting gives the same, and that is `expected`. */
static bool always(struct redactor *r, const char *text, const char *expected)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	size_t len = strlen(text);

	for (size_t piece = 1; piece <= len; piece++) {
		const char *found = masked(r, bytes_of(text, len), piece, &a);

		if (strcmp(found, expected) != 0) {
			printf("# pieces of %zu: %s\n#   of: %s\n", piece, found, text);
			return false;
		}
	}
	return true;
}

static void test_encodings(struct redactor *r)
{
	/* made with Python 3: base64, json.dumps, shlex.quote, repr, html.escape, urllib */
	static const char *const encoded[][2] = {
		{"raw", secret},
		{"hex", "733363722674277022772f642b5c247820c3a9"},
		{"HEX", "733363722674277022772F642B5C247820C3A9"},
		{"\\x", "\\x73\\x33\\x63\\x72\\x26\\x74\\x27\\x70\\x22\\x77\\x2f\\x64\\x2b"
			"\\x5c\\x24\\x78\\x20\\xc3\\xa9"},
		{"url", "s3cr%26t%27p%22w%2Fd%2B%5C%24x%20%C3%A9"},
		{"url, slash kept", "s3cr%26t%27p%22w/d%2B%5C%24x%20%C3%A9"},
		{"form", "s3cr%26t%27p%22w%2Fd%2B%5C%24x+%C3%A9"},
		{"json", "s3cr&t'p\\\"w/d+\\\\$x \\u00e9"},
		{"json, raw utf-8", "s3cr&t'p\\\"w/d+\\\\$x \xc3\xa9"},
		{"json, slashes", "s3cr&t'p\\\"w\\/d+\\\\$x \\u00e9"},
		{"json in json", "s3cr&t'p\\\\\\\"w/d+\\\\\\\\$x \\\\u00e9"},
		{"sh '...'", "s3cr&t'\\''p\"w/d+\\$x \xc3\xa9"},
		{"shlex", "s3cr&t'\"'\"'p\"w/d+\\$x \xc3\xa9"},
		{"sh \"...\"", "s3cr&t'p\\\"w/d+\\\\\\$x \xc3\xa9"},
		{"printf %q", "s3cr\\&t\\'p\\\"w/d+\\\\\\$x\\ \xc3\xa9"},
		{"yaml", "s3cr&t''p\"w/d+\\$x \xc3\xa9"},
		{"json, Go", "s3cr\\u0026t'p\\\"w/d+\\\\$x \xc3\xa9"},
		{"json in json, Go", "s3cr\\\\u0026t'p\\\\\\\"w/d+\\\\\\\\$x \xc3\xa9"},
		{"json, .NET", "s3cr\\u0026t\\u0027p\\u0022w/d\\u002B\\\\$x \\u00E9"},
		{"json, capital digits", "s3cr&t'p\\\"w/d+\\\\$x \\u00E9"},
		{"bash $'...'", "s3cr&t\\'p\"w/d+\\\\$x \\303\\251"},
		{"Python bytes", "s3cr&t\\'p\"w/d+\\\\$x \\xc3\\xa9"},
		{"html", "s3cr&amp;t&#39;p&quot;w/d+\\$x \xc3\xa9"},
		{"html, Python", "s3cr&amp;t&#x27;p&quot;w/d+\\$x \xc3\xa9"},
		{"html, Go", "s3cr&amp;t&#39;p&#34;w/d+\\$x \xc3\xa9"},
		{"xml", "s3cr&amp;t&apos;p&quot;w/d+\\$x \xc3\xa9"},
		{"the text of an element", "s3cr&amp;t'p\"w/d+\\$x \xc3\xa9"},
		{"broken line", "s3cr&t'\n   p\"w/d+\\$x \xc3\xa9"},
		{"a colour that begins with U+009B", "s3cr&t'p\xc2\x9b"
						     "31m\"w/d+\\$x \xc3\xa9"},
		{"a selector of variants", "s3cr&t\xef\xb8\x8f'p\"w/d+\\$x \xc3\xa9"},
		{"a tag", "s3cr&t\xf3\xa0\x81\x81'p\"w/d+\\$x \xc3\xa9"},
		{"cat -v of a colour", "s3cr&t^[[1m'p\"w/d+\\$x M-CM-)"},
		{"inserted", "s3\033[2@cr&t'p\"w\033[m/d+\\$x \xc3\xa9"},
		{"in colour", "s3\033[01;31mcr&t'p\"w\033[m/d+\\$x \xc3\xa9"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(encoded); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;

		ok(always(r, arena_printf(&a, "see %s here", encoded[i][1]), "see *** here"),
		   "masked as %s", encoded[i][0]);
	}
}

/* The three alignments, each embedded in a longer text; the digits that mix remain. */
static void test_base64(struct redactor *r)
{
	ok(always(r, "czNjciZ0J3Aidy9kK1wkeCDDqQ==", "***Q=="), "masked in base64 of itself");
	ok(always(r, "LXMzY3ImdCdwIncvZCtcJHggw6kt", "LX***kt"),
	   "masked in base64 behind one byte");
	ok(always(r, "LS1zM2NyJnQncCJ3L2QrXCR4IMOpLS0=", "LS1***LS0="),
	   "masked in base64 behind two bytes");
}

/* Digits in which the two alphabets differ, in all three alignments. */
static void test_base64url(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	ok(!redactor_add(r, "A", ">>>;;?>>>;;?", &err), "a secret of '+' and '/' in base64");
	ok(always(r, "Pj4+Ozs/Pj4+Ozs/", "***"), "masked in base64");
	ok(always(r, "Pj4-Ozs_Pj4-Ozs_", "***"), "and in base64url");
	ok(always(r, "LT4-Pjs7Pz4-Pjs7Py0=", "LT***y0="), "behind one byte");
	ok(always(r, "LS0-Pj47Oz8-Pj47Oz8tLQ==", "LS0***8tLQ=="), "behind two bytes");
}

/* A secret of several lines, however its lines are ended, indented, joined or shown alone. */
static void test_lines(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	ok(!redactor_add(r, "KEY", "first line of it\n  second line\n", &err), "of two lines");
	ok(!redactor_add(r, "PEM", "line number 1\nline number 2\nmore of them", &err) &&
		   always(r, "> line number 2\n> more of them", "> ***\n> ***"),
	   "each line by itself");
	ok(always(r, "a first line of it\n  second line\nb", "a ***\nb"), "as it is");
	ok(always(r, "a first line of it\r\n  second line\r\nb", "a ***\r\nb"), "with CRLF");
	ok(always(r, "a first line of it\n\tsecond line b", "a *** b"), "indented otherwise");
	ok(always(r, "a first line of itsecond line b", "a *** b"), "joined");
	ok(always(r, "> first line of it\n> second line", "> ***"), "line by line");
	ok(always(r, "first line of it\\n  second line\\n", "***\\n"), "in JSON");
	ok(always(r, "first line of it\\n  second line", "***"), "in JSON without its end");
	/* echo "$(cat key)" | base64 */
	ok(always(r, "Zmlyc3QgbGluZSBvZiBpdAogIHNlY29uZCBsaW5l", "***"),
	   "in base64 without its end");
	ok(always(r, "Zmlyc3QgbGluZSBv\nZiBpdAogIHNlY29u\nZCBsaW5lCg==", "***g=="),
	   "in base64 of short lines");
	ok(always(r, "6669727374206c696e65206f662069740a20207365636f6e64206c696e65", "***"),
	   "in hexadecimal without its end");
}

/* Each byte value is a way to begin, the last one too. */
static void test_first_bytes(void)
{
	unsigned leaked = 0;
	struct err err;

	for (unsigned c = 1; c < 256; c++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		CLEANUP(redactor_freep) struct redactor *r = redactor_new();
		const char *value = arena_printf(&a, "%cbcdefg", (int)c), *text;

		if (c == '\n' || c == '\r')
			continue; /* never part of what is looked for */
		redactor_add(r, "S", value, &err);
		text = arena_printf(&a, "(%s)", value);
		leaked += strcmp(masked(r, bytes_of(text, strlen(text)), 64, &a), "(***)") != 0;
	}
	is_int(leaked, 0, "a secret may begin with any byte");
}

/* The shortest of each kind is masked to its last character; one character less is plain text. */
static void test_shapes(struct redactor *r)
{
	static const struct {
		const char *prefix, *rest;
		size_t least;
	} kinds[] = {
		{"AKIA", "ABCDEFGHIJ012345", 16},
		{"ASIA", "ABCDEFGHIJ012345", 16},
		{"ghp_", "abcdefghijABCDEFGHIJ0123456789_bcdef", 36},
		{"gho_", "abcdefghijABCDEFGHIJ0123456789_bcdef", 36},
		{"ghu_", "abcdefghijABCDEFGHIJ0123456789_bcdef", 36},
		{"ghs_", "abcdefghijABCDEFGHIJ0123456789_bcdef", 36},
		{"ghr_", "abcdefghijABCDEFGHIJ0123456789_bcdef", 36},
		{"github_pat_", "ABCDEFGHIJabcdefghij_0", 22},
		{"glpat-", "abc-EFGHIJ_123456789", 20},
		{"xoxa-", "1234-abcDE", 10},
		{"xoxb-", "1234-abcDE", 10},
		{"xoxp-", "1234-abcDE", 10},
		{"xoxr-", "1234-abcDE", 10},
		{"xoxs-", "1234-abcDE", 10},
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const char *whole = arena_printf(&a, "%s%s", kinds[i].prefix, kinds[i].rest);
		const char *less = arena_printf(&a, "%s%.*s.", kinds[i].prefix,
						(int)kinds[i].least - 1, kinds[i].rest);

		ok(strlen(kinds[i].rest) == kinds[i].least &&
			   always(r, arena_printf(&a, "=%s.", whole), "=***.") &&
			   always(r, whole, "***") &&
			   always(r, arena_printf(&a, "%sZ9 x", whole), "*** x"),
		   "shape %s...", kinds[i].prefix);
		ok(always(r, less, less), "%s... cut short is plain text", kinds[i].prefix);
	}
}

static void test_shapes_in_text(struct redactor *r)
{
	static const char *const texts[][2] = {
		{"key AKIAIOSFODNN7EXAMPLE.", "key ***."},
		{"AKIASHORT stays", "AKIASHORT stays"},
		{"t=ghp_0123456789abcdefghijABCDEFGHIJ012345;", "t=***;"},
		{"github_pat_11ABCDEFG0abcdefghijkl_x", "***"},
		{"glpat-abcdefghij0123456789", "***"},
		{"xoxb-1234567890-abc!", "***!"},
		{"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123 ok",
		 "Bearer *** ok"},
		{"eyJhbGciOiJIUzI1NiJ9 alone", "eyJhbGciOiJIUzI1NiJ9 alone"},
		{"a\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE "
		 "KEY-----\nz",
		 "a\n***\nz"},
		{"-----BEGIN PRIVATE KEY-----\ncut off", "***"},
		{"-----BEGIN CERTIFICATE-----\npublic", "-----BEGIN CERTIFICATE-----\npublic"},
		{"eyJ", "eyJ"},
		{"--", "--"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		ok(always(r, texts[i][0], texts[i][1]), "shape %zu", i);
}

/* ---- generated: a secret, as one of these, in a text ---- */

typedef void spell_fn(struct strbuf *out, unsigned char c, size_t i);

static void entity(struct strbuf *out, unsigned char c, size_t i UNUSED)
{
	strbuf_addf(out, "&#%u;", c);
}
static void hex_entity(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, i % 2 ? "&#x%x;" : "&#X%04X;", c);
}
static void json_u(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, i % 2 ? "\\u%04x" : "\\u%04X", c);
}
static void json_twice(struct strbuf *out, unsigned char c, size_t i UNUSED)
{
	strbuf_addf(out, "\\\\u%04x", c);
}
static void octal(struct strbuf *out, unsigned char c, size_t i UNUSED)
{
	strbuf_addf(out, "\\%03o", c);
}
static void x_escape(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, i % 2 ? "\\x%02x" : "\\x%02X", c);
}
static void printable_q(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, "=%02X%s", c, i % 5 == 4 ? "=\r\n" : "");
}
static void percent(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, i % 2 ? "%%%02x" : "%%%02X", c);
}
static void percent_twice(struct strbuf *out, unsigned char c, size_t i UNUSED)
{
	strbuf_addf(out, "%%25%02X", c);
}
static void spaced_hex(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, i ? " %02x" : "%02x", c);
}
static void colon_hex(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, i ? ":%02X" : "%02X", c);
}
static void hex_array(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, i ? ", 0x%02x" : "%02x", c);
}
static void wrapped_hex(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, "%s%02x", i && i % 6 == 0 ? "\nweb-01 | " : "", c);
}
static void spaced_octal(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, i ? " %03o" : "%03o", c);
}
static void wide(struct strbuf *out, unsigned char c, size_t i)
{
	if (i)
		strbuf_addch(out, '\0');
	strbuf_addch(out, (char)c);
}
static void coloured(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, "%s%c", i % 3 == 1 ? "\033[1;31m" : "", c);
}
static void titled(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, "%s%c", i == 3 ? "\033]0;x\a\033(B" : "", c);
}
static void joined(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, "%s%c", i % 3 == 1 ? "\xe2\x80\x8b" : i % 3 == 2 ? "\xc2\xad" : "", c);
}
static void bold(struct strbuf *out, unsigned char c, size_t i UNUSED)
{
	strbuf_addf(out, "%c\b%c", c, c);
}
static void underlined(struct strbuf *out, unsigned char c, size_t i UNUSED)
{
	strbuf_addf(out, "_\b%c", c);
}
static void prefixed(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, "%s%c", i && i % 5 == 0 ? "\n2026-01-28 web-01 | " : "", c);
}
static void quoted(struct strbuf *out, unsigned char c, size_t i UNUSED)
{
	strbuf_addf(out, c == '\'' ? "'\\''" : "%c", c);
}
static void fields(struct strbuf *out, unsigned char c, size_t i)
{
	strbuf_addf(out, "%s%c", i && i % 6 == 0 ? "\n0000020   " : i ? "   " : "", c);
}

static const struct {
	const char *name;
	spell_fn *spell;
} spelled[] = {
	{"&#115;", entity},
	{"&#x73;", hex_entity},
	{"\\u0073", json_u},
	{"\\\\u0073", json_twice},
	{"\\163", octal},
	{"\\x73, either case", x_escape},
	{"=73", printable_q},
	{"%73", percent},
	{"%2573", percent_twice},
	{"73 33", spaced_hex},
	{"73:33", colon_hex},
	{"73, 0x33", hex_array},
	{"hex in lines", wrapped_hex},
	{"163 063", spaced_octal},
	{"UTF-16", wide},
	{"colours", coloured},
	{"titles", titled},
	{"zero width", joined},
	{"struck over", bold},
	{"underlined by striking over", underlined},
	{"lines with a prefix", prefixed},
	{"'\\''", quoted},
	{"od -c", fields},
};

static void test_spelled(size_t which)
{
	static const char set[] = "abcXYZ019!#$%&'()*+,-./:;<=>?@[]^_`{|}~\"\\";
	uint32_t seed = 11 + (uint32_t)which;
	unsigned leaked = 0;

	for (int n = 0; n < 200; n++) {
		CLEANUP(redactor_freep) struct redactor *r = redactor_new();
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;
		char value[32] = "";
		const char *end; /* what begins an escape may stand before the mask */
		size_t len = 9 + (size_t)n % 20;
		struct err err;

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1664525 + 1013904223;
			value[i] = set[(seed >> 16) % (i && i + 1 < len ? sizeof(set) - 1 : 9)];
		}
		redactor_add(r, "S", value, &err);
		strbuf_addstr(&text, "PASS=");
		for (size_t i = 0; i < len; i++)
			spelled[which].spell(&text, (unsigned char)value[i], i);
		strbuf_addstr(&text, "; next");
		redact_text(r, bytes_of(text.buf, text.len), &out);
		end = strstr(out.buf, "***");
		if ((!end || end - out.buf > 7 ||
		     (strcmp(end, "***; next") != 0 && strcmp(end, "***=\r\n; next") != 0)) &&
		    !leaked++)
			printf("# '%s': %s\n", value, out.buf);
	}
	is_int(leaked, 0, spelled[which].name);
}

/* Of other letters than ASCII the units are others, and of some there are two. */
static void test_utf16(void)
{
	static const char value[] = "p\u00e4ss\u20acw\U0001F511\U00010000rt-x9";
	static const char value_in_file[] = "p\u00e4ss\u20acw\U0001F511\U00010000rt-x9\n";
	static const unsigned char wide_forms[2][30] = {
		{0x70, 0x00, 0xe4, 0x00, 0x73, 0x00, 0x73, 0x00, 0xac, 0x20,
		 0x77, 0x00, 0x3d, 0xd8, 0x11, 0xdd, 0x00, 0xd8, 0x00, 0xdc,
		 0x72, 0x00, 0x74, 0x00, 0x2d, 0x00, 0x78, 0x00, 0x39, 0x00},
		{0x00, 0x70, 0x00, 0xe4, 0x00, 0x73, 0x00, 0x73, 0x20, 0xac,
		 0x00, 0x77, 0xd8, 0x3d, 0xdd, 0x11, 0xd8, 0x00, 0xdc, 0x00,
		 0x00, 0x72, 0x00, 0x74, 0x00, 0x2d, 0x00, 0x78, 0x00, 0x39}};
	struct err err;

	for (size_t n = 0; n < 4; n++) {
		CLEANUP(redactor_freep) struct redactor *r = redactor_new();
		size_t i = n % 2;
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;

		/* of a file, without its last line break */
		redactor_add(r, "S", n < 2 ? value : value_in_file, &err);
		strbuf_addstr(&text, "PASS=");
		strbuf_add(&text, (const char *)wide_forms[i], sizeof(wide_forms[i]));
		strbuf_addstr(&text, "; next");
		redact_text(r, bytes_of(text.buf, text.len), &out);
		is_str(out.buf, "PASS=***; next", i ? "UTF-16, big" : "UTF-16, little");
	}
}

/* Of a small character one digit is enough. */
static void test_one_digit(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	redactor_add(r, "S", "a\tvery-secret", &err);
	ok(always(r, "a&#9;very-secret", "***"), "an entity of one digit");
	ok(always(r, "a&#x9;very-secret", "***"), "one in hex");
	ok(always(r, "a\\x9very-secret", "***"), "a byte of one digit");
}

/* However many blanks stand between two bytes of a dump. */
static void test_gaps(void)
{
	static const char digits[] = "5333637265742d76616c75655f3432";
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	redactor_add(r, "S", "S3cret-value_42", &err);
	for (int gap = 1; gap < 20; gap++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

		for (size_t i = 0; i < sizeof(digits) - 1; i += 2)
			strbuf_addf(&text, "%*s%.2s", i ? gap : 0, "", digits + i);
		ok(always(r, text.buf, "***"), "%d blanks", gap);
	}
}

/* As the tools print "S3cret-value_42" (with something before it), and what remains. */
static void test_dumps(void)
{
	static const char *const dumps[][3] = {
		{"base32", "KMZWG4TFOQWXMYLMOVSV6NBS", "***"},
		{"base64 of UTF-16", "UwAzAGMAcgBlAHQALQB2AGEAbAB1AGUAXwA0ADIA", "***"},
		{"xxd",
		 "00000000: 7077 3d53 3363 7265 742d 7661 6c75 655f  pw=S3cret-value_\n"
		 "00000010: 3432 0a                                  42.\n",
		 "00000000: 7077 3d***"},
		{"hexdump -C",
		 "00000000  70 77 3d 53 33 63 72 65  74 2d 76 61 6c 75 65 5f  "
		 "|pw=S3cret-value_|\n"
		 "00000010  34 32 0a                                          |42.|\n",
		 "00000000  70 77 3d ***"},
		{"od -x",
		 "0000000 7770 533d 6333 6572 2d74 6176 756c 5f65\n0000020 3234 000a\n",
		 "0000000 7770 ***"},
		{"hexdump, big words",
		 "0000000 7077 3d53 3363 7265 742d 7661 6c75 655f\n0000020 3432 0a00\n",
		 "0000000 7077 3d***"},
		{"od",
		 "0000000 073560 051475 061463 062562 026564 060566 072554 057545\n0000020 "
		 "031064 000012\n",
		 "0000000 073560 051475 *** 000012\n"},
		{"od, from an even byte on",
		 "0000000 036560 031523 071143 072145 073055 066141 062565 032137\n0000020 "
		 "005062\n",
		 "0000000 036560 ***\n0000020 005062\n"},
		{"od -tx1",
		 "0000000 70 77 3d 53 33 63 72 65 74 2d 76 61 6c 75 65 5f\n0000020 34 32 0a\n",
		 "0000000 70 77 3d ***"},
		{"offsets that become longer",
		 "ffe0: 7077 3d53 3363 7265\nfff0: 742d 7661 6c75 655f\n1000000: 3432 0a\n",
		 "ffe0: 7077 3d***"},
		{"offsets as long and as short as they may be",
		 "ffffffffffffffe0: 7077 3d53 3363 7265\nfffffffffffffff0: 742d 7661 6c75 "
		 "655f\n"
		 "0000: 3432 0a\n",
		 "ffffffffffffffe0: 7077 3d***"},
		{"openssl",
		 "0000 - 70 77 3d 53 33 63 72 65-74 2d 76 61 6c 75 65 5f   pw=S3cret-value_\n"
		 "0010 - 34 32 0a                                          42.\n",
		 "0000 - 70 77 3d ***"},
	};
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	redactor_add(r, "S", "S3cret-value_42", &err);
	for (size_t i = 0; i < ARRAY_SIZE(dumps); i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

		redact_text(r, bytes_text(dumps[i][1]), &out);
		if (!ok(!strncmp(out.buf, dumps[i][2], strlen(dumps[i][2])) &&
				!strstr(out.buf, "S3cret") && !strstr(out.buf, "_42") &&
				!strstr(out.buf, "742d 7661"),
			"%s", dumps[i][0]))
			printf("# %s\n", out.buf);
	}
}

/* What other tools print of "pw=" with the value and a line break behind it, or of the value alone; and what remains. */
static void test_tools(void)
{
	static const char *const tools[][3] = {
		{"xxd",
		 "00000000: 7077 3d53 3363 723c 7420 7661 6cc3 bc65  pw=S3cr<t val..e\n"
		 "00000010: 5f34 322d 226c 6f6e 670a                 _42-\"long.\n",
		 "00000000: 7077 3d***\n"},
		{"xxd -e",
		 "00000000: 533d7770 3c726333 61762074 65bcc36c  pw=S3cr<t val..e\n"
		 "00000010: 2d32345f 6e6f6c22     0a67           _42-\"long.\n",
		 "00000000: ***\n"},
		{"xxd -e -g 2",
		 "00000000: 7770 533d 6333 3c72 2074 6176 c36c 65bc  pw=S3cr<t val..e\n"
		 "00000010: 345f 2d32 6c22 6e6f 0a67                 _42-\"long.\n",
		 "00000000: 7770 ***\n"},
		{"xxd -b",
		 "00000000: 01110000 01110111 00111101 01010011 00110011 01100011  pw=S3c\n"
		 "00000006: 01110010 00111100 01110100 00100000 01110110 01100001  r<t va\n"
		 "0000000c: 01101100 11000011 10111100 01100101 01011111 00110100  l..e_4\n"
		 "00000012: 00110010 00101101 00100010 01101100 01101111 01101110  2-\"lon\n"
		 "00000018: 01100111 00001010                                      g.\n",
		 "00000000: 01110000 01110111 00111101 ***\n"},
		{"xxd -g 1 -c 8",
		 "00000000: 70 77 3d 53 33 63 72 3c  pw=S3cr<\n"
		 "00000008: 74 20 76 61 6c c3 bc 65  t val..e\n"
		 "00000010: 5f 34 32 2d 22 6c 6f 6e  _42-\"lon\n"
		 "00000018: 67 0a                    g.\n",
		 "00000000: 70 77 3d ***\n"},
		{"hexdump -C",
		 "00000000  70 77 3d 53 33 63 72 3c  74 20 76 61 6c c3 bc 65  |pw=S3cr<t "
		 "val..e|\n"
		 "00000010  5f 34 32 2d 22 6c 6f 6e  67 0a                    |_42-\"long.|\n"
		 "0000001a\n",
		 "00000000  70 77 3d ***\n"
		 "0000001a\n"},
		{"hexdump -C, od -tx1z",
		 "000000 70 77 3d 53 33 63 72 3c 74 20 76 61 6c c3 bc 65  >pw=S3cr<t val..e<\n"
		 "000010 5f 34 32 2d 22 6c 6f 6e 67 0a                    >_42-\"long.<\n"
		 "00001a\n",
		 "000000 70 77 3d ***\n"
		 "00001a\n"},
		{"od -tx4",
		 "0000000 533d7770 3c726333 61762074 65bcc36c\n"
		 "0000020 2d32345f 6e6f6c22 00000a67\n"
		 "0000032\n",
		 "0000000 ***\n"
		 "0000032\n"},
		{"od -tx8",
		 "0000000 3c726333533d7770 65bcc36c61762074\n"
		 "0000020 6e6f6c222d32345f 0000000000000a67\n"
		 "0000032\n",
		 "0000000 ***\n"
		 "0000032\n"},
		{"od -tx8, big",
		 "0000000 70773d533363723c 742076616cc3bc65\n"
		 "0000020 5f34322d226c6f6e 670a000000000000\n"
		 "0000032\n",
		 "0000000 70773d***0a000000000000\n"
		 "0000032\n"},
		{"od -td1",
		 "0000000  112  119   61   83   51   99  114   60  116   32  118   97  108  "
		 "-61  -68  101"
		 "\n"
		 "0000020   95   52   50   45   34  108  111  110  103   10\n"
		 "0000032\n",
		 "0000000  112  119   61   ***\n"
		 "0000032\n"},
		{"od -tu1",
		 " 112 119  61  83  51  99 114  60 116  32 118  97 108 195 188 101\n"
		 "  95  52  50  45  34 108 111 110 103  10\n",
		 " 112 119  61  ***  10\n"},
		{"od -a",
		 "0000000   p   w   =   S   3   c   r   <   t  sp   v   a   l   C   <   e\n"
		 "0000020   _   4   2   -   \"   l   o   n   g  nl\n"
		 "0000032\n",
		 "0000000   p   w   =   ***  nl\n"
		 "0000032\n"},
		{"od -c",
		 "0000000   p   w   =   S   3   c   r   <   t       v   a   l 303 274   e\n"
		 "0000020   _   4   2   -   \"   l   o   n   g  \\n"
		 "\n"
		 "0000032\n",
		 "0000000   p   w   =   ***  \\n"
		 "\n"
		 "0000032\n"},
		{"cat -v", "pw=S3cr<t valM-CM-<e_42-\"long\n", "pw=***\n"},
		{"cat -A", "pw=S3cr<t valM-CM-<e_42-\"long$\n", "pw=***$\n"},
		{"base32hex", "E1RJQKPJCDP3OT10EPGMPGTSCLFJ8CHD49M6URJ718======\n",
		 "E1RJQ***18======\n"},
		{"basenc --base2msbf",
		 "01110000011101110011110101010011001100110110001101110010001111000111010000100"
		 "00001110110"
		 "01100001011011001100001110111100011001010101111100110100001100100010110100100"
		 "01001101100"
		 "01101111011011100110011100001010",
		 "011100000111011100111101***00001010"},
		{"openssl -dump",
		 "    0:d=0  hl=2 l=  26 prim: OCTET STRING      \n"
		 "      0000 - 70 77 3d 53 33 63 72 3c-74 20 76 61 6c c3 bc 65   pw=S3cr<t "
		 "val..e\n"
		 "      0010 - 5f 34 32 2d 22 6c 6f 6e-67 0a                     _42-\"long.\n",
		 "    0:d=0  hl=2 l=  26 prim: OCTET STRING      \n"
		 "      0000 - 70 77 3d ***\n"},
		{"Go %v",
		 "[83 51 99 114 60 116 32 118 97 108 195 188 101 95 52 50 45 34 108 111 110 "
		 "103]\n",
		 "[***]\n"},
		{"JSON of a Buffer",
		 "{\"type\":\"Buffer\",\"data\":[83,51,99,114,60,116,32,118,97,108,195,188,101,"
		 "95,52,50,45"
		 ",34,108,111,110,103]}\n",
		 "{\"type\":\"Buffer\",\"data\":[***]}\n"},
		{"console.log of bytes",
		 "Uint8Array(22) [\n"
		 "   83,  51,  99, 114,  60, 116,  32, 118,  97, 108, 195, 188,\n"
		 "  101,  95,  52,  50,  45,  34, 108, 111, 110, 103\n"
		 "]\n",
		 "Uint8Array(22) [\n"
		 "   ***\n"
		 "]\n"},
		{"Java",
		 "[83, 51, 99, 114, 60, 116, 32, 118, 97, 108, -61, -68, 101, 95, 52, 50, 45, "
		 "34, 108, 111"
		 ", 110, 103]\n",
		 "[***]\n"},
		{"Perl", "\\x{53}\\x{33}\\x{63}\\x{72}\\x{3c}\\x{74} val\\x{fc}e_42-\\\"long\n",
		 "***\n"},
		{"escape() of JavaScript", "S3cr%3Ct%20val%u00FCe_42-%22long\n", "***\n"},
		{"a .dockerconfigjson of kubectl",
		 "eyJhdXRocyI6eyJyIjp7ImF1dGgiOiJZbTkwT2xNelkzSThkQ0IyWVd6RHZHVmZOREl0SW14dmJtY"
		 "z0ifX19\n",
		 "eyJhdXRocyI6eyJyIjp7ImF1dGgiOiJZbTkwT2x***Yz0ifX19\n"},
	};
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	redactor_add(r, "S",
		     "S3cr<t val\xc3\xbc"
		     "e_42-\"long",
		     &err);
	for (size_t i = 0; i < ARRAY_SIZE(tools); i++)
		ok(always(r, tools[i][1], tools[i][2]), "%s", tools[i][0]);
}

/* Without a secret every byte stays, also where much looks like the beginning of one. */
static void test_unchanged(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	uint32_t seed = 3;
	unsigned changed = 0;
	struct err err;

	redactor_add(r, "A", "S3cret-value_42", &err);
	redactor_add(r, "B", "a%b\\c&d=e f", &err);
	for (int n = 0; n < 200; n++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;

		for (int i = 0; i < 2000; i++) {
			static const char set[] =
				"S3cret-value_a%b\\c&d=e f0123456789\n\t\033[;x#u|:";

			seed = seed * 1664525 + 1013904223;
			strbuf_addch(&text, n % 2 ? (char)(seed >> 24)
						  : set[(seed >> 16) % (sizeof(set) - 1)]);
		}
		redact_text(r, bytes_of(text.buf, text.len), &out);
		changed += out.len != text.len || memcmp(out.buf, text.buf, out.len) != 0;
	}
	is_int(changed, 0, "a text without a secret is what it was");
}

static void test_ends(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	ok(!redactor_add(r, "A", "secret%", &err) && always(r, "secret%25", "***"),
	   "an escape that the text's end ends");
}

static void test_overlap(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	ok(!redactor_add(r, "A", "abcdef", &err) && !redactor_add(r, "B", "efghij", &err) &&
		   !redactor_add(r, "C", "abcd", &err),
	   "three secrets");
	ok(always(r, "xabcdefghijx", "x***x"), "two that overlap leave nothing");
	ok(always(r, "abcdefabcd", "******"), "two in a row are two");
	ok(always(r, "abcdefghi", "***ghi"), "an unfinished second is not a secret");
	ok(always(r, "abc", "abc"), "a beginning at the very end is shown");
}

/* A value that holds an escape by itself. */
static void test_signs(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	redactor_add(r, "S", "pass%25word", &err);
	redactor_add(r, "T", "pass&amp;word", &err);
	redactor_add(r, "U", "a%5f0x1", &err);
	redactor_add(r, "V", "less&lt;more", &err);
	redactor_add(r, "W", "]=*^#[|#}", &err);
	redactor_add(r, "X", "both&word", &err);
	ok(always(r, "pass%2525word", "***"), "%%25");
	ok(always(r, "pass%252525word", "***"), "%%25, escaped twice");
	ok(always(r, "pass&amp;amp;word", "***"), "&amp;");
	ok(always(r, "pass&amp;amp;amp;word", "***"), "&amp;, escaped twice");
	ok(always(r, "both&amp;amp;amp;amp;amp;word", "***"), "&, five times");
	ok(always(r, "a%255f0x1.", "***."), "%%5f");
	ok(always(r, "a%25255f0x1.", "***."), "%%5f, escaped twice");
	ok(always(r, "less&amp;lt;more", "***"), "&lt;");
	ok(always(r, "less&amp;amp;lt;more", "***"), "&lt;, escaped twice");
	/* in one text, what is escaped and what is not */
	ok(always(r, "p%61ss%25%32%35word", "***"), "each letter");
	ok(always(r, "]=3D*^#[|#}", "***"), "= at the beginning");
	ok(always(r, "pass%25", "pass%25"), "an end that looks like one");
}

/* Between the bytes of a dump: what stands there is looked past also where few bytes tell. */
static void test_between_digits(void)
{
	static const char *const between[] = {" ",
					      "\t",
					      ":",
					      ", ",
					      "-",
					      ";",
					      " 0x",
					      ", 0x",
					      "\\x",
					      " \\x",
					      "x",
					      ":x",
					      " M",
					      "%",
					      "=",
					      " &",
					      "\n",
					      "  \n",
					      "\033[0m",
					      "\xe2\x80\x8b",
					      ("\xc2\x9b"
					       "1m"),
					      "|\n"};
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;
	unsigned left = 0;

	redactor_add(r, "S", "abcdef", &err);
	for (size_t i = 0; i < ARRAY_SIZE(between); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const char *b = between[i];

		if (!always(r, arena_printf(&a, "> 61%s62%s63%s64%s65%s66.", b, b, b, b, b),
			    "> ***.")) {
			printf("# between: '%s'\n", b);
			left++;
		}
	}
	ok(!left, "what stands between the bytes of a dump");
}

/* What is escaped may stand anywhere, also where the first letters tell that it is another text. */
static void test_escaped_places(void)
{
	static const char *const escapes[][2] = {
		{"&", "&amp;"},
		{"<", "&lt;"},
		{"%", "%25"},
		{"%", "%2525"},
		{"&", "%26"},
		{"=", "=3D"},
		{"\\", "\\\\"},
		{"\"", "\\\""},
		{"\\", "\\x5c"},
		{"\xc3\xa9", "M-CM-)"},
		{"\xc3\xa9", "\\u00e9"},
		{"M", "%4d"},
		{"\x01", "^A"},
	};
	static const char *const around[] = {"aB5ec", "Mamaf",	"5f0x1",
					     "b%&=c", "=3e-\\", "e M-x"};

	for (size_t i = 0; i < ARRAY_SIZE(escapes); i++) {
		const char *name = escapes[i][1];
		unsigned left = 0;

		for (size_t n = 0; n < 6 * ARRAY_SIZE(around); n++) {
			CLEANUP(arena_free) struct arena a = ARENA_INIT;
			CLEANUP(redactor_freep) struct redactor *r = redactor_new();
			const char *word = around[n / 6];
			int at = (int)(n % 6);
			const char *text, *found;
			struct err err;

			redactor_add(r, "S",
				     arena_printf(&a, "%.*s%s%s", at, word, escapes[i][0],
						  word + at),
				     &err);
			text = arena_printf(&a, "x: %.*s%s%s;", at, word, name, word + at);
			found = masked(r, bytes_text(text), 64, &a);
			/* of an escape a part may stay where it can be read in two ways */
			left += !strstr(found, "***") ||
				strlen(found) > strlen("x: ***;") + 3 ||
				!always(r, text, found);
		}
		ok(!left, "%s: %u places where it was not found", name, left);
	}
}

/* Characters beyond a byte, and what is not seen of a text. */
static void test_unicode(void)
{
	static const char key[] = "k\xf0\x9f\x94\x91y\xc3\xa9word";
	static const char *const found[] = {
		"k\\ud83d\\udd11y\\u00e9word",
		"k\\\\uD83D\\\\uDD11y\\\\u00E9word",
		"k\\u{1f511}y\\u{e9}word",
		"k\\U0001f511y\\x{e9}word",
		"k&#x1f511;y&#233;word",
		"k%F0%9f%94%91y%u00e9word",
		"k\xf0\x9f\x94\x91\033]0;title\ay\xc3\xa9word",
		"k\033]8;;x://y\033\\\xf0\x9f\x94\x91y\033(B\xc3\xa9word",
		"k\bk\xf0\x9f\x94\x91\b\xf0\x9f\x94\x91y\by\xc3\xa9\b\xc3\xa9word",
		"k\xef\xb8\x80\xf0\x9f\x94\x91\xef\xb8\x8fy\xc3\xa9word"};
	static const char *const shown[] = {"k\\ud83dy\\u00e9word",
					    "k\\ud83d\\n0000y\\u00e9word",
					    "k\\ud83d\\udd1y\\u00e9word",
					    "k\\u{1f511y\\u{e9}word",
					    "k\\u{}y\\u{e9}word",
					    "k\\u{110000}y\\u{e9}word",
					    "k\\uffffy\\u00e9word",
					    "k\033]0;title\n\a\xf0\x9f\x94\x91y\xc3\xa9word",
					    "k\xef\xb8\x90\xf0\x9f\x94\x91y\xc3\xa9word",
					    "k\xef\xb7\xbf\xf0\x9f\x94\x91y\xc3\xa9word",
					    "k\xf0\x9f\x94y\xc3\xa9word"};
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	CLEANUP(strbuf_free) struct strbuf far = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf near = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf part = STRBUF_INIT;
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct err err;

	redactor_add(r, "S", key, &err);
	for (size_t i = 0; i < ARRAY_SIZE(found); i++)
		ok(always(r, found[i], "***"), "found: %zu", i);
	for (size_t i = 0; i < ARRAY_SIZE(shown); i++)
		ok(always(r, shown[i], shown[i]), "another text: %zu", i);
	/* what is not seen may be long, not endless: a stream is not held for ever */
	for (int i = 0; i < 5000; i++) {
		strbuf_addch(&far, '1');
		if (i < 3000)
			strbuf_addch(&near, '1');
	}
	ok(!strcmp(masked(r,
			  bytes_text(arena_printf(&arena, "k\033]0;%s\a%s", near.buf, key + 1)),
			  999, &arena),
		   "***"),
	   "behind a long title");
	ok(strstr(masked(r,
			 bytes_text(arena_printf(&arena, "k\033]0;%s\a%s", far.buf, key + 1)),
			 999, &arena),
		  "word") != NULL,
	   "a title that ends too late");
	redact_part(r, bytes_text(arena_printf(&arena, "k\033]0;%s", far.buf)), &part);
	ok(strstr(part.buf, "111") != NULL, "a title without end");
	ok(strstr(masked(r, bytes_text(arena_printf(&arena, "k\033[%s", far.buf)), 999, &arena),
		  "111") != NULL,
	   "a control sequence without end");
}

/* Lines that have nothing but what stands before each of them. */
static void test_empty_lines(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	redactor_add(r, "S", "correct-horse", &err);
	ok(always(r, "a| correct\na| \na| \na| -horse\n", "a| ***\n"), "two of them");
	ok(always(r, "t\na| c\na| \na| \na| \nx", "t\na| c\na| \na| \na| \nx"),
	   "only a beginning");
}

static void test_refusals(struct redactor *r)
{
	CLEANUP(redactor_freep) struct redactor *other = redactor_new();
	struct err err = {0};
	char *much = malloc(REDACT_LONGEST + 2);

	ok(redactor_add(r, "PIN", "123", &err) < 0 && err.code == ERR_FORMAT &&
		   strstr(err.text, "'PIN'") && !strstr(err.text, "123"),
	   "three characters are no secret, and are not printed");
	ok(redactor_add(r, "PIN", "  1\n2 ", &err) < 0, "blanks do not count");
	ok(!redactor_add(r, "NONE", "", &err) && !redactor_add(r, "NONE", NULL, &err),
	   "nothing is nothing to mask");
	memset(much, 'a', REDACT_LONGEST + 1);
	much[REDACT_LONGEST + 1] = '\0';
	ok(redactor_add(r, "LONG", much, &err) < 0 && err.code == ERR_LIMIT, "a limit");
	much[REDACT_LONGEST] = '\0';
	ok(!redactor_add(other, "LONG", much, &err), "so long it may be");
	free(much);
}

/* 1,000 secrets of all kinds of bytes in 6 encodings in every piece size up to 64. */
static void test_planted(void)
{
	uint32_t seed = 7;
	unsigned leaked = 0;

	for (int n = 0; n < 1000; n++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		CLEANUP(redactor_freep) struct redactor *r = redactor_new();
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		size_t len = 8 + (size_t)n % 24;
		char *value = arena_alloc(&a, len + 1), *hex = arena_alloc(&a, 2 * len + 1);
		const char *found;
		struct err err;

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1664525 + 1013904223;
			value[i] = (char)(33 + (seed >> 16) % 94);
		}
		hex_encode(value, len, hex);
		redactor_add(r, "S", value, &err);
		strbuf_addf(&text, "%s%s\n{\"x\": \"%s\"}%s", value, value, hex, value);
		found = masked(r, bytes_of(text.buf, text.len), 1 + (size_t)n % 64, &a);
		leaked += strstr(found, value) || strstr(found, hex);
	}
	is_int(leaked, 0, "of 1,000 planted secrets none is left");
}

int main(void)
{
	CLEANUP(redactor_freep) struct redactor *r = redactor_new();
	struct err err;

	setvbuf(stdout, NULL, _IOLBF, 0);
	ok(!redactor_add(r, "DB_PASSWORD", secret, &err), "a secret");
	test_encodings(r);
	test_base64(r);
	test_base64url();
	test_lines();
	test_first_bytes();
	test_shapes(r);
	test_shapes_in_text(r);
	for (size_t i = 0; i < ARRAY_SIZE(spelled); i++)
		test_spelled(i);
	test_utf16();
	test_one_digit();
	test_gaps();
	test_dumps();
	test_tools();
	test_unchanged();
	test_ends();
	test_overlap();
	test_empty_lines();
	test_escaped_places();
	test_signs();
	test_between_digits();
	test_unicode();
	test_refusals(r);
	test_planted();
	return done();
}
