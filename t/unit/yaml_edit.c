#include "base/cleanup.h"
#include "tap.h"
#include "yaml/edit.h"

static void sets(const char *text, const char *path, const char *value, const char *expected,
		 const char *name)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct err err = {0};

	if (edit_set(bytes_text(text), "f", path, value, &out, &err))
		printf("# %u:%u: %s\n", err.at.line, err.at.column, err.text);
	is_str(out.buf, expected, name);
}

static void refuses(const char *text, const char *path, const char *value, const char *why)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct err err = {0};

	ok(edit_set(bytes_text(text), "f", path, value, &out, &err) == -1 && !out.len &&
		   strstr(err.text, why),
	   "refuses: %s", why);
	if (!strstr(err.text, why))
		printf("# %s\n", err.text);
}

static const char manifest[] = "# prod\n"
			       "platform:   # the host\n"
			       "  redis:\n"
			       "    image: TBD   # pin me\n"
			       "    note: \"keep\"\n"
			       "  empty:\n"
			       "  flow: {a: 1, b: {}}   # end\n"
			       "# tail\n";

static void test_manifest(void)
{
	sets(manifest, "platform.redis.image", "redis@sha256:00",
	     "# prod\n"
	     "platform:   # the host\n"
	     "  redis:\n"
	     "    image: 'redis@sha256:00'   # pin me\n"
	     "    note: \"keep\"\n"
	     "  empty:\n"
	     "  flow: {a: 1, b: {}}   # end\n"
	     "# tail\n",
	     "a scalar is replaced, its comment stays");
	sets(manifest, "platform.redis.note", "new \xe2\x80\x94 text",
	     "# prod\n"
	     "platform:   # the host\n"
	     "  redis:\n"
	     "    image: TBD   # pin me\n"
	     "    note: \"new \xe2\x80\x94 text\"\n"
	     "  empty:\n"
	     "  flow: {a: 1, b: {}}   # end\n"
	     "# tail\n",
	     "double quotes stay");
	sets(manifest, "platform.redis.digest", "x",
	     "# prod\n"
	     "platform:   # the host\n"
	     "  redis:\n"
	     "    image: TBD   # pin me\n"
	     "    note: \"keep\"\n"
	     "    digest: x\n"
	     "  empty:\n"
	     "  flow: {a: 1, b: {}}   # end\n"
	     "# tail\n",
	     "a missing key goes to the end of its mapping");
	sets(manifest, "platform.empty.tag", "v1",
	     "# prod\n"
	     "platform:   # the host\n"
	     "  redis:\n"
	     "    image: TBD   # pin me\n"
	     "    note: \"keep\"\n"
	     "  empty:\n"
	     "    tag: v1\n"
	     "  flow: {a: 1, b: {}}   # end\n"
	     "# tail\n",
	     "an absent value becomes a mapping");
	sets(manifest, "platform.flow.b.c.d", "v1",
	     "# prod\n"
	     "platform:   # the host\n"
	     "  redis:\n"
	     "    image: TBD   # pin me\n"
	     "    note: \"keep\"\n"
	     "  empty:\n"
	     "  flow: {a: 1, b: {c: {d: v1}}}   # end\n"
	     "# tail\n",
	     "missing keys inside a flow mapping");
	sets(manifest, "new.a.b", "v1",
	     "# prod\n"
	     "platform:   # the host\n"
	     "  redis:\n"
	     "    image: TBD   # pin me\n"
	     "    note: \"keep\"\n"
	     "  empty:\n"
	     "  flow: {a: 1, b: {}}   # end\n"
	     "new:\n  a:\n    b: v1\n"
	     "# tail\n",
	     "missing mappings at the top");
}

static void test_corners(void)
{
	sets("", "a.b", "1", "a:\n  b: '1'\n", "an empty text becomes a document");
	sets("# only\n", "a", "x", "# only\na: x\n", "a comment stays");
	sets("a: 1", "b", "x", "a: 1\nb: x", "no newline at the end stays so");
	sets("a: 1\r\nb: 2\r\n", "c", "x", "a: 1\r\nb: 2\r\nc: x\r\n", "CRLF stays");
	sets("a:", "a", "x", "a: x", "an absent value is filled");
	sets("a:   # todo\nb: 1\n", "a", "x", "a: x   # todo\nb: 1\n",
	     "... before its comment");
	sets("a: ~\n", "a.b", "x", "a: {b: x}\n", "a null becomes a mapping");
	sets("a: 7.2\n", "a", "7.3", "a: 7.3\n", "a number stays one");
	sets("a: 7.2\n", "a", "7.2.4", "a: '7.2.4'\n", "a text that begins like one is quoted");
	sets("a: 'x'\n", "a", "yes", "a: 'yes'\n", "single quotes stay");
	sets("a: \"x\"\n", "a", "q\"q", "a: 'q\"q'\n", "a quote inside quotes");
	sets("a: |\n  one\n  two\n\nb: 2\n", "a", "x", "a: x\n\nb: 2\n",
	     "a literal is replaced, the empty line behind it stays");
	sets("a: |\n  one\n", "b", "x", "a: |\n  one\nb: x\n", "a key behind a literal");
	sets("a: |\n  one\n\n\n", "b", "x", "a: |\n  one\n\n\nb: x\n", "... and empty lines");
	sets("a: >-\n  one\n  two", "a", "x", "a: x", "a folded text at the end");
	sets("{a: 1}\n", "b", "x", "{a: 1, b: x}\n", "a flow document");
	sets("{a: 1, }\n", "b", "x", "{a: 1, b: x, }\n", "a comma at the end");
	sets("{}", "a", "x", "{a: x}", "an empty flow mapping");
	sets("a: {}\n", "a.b", "x", "a: {b: x}\n", "an empty flow mapping inside");
	sets("s:\n- a: 1\nt: 2\n", "u", "x", "s:\n- a: 1\nt: 2\nu: x\n", "behind a list");
	sets("a:\n    deep: 1\n", "a.next", "x", "a:\n    deep: 1\n    next: x\n",
	     "the indentation is the mapping's");
	sets("a: plain\n  more\nb: 1\n", "a", "x", "a: x\nb: 1\n", "a plain text on two lines");
	sets("? a\n: 1\n", "a", "x", "? a\n: x\n", "an explicit key");
}

