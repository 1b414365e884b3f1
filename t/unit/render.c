/* The pure parts of render and checkpoint: marks rewritten, outside text made harmless. */
#include "base/cleanup.h"
#include "text/markup.h"
#include "records/render.h"
#include "../t/unit/tap.h"

static enum mark all_done(const struct mark_line *line, void *context)
{
	(void)context;
	return line->step.len ? MARK_DONE : MARK_NONE;
}

static enum mark untouched(const struct mark_line *line, void *context)
{
	(void)line;
	(void)context;
	return MARK_NONE;
}

#define GREEN "\xf0\x9f\x9f\xa9"
#define YELLOW "\xf0\x9f\x9f\xa8"
#define DAMAGED "\xc4\x9f\xc5\xb8\xc5\xb8\xc2\xa8"

static void rewrites(const char *text, mark_wanted_fn *wanted, const char *expected,
		     size_t changed, const char *name)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct err err;
	size_t count = 0;
	int result = marks_rewrite(bytes_text(text), NULL, wanted, NULL, &out, &count, &err);

	ok(!result && count == changed && !strcmp(out.buf, expected), "%s: '%s'", name,
	   out.buf);
}

static void markup(void (*write)(struct strbuf *out, const char *text), const char *text,
		   const char *expected, const char *name)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	write(&out, text);
	ok(!strcmp(out.buf, expected), "%s: '%s'", name, out.buf);
}

static void blocks(const char *text, size_t lines, const char *expected, const char *name)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	markup_block(&out, bytes_text(text), lines);
	ok(!strcmp(out.buf, expected), "%s: '%s'", name, out.buf);
}

int main(void)
{
	rewrites("1. " YELLOW " AB_01 x\r\ntext", all_done, "1. " GREEN " AB_01 x\r\ntext", 1,
		 "only the glyph changes");
	rewrites("- " DAMAGED " AB_01\n", all_done, "- " GREEN " AB_01\n", 1,
		 "a damaged glyph is replaced whole");
	rewrites("```\n" YELLOW " AB_01\n```\n> " YELLOW " AB_01\n", all_done,
		 "```\n" YELLOW " AB_01\n```\n> " GREEN " AB_01\n", 1,
		 "code is not a mark, a quote is one");
	rewrites("- [ ] AB_01\n- &#x1F7E8; AB_02\n- &#91; &#93; AB_03", all_done,
		 "- [x] AB_01\n- " GREEN " AB_02\n- &#91; &#93; AB_03", 2,
		 "a box stays a box, a reference becomes a glyph, what is not found stays");
	rewrites("- " YELLOW " AB_01, AB_02\n- AB_03 (planned)", all_done,
		 "- " YELLOW " AB_01, AB_02\n- AB_03 (planned)", 0,
		 "a mark of several steps and nobody's words stay");
	rewrites(YELLOW " AB_01\n", untouched, YELLOW " AB_01\n", 0, "nothing wanted");
	rewrites("", all_done, "", 0, "an empty document");
	markup(markup_text, "<!-- mcade `x` [a](b)\n# y\x1b",
	       "\\<!-- mcade \\`x\\` \\[a\\](b)\\\\x0a\\# y\\\\x1b", "one harmless line");
	markup(markup_code, "a``b", "``` a``b ```", "a span longer than its text's ticks");
	markup(markup_code, "", "` `", "an empty span");
	markup(markup_quote, "a\n<!-- mcade 1 -->\n", "> a\n> \\<!-- mcade 1 --\\>\n",
	       "each line is quoted");
	blocks("# a\n\nb", 9, "    # a\n\n    b\n", "no line at the margin");
	blocks("1\n2\n3\n4\n5\n", 2, "    1\n    [... 3 lines left out ...]\n    5\n",
	       "head and tail, the cut marked");
	return done();
}
