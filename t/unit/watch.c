/* world/watch: a value is found wherever it stands, and memory stays bounded. */
#include "world/watch.h"

#include <sys/resource.h>

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/strbuf.h"

#include "../t/unit/tap.h"

static const char *found(const char *pattern, enum watch_which which, struct bytes text,
			 size_t piece, struct arena *a)
{
	const char *from = text.data, *ret = NULL;
	struct watch *w;
	struct err err;

	if (watch_open(pattern, SRCPOS_NONE, which, &w, &err) < 0)
		return err.text[0] ? "no pattern" : NULL;
	for (size_t at = 0; at < text.len; at += piece)
		watch_feed(w,
			   bytes_of(from + at, text.len - at < piece ? text.len - at : piece));
	return watch_close(w, a, &ret, &err) < 0 ? "cannot tell" : ret;
}

static void test_small(void)
{
	static const struct {
		const char *pattern, *text, *first, *last;
	} cases[] = {
		{"^(\\d+)$", "a\n41\n42\n", "41", "42"},
		{"at (\\S+)", "at /b/1 at /b/2", "/b/1", "/b/2"},
		{"b.", "abc abd", "bc", "bd"},
		{"x(\\d*)", "x x1 x", "", "1"},
		{"x(y)?", "x xy", NULL, "y"},
		{"(?=a)|b(c)", "abc", NULL, "c"}, /* beside one of nothing */
		{"none", "abc", NULL, NULL},
		{"none", "", NULL, NULL},
		{"^$", "", "", NULL},
		{"(?s)a(.*)z", "a\nb\nz", "\nb\n", "\nb\n"},
		{"(", "a", "no pattern", "no pattern"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct bytes text = bytes_text(cases[i].text);

		is_str(found(cases[i].pattern, WATCH_FIRST, text, 1, &a), cases[i].first,
		       cases[i].pattern);
		is_str(found(cases[i].pattern, WATCH_LAST_PATH, text, 1, &a), cases[i].last,
		       cases[i].pattern);
	}
}

/* No path is longer than one may be; another value may be. */
static void test_long_path(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *path;

	strbuf_addstr(&text, "at ");
	while (text.len < strlen("at ") + LIMIT_PATH)
		strbuf_addch(&text, 'x');
	path = found("at (x+)", WATCH_LAST_PATH, bytes_of(text.buf, text.len), text.len, &a);
	ok(path && strlen(path) == LIMIT_PATH, "the longest path");
	strbuf_addch(&text, 'x');
	is_str(found("at (x+)", WATCH_LAST_PATH, bytes_of(text.buf, text.len), text.len, &a),
	       NULL, "one byte more");
	ok(found("at (x+)", WATCH_FIRST, bytes_of(text.buf, text.len), text.len, &a),
	   "of what is no path that is a value");
}

/* At each place around those where the window moves, in lines and in none. */
static void test_places(char filler, const char *name)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	static const char line[] = "\nRestore path: /b/1 \n";
	const size_t first = LIMIT_CAPTURE + WATCH_OVERLAP;
	unsigned missed = 0;

	while (text.len < 3 * LIMIT_CAPTURE) {
		char row[100];

		memset(row, filler, sizeof(row));
		row[99] = filler == '.' ? '\n' : filler;
		strbuf_add(&text, row, sizeof(row));
	}
	for (size_t at = first - 40; at < first + 40; at++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		char was[sizeof(line)];
		const char *path;

		memcpy(was, text.buf + at, sizeof(line) - 1);
		memcpy(text.buf + at, line, sizeof(line) - 1);
		path = found("^Restore path: (\\S+) $", WATCH_LAST_PATH,
			     bytes_of(text.buf, text.len), first, &a);
		missed += !path || strcmp(path, "/b/1") != 0;
		memcpy(text.buf + at, was, sizeof(line) - 1);
	}
	is_int(missed, 0, name);
}

static long most_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* A line that is cut where the window ends is no whole line. */
static void test_cut_line(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	while (text.len < LIMIT_CAPTURE + WATCH_OVERLAP)
		strbuf_addstr(&text, "a line\n");
	strbuf_addstr(&text, "n=4");
	is_str(found("^n=(\\d)", WATCH_FIRST, bytes_of(text.buf, text.len), text.len, &a), "4",
	       "at the end");
	strbuf_addstr(&text, "2\n");
	is_str(found("^n=(\\d\\d?)", WATCH_FIRST, bytes_of(text.buf, text.len), text.len - 2,
		     &a),
	       "42", "a number that is cut is waited for");
	is_str(found("^n=(\\d)(?!\\d)", WATCH_FIRST, bytes_of(text.buf, text.len), text.len - 2,
		     &a),
	       NULL, "and what must not follow it");
	is_str(found("^(n)(?!.*2)", WATCH_FIRST, bytes_of(text.buf, text.len), text.len - 2,
		     &a),
	       NULL, "anywhere in its line");
}

/* Of one line there is no whole one: what stands where the window ends is looked at again. */
static void test_no_lines(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const size_t first = LIMIT_CAPTURE + WATCH_OVERLAP + 1;
	static const char value[] = "path=/b/4711;";

	while (text.len < first + 100)
		strbuf_addstr(&text, "xxxxxxxxxx");
	for (size_t cut = 1; cut < sizeof(value) - 1; cut += 3) {
		CLEANUP(strbuf_free) struct strbuf one = STRBUF_INIT;

		strbuf_add(&one, text.buf, text.len);
		memcpy(one.buf + first - cut, value, sizeof(value) - 1);
		is_str(found("path=([/\\w]+);", WATCH_FIRST, bytes_of(one.buf, one.len), first,
			     &a),
		       "/b/4711", "cut by the window");
		is_str(found("path=([/b\\d]+)", WATCH_FIRST, bytes_of(one.buf, one.len), first,
			     &a),
		       "/b/4711", "and not taken before it is whole");
	}
}

static void test_long(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf piece = STRBUF_INIT;
	struct watch *first = NULL, *last = NULL;
	const char *path = NULL;
	struct err err;
	long before;

	while (piece.len < 60000)
		strbuf_addstr(&piece, "TASK [a line of a long output] ****************\n");
	ok(!watch_open("path: (\\S+)", SRCPOS_NONE, WATCH_FIRST, &first, &err) &&
		   !watch_open("path: (\\S+)", SRCPOS_NONE, WATCH_LAST_PATH, &last, &err),
	   "two look");
	watch_feed(first, bytes_text("one\npath: /b/1\n"));
	watch_feed(last, bytes_text("one\npath: /b/1\n"));
	before = most_memory();
	for (int i = 0; i < 1000; i++) { /* 60 MB */
		watch_feed(first, bytes_of(piece.buf, piece.len));
		watch_feed(last, bytes_of(piece.buf, piece.len));
	}
	ok(most_memory() - before < 16 << 10, "memory stays bounded");
	ok(!watch_close(first, &a, &path, &err) && path && !strcmp(path, "/b/1"),
	   "found on line 2 of 60 MB");
	ok(!watch_close(last, &a, &path, &err) && path && !strcmp(path, "/b/1"),
	   "also where a later one might come");
}

int main(void)
{
	test_small();
	test_long_path();
	test_places('.', "in lines, wherever it stands");
	test_places('x', "in one long line");
	test_cut_line();
	test_no_lines();
	test_long();
	return done();
}