static void test_refusals(void)
{
	refuses("a: [1]\n", "a", "x", "is a list");
	refuses("a: {b: 1}\n", "a", "x", "is a mapping");
	refuses("a: [1]\n", "a.b", "x", "runs into a list");
	refuses("a: text\n", "a.b", "x", "runs into a string");
	refuses("a: 1\na: 2\n", "a", "x", "duplicate key");
	refuses("a: &x 1\nb: *x\n", "a", "x", "anchor");
	refuses("a: 1\n", "a..b", "x", "keys joined by dots");
	refuses("a: 1\n", "", "x", "keys joined by dots");
	refuses("a: 1\n", "a", "x\ny: 1", "one line of text");
	refuses("a: 1\n", "a", "x\x1b", "one line of text");
	refuses("? a\n: 1\n", "b", "x", "cannot be set in place");
}

static void puts_back(const char *text, const char *before, const char *path,
		      const char *expected, const char *name)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct err err = {0};

	if (edit_put_back(bytes_text(text), bytes_text(before), "f", path, &out, &err))
		printf("# %s\n", err.text);
	is_str(out.buf, expected, name);
}

/* Nothing is written where more would change. */
static void leaves(const char *text, const char *before, const char *path, const char *name)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct err err = {0};

	ok(edit_put_back(bytes_text(text), bytes_text(before), "f", path, &out, &err) == -1 &&
		   !out.len && strstr(err.text, "put back"),
	   "%s", name);
}

static void test_put_back(void)
{
	puts_back("a: x  # why\nb: 1\n", "a: \"TBD\"\n", "a", "a: \"TBD\"  # why\nb: 1\n",
		  "a value, in its own spelling, before what stands behind it now");
	puts_back("a: x\n", "a:\n", "a", "a:\n", "an absent value");
	puts_back("a: 1\nb: x  # new\n# tail\n", "a: 1\n", "b", "a: 1\n# tail\n",
		  "a new key goes");
	puts_back("b: x\na: 1", "a: 1", "b", "a: 1", "... the first one");
	puts_back("a: 1\nb: x", "a: 1", "b", "a: 1\n",
		  "... the last one, without a line's end");
	puts_back("b: x\n", "", "b", "", "... the only one");
	puts_back("a: 1\nb:\n  c:\n    d: x\ne: 2\n", "a: 1\ne: 2\n", "b.c.d", "a: 1\ne: 2\n",
		  "with the mappings that were made for it");
	puts_back("a: 1\nb:\n  c: 1\n  d: x\n", "a: 1\n", "b.d", "a: 1\nb:\n  c: 1\n",
		  "but not with what else came into them");
	puts_back("a:\n  p: x\n", "a:\n  q: 2\n", "a.p", "a:\n",
		  "what stood beside it before stays gone");
	puts_back("b:\n  c: {d: x}\n", "b:\n  c: ~\n", "b.c.d", "b:\n  c: ~\n",
		  "a null that was made a mapping");
	puts_back("b:\n  c:\n    d: x\n", "b:\n  c:\n", "b.c.d", "b:\n  c:\n",
		  "... an absent one");
	puts_back("b: {c: x}\n", "b: {}\n", "b.c", "b: {}\n", "an empty mapping");
	puts_back("b: {c: x, d: 1}\n", "b: {d: 1}\n", "b.c", "b: {d: 1}\n",
		  "in braces, the first");
	puts_back("b: {a: 1, c: x, d: 1}\n", "b: {}\n", "b.c", "b: {a: 1, d: 1}\n",
		  "... one in the middle");
	puts_back("b: {d: 1, c: x}\n", "b: {d: 2}\n", "b.c", "b: {d: 1}\n", "... the last");
	puts_back("a: x\r\nb: 1\r\n", "b: 1\r\n", "a", "b: 1\r\n", "CRLF stays");
	puts_back("m:\n  repo: r\n  commit: x\n", "m:\n  repo: r\n  commit: TBD\n", "m",
		  "m:\n  repo: r\n  commit: TBD\n", "a mapping, as a whole");
	puts_back("a: 1\n", "a: 1\n", "b", "a: 1\n", "what is in neither");
	leaves("a: 1\n", "a: 1\nb: 2\n", "b", "what went has no place to come back to");
	leaves("m:\n  c: x\n", "m:\n    c: TBD\n    d: [\n   1]\n", "m.d",
	       "a part of what has another shape now");
}

int main(void)
{
	test_manifest();
	test_put_back();
	test_corners();
	test_refusals();
	return done();
}
