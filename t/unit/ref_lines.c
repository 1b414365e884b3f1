/* gate/ref_lines: what git writes to a hook, and every other form of it. */
#include "gate/gate_push.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "tap.h"

#define ZERO "0000000000000000000000000000000000000000"
#define ONE "1111111111111111111111111111111111111111"

static struct arena arena = ARENA_INIT;
static struct ref_line *lines;
static size_t count;
static struct err err;

static bool receives(const char *text)
{
	return ref_lines_of_receive(bytes_text(text), &arena, &lines, &count, &err) == 0;
}

static void test_names(void)
{
	static const char *const good[] = {"refs/heads/main", "refs/heads/a.b/c",
					   "refs/x.locked",   "refs/a@b",
					   "refs/@",	      "refs/heads/\xc3\xa4"};
	static const char *const bad[] = {
		"heads/main", "refs/",	     "refs/a/",	      "refs/a.",   "refs/a..b",
		"refs/a@{1",  "refs/a.lock", "refs/a.lock/b", "refs//a",   "refs/.a",
		"refs/a~1",   "refs/a^",     "refs/a:b",      "refs/a?",   "refs/a*",
		"refs/a[b",   "refs/a\\b",   "refs/a\x7f",    "refs/a\tb",
	};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		ok(receives(arena_printf(&arena, ZERO " " ONE " %s\n", good[i])) &&
			   count == 1 && !strcmp(lines[0].ref, good[i]),
		   "a name: %s", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(!receives(arena_printf(&arena, ZERO " " ONE " %s\n", bad[i])) &&
			   err.code == ERR_FORMAT,
		   "not a name: %s", bad[i]);
}

static void test_lines(void)
{
	static const char *const bad[] = {
		"\n",
		" \n",
		ZERO "\n",
		ZERO " " ONE "\n",
		ZERO " " ONE " \n",
		ZERO "  " ONE " refs/a\n",
		" " ZERO " " ONE " refs/a\n",
		ZERO " " ONE " refs/a b\n",
		"x " ONE " refs/a\n",
		ZERO " x refs/a\n",
		ZERO " " ONE " refs/a\n\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(!receives(bad[i]) && err.code == ERR_FORMAT, "not a line: %d", (int)i);
	ok(receives("") && !count, "no line");
	ok(receives(ZERO " " ONE " refs/a") && count == 1, "a line without an end");
	ok(receives(ZERO " " ONE " refs/a\n" ONE " " ZERO " refs/b\n") && count == 2 &&
		   !strcmp(lines[0].ref, "refs/b"),
	   "what is deleted comes first");
	ok(ref_lines_of_push(bytes_text("x " ONE " refs/a " ZERO "\n"), &arena, &lines, &count,
			     &err) == 0 &&
		   count == 1 && !strcmp(lines[0].local, "x") && oid_is_zero(&lines[0].old),
	   "of a push the local name too");
	ok(ref_lines_of_push(bytes_text(ZERO " " ONE " refs/a\n"), &arena, &lines, &count,
			     &err) < 0,
	   "which is not there");
	ok(ref_lines_of_receive(bytes_of(ZERO "\0" ONE " refs/a\n", 89), &arena, &lines, &count,
				&err) < 0,
	   "a line with a NUL");
}

static void test_limits(void)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s %s refs/%0*d", ZERO, ONE, (int)LIMIT_PATH, 0);
	ok(!receives(text.buf) && err.code == ERR_FORMAT, "a name that is too long");
	strbuf_addf(&text, "%0*d\n", 4 * (int)LIMIT_PATH, 0);
	ok(!receives(text.buf) && err.code == ERR_FORMAT, "a line that is too long");
	strbuf_setlen(&text, 0);
	for (size_t i = 0; i < LIMIT_REF_LINES; i++)
		strbuf_addf(&text, "%s %s refs/%zu\n", ZERO, ONE, i);
	ok(receives(text.buf) && count == LIMIT_REF_LINES, "as many lines as are read");
	strbuf_addf(&text, "%s %s refs/a\n", ZERO, ONE);
	ok(!receives(text.buf) && err.code == ERR_LIMIT, "one more");
}

int main(void)
{
	test_names();
	test_lines();
	test_limits();
	arena_free(&arena);
	return done();
}
