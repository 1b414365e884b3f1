/* text/plain: what is judged is what a terminal shows, however the stream is cut. */
#include "text/plain.h"

#include "base/arena.h"
#include "base/cleanup.h"

#include "../t/unit/tap.h"

static const struct {
	const char *name, *text, *shown;
} cases[] = {
	{"text", "one\ntwo\tthree \xc3\xa9", "one\ntwo\tthree \xc3\xa9"},
	{"colour", "\033[0;33mweb-01\033[0m : \033[1;38;5;208mok\033[m\n", "web-01 : ok\n"},
	{"colon parameters", "\033[38:2::1:2:3mred\033[0m", "red"},
	{"private modes", "\033[?25lhidden cursor\033[?25h", "hidden cursor"},
	{"a title", "\033]0;a title\aprompt", "prompt"},
	{"a link", "\033]8;;https://x.example/\033\\link\033]8;;\033\\", "link"},
	{"device control", "a\033P1$r0m\033\\b\033_x\033\\c\033^x\033\\d\033Xx\033\\e",
	 "abcde"},
	{"an escape in a title", "\033]0;a\033btitle\aprompt", "prompt"},
	{"a title that does not end", "\033]0;a title\nfailed=1\n", "\nfailed=1\n"},
	{"a sequence that does not end", "a\033[1;\nfailed=1\n", "a\nfailed=1\n"},
	{"one that is broken off", "a\033[1\030b", "ab"},
	{"one in another", "a\033[1\033[0mb", "ab"},
	{"character sets", "\033(Bline\033)0 of\033%G text\016\017", "line of text"},
	{"save and restore", "\0337a\0338b\033=c\033>", "abc"},
	{"CRLF", "one\r\ntwo\r\n", "one\ntwo\n"},
	{"a bar of progress", " 10%\r 50%\r100%\ndone\n", "100%\ndone\n"},
	{"what is left of a longer line", "loading ...\rready\n", "readyng ...\n"},
	{"erased to its end", "loading ...\r\033[Kready\n", "ready\n"},
	{"erased behind the cursor", "loading ...\rready\033[0K\n", "ready\n"},
	{"erased before it", "abc\033[1Kd\n", "   d\n"},
	{"erased as a whole", "abc\r\033[2Kd\n", "d\n"},
	{"written over, wider", "abc\r\xc3\xa9\xe2\x9c\x93\n",
	 "\xc3\xa9\xe2\x9c\x93"
	 "c\n"},
	{"written over, narrower",
	 "\xc3\xa9\xe2\x9c\x93"
	 "c\rab\n",
	 "abc\n"},
	{"overstrike", "b\bbo\bold _\bx", "bold x"},
	{"a backspace too many", "\b\bab\b\b\bc", "cb"},
	{"a backspace over two bytes", "\xc3\xa9\bx", "x"},
	{"bells", "a\ab", "ab"},
	{"nothing", "", ""},
};

static const char *shown(const char *text, size_t len, size_t piece, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct plain *p = plain_open();

	for (size_t at = 0; at < len; at += piece)
		plain_feed(p, bytes_of(text + at, len - at < piece ? len - at : piece), &out);
	plain_close(p, &out);
	return arena_strndup(a, out.buf, out.len);
}

static void test_case(size_t i)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	size_t len = strlen(cases[i].text);
	unsigned other = 0;

	is_str(shown(cases[i].text, len, len ? len : 1, &a), cases[i].shown, cases[i].name);
	for (size_t piece = 1; piece < len; piece++)
		other += strcmp(shown(cases[i].text, len, piece, &a), cases[i].shown) != 0;
	is_int(other, 0, "the same in pieces");
}

/* Memory does not grow with a line. */
static void test_long(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	while (text.len < 3 * PLAIN_LINE)
		strbuf_addstr(&text, "0123456789");
	ok(!strcmp(shown(text.buf, text.len, 1000, &a), text.buf),
	   "a long line stays as it is");
	strbuf_addstr(&text, "\rx");
	ok(!strncmp(shown(text.buf, text.len, 1000, &a), text.buf, PLAIN_LINE),
	   "and its beginning is not written over");
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		test_case(i);
	test_long();
	return done();
}
