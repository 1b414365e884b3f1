#include "base/cleanup.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "tap.h"

static void test_valid(void)
{
	static const struct {
		const char *text;
		bool good;
		size_t fault;
	} cases[] = {
		{"", true, 0},
		{"plain", true, 0},
		{"\xc2\xa0\xdf\xbf\xe0\xa0\x80\xef\xbf\xbd\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
		 true, 0},
		{"a\x80", false, 1},		    /* continuation alone */
		{"ab\xc0\xaf", false, 2},	    /* overlong slash */
		{"\xe0\x80\xaf", false, 0},	    /* overlong, three bytes */
		{"\xf0\x80\x80\xaf", false, 0},	    /* overlong, four bytes */
		{"\xed\xa0\x80", false, 0},	    /* surrogate */
		{"\xf4\x90\x80\x80", false, 0},	    /* above U+10FFFF */
		{"\xf8\x88\x80\x80\x80", false, 0}, /* five bytes */
		{"x\xe2\x82", false, 1},	    /* cut off */
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t fault = 0;

		ok(utf8_valid(bytes_text(cases[i].text), &fault) == cases[i].good &&
			   fault == cases[i].fault,
		   "validity of case %zu", i);
	}
}

static void test_round_trip(void)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	bool good = true;

	for (uint32_t code = 1; code <= 0x10ffff; code++) {
		uint32_t again = 0;

		if (code >= 0xd800 && code <= 0xdfff)
			continue;
		strbuf_setlen(&out, 0);
		utf8_append(&out, code);
		good &= utf8_decode(bytes_of(out.buf, out.len), 0, &again) == out.len &&
			again == code;
	}
	ok(good, "every character decodes to what was encoded");
	strbuf_setlen(&out, 0);
	utf8_append(&out, 0xd800);
	is_str(out.buf, "\xef\xbf\xbd", "a surrogate is encoded as U+FFFD");
}

static void test_lines(void)
{
	ok(utf8_is_printable_line(bytes_text("Redis \xe2\x80\x94 stable")), "a dash is shown");
	ok(!utf8_is_printable_line(bytes_text("a\nb")), "two lines are not one");
	ok(!utf8_is_printable_line(bytes_text("a\x1b[2J")), "an escape is not shown");
	ok(!utf8_is_printable_line(bytes_text("a\xe2\x80\xae"
					      "b")),
	   "a right-to-left override is not shown");
	ok(!utf8_is_printable_line(bytes_text("a\xc2\x85")), "NEL breaks a line");
	ok(!utf8_is_printable_line(bytes_of("a\0b", 3)), "NUL is not shown");
}

static void test_printable(void)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct arena a = ARENA_INIT;
	const char *same = "docs/r\xc3\xa9sum\xc3\xa9.md";

	printable_add(&out,
		      bytes_text("a\x1b[31mb\x7f\xc2\x9b\n\t\xff|\xe2\x80\xae|\xe2\x80\x8b"),
		      PRINTABLE_LINE);
	is_str(out.buf, "a\\x1b[31mb\\x7f\\u{009b}\\x0a\\x09\\xff|\\u{202e}|\\u{200b}",
	       "controls, bad bytes, bidi and invisible characters are spelled out");
	strbuf_setlen(&out, 0);
	printable_add(&out, bytes_text("a\n\tb\r"), PRINTABLE_TEXT);
	is_str(out.buf, "a\n\tb\\x0d", "a text keeps newline and tab, not a carriage return");
	ok(printable_line(&a, same) == same, "harmless text is not copied");
	is_str(printable_line(&a, "x\x07"), "x\\x07", "a bell is not rung");
	arena_free(&a);
}

int main(void)
{
	test_valid();
	test_round_trip();
	test_lines();
	test_printable();
	return done();
}
