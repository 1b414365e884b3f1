/* markdown/: blocks with their places, slugs, anchors, limits. */
#include "base/limits.h"
#include "base/strbuf.h"
#include "markdown/markdown.h"

#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

static const char text[] = "# Title `x`\n"				  /* 1 */
			   "\n"						  /* 2 */
			   "See [res](./RES.md#podman) and ![p](i.png)\n" /* 3 */
			   "and `m\n"					  /* 4 */
			   "n` then `k`.\n"				  /* 5 */
			   "\n"						  /* 6 */
			   "4. one\n"					  /* 7 */
			   "   - sub `a`\n"				  /* 8 */
			   "9. two\n"					  /* 9 */
			   "   ```sh\n"					  /* 10 */
			   "   ls\n"					  /* 11 */
			   "   ```\n"					  /* 12 */
			   "\n"						  /* 13 */
			   "> quoted\n"					  /* 14 */
			   "\n"						  /* 15 */
			   "| a | b |\n"				  /* 16 */
			   "|---|---|\n"				  /* 17 */
			   "| c | `d` |\n"				  /* 18 */
			   "\n"						  /* 19 */
			   "## Title x\n"				  /* 20 */
			   "---\n"					  /* 21 */
			   "<a name=\"here\"></a>\n";			  /* 22 */

static const char *shown(const struct md_doc *doc)
{
	static const char *const kinds[] = {"heading", "paragraph", "item", "code",
					    "html",    "table",	    "cell", "rule"};
	struct strbuf out = STRBUF_INIT;
	const char *result;

	for (size_t i = 0; i < doc->count; i++) {
		const struct md_block *b = &doc->blocks[i];

		strbuf_addf(&out, "%s %u-%u d%u l%u o%u%s%s '%s'", kinds[b->kind], b->line,
			    b->end_line, b->depth, b->level, (unsigned)b->ordinal,
			    b->quoted ? " quoted" : "", b->fenced ? " fenced" : "", b->text);
		for (size_t j = 0; j < b->span_count; j++)
			strbuf_addf(&out, " [%d %u '%s' %s]", (int)b->spans[j].kind,
				    b->spans[j].line, b->spans[j].text,
				    b->spans[j].url ? b->spans[j].url : "-");
		strbuf_addch(&out, '\n');
	}
	result = arena_strndup(&arena, out.buf, out.len);
	strbuf_free(&out);
	return result;
}

static void test_blocks(void)
{
	struct md_doc doc;
	struct err err;

	if (!ok(!md_parse(bytes_text(text), "a.md", &arena, &doc, &err), "parses"))
		return;
	is_str(shown(&doc),
	       "heading 1-1 d0 l1 o0 'Title x' [0 1 'x' -]\n"
	       "paragraph 3-5 d0 l0 o0 'See res and p\nand m n then k.' [1 3 'res' "
	       "./RES.md#podman] [2 3 'p' i.png] [0 4 'm n' -] [0 5 'k' -]\n"
	       "item 7-8 d0 l0 o4 ''\n"
	       "paragraph 7-7 d1 l0 o0 'one'\n"
	       "item 8-8 d1 l0 o0 ''\n"
	       "paragraph 8-8 d2 l0 o0 'sub a' [0 8 'a' -]\n"
	       "item 9-13 d0 l0 o9 ''\n"
	       "paragraph 9-9 d1 l0 o0 'two'\n"
	       "code 10-12 d1 l0 o0 fenced 'ls\n'\n"
	       "paragraph 14-14 d0 l0 o0 quoted 'quoted'\n"
	       "table 16-18 d0 l0 o0 ''\n"
	       "cell 16-16 d0 l1 o0 'a'\n"
	       "cell 16-16 d0 l2 o0 'b'\n"
	       "cell 18-18 d0 l1 o1 'c'\n"
	       "cell 18-18 d0 l2 o1 'd' [0 18 'd' -]\n"
	       "heading 20-20 d0 l2 o0 'Title x'\n"
	       "rule 21-21 d0 l0 o0 ''\n"
	       "paragraph 22-22 d0 l0 o0 '' [3 22 '<a name=\"here\">' -] [3 22 '</a>' -]\n",
	       "blocks, texts, spans and lines");
	ok(md_has_anchor(&doc, "title-x") && md_has_anchor(&doc, "title-x-1"),
	   "a heading's anchor, and that of its namesake");
	ok(md_has_anchor(&doc, "here"), "an anchor in HTML");
	ok(!md_has_anchor(&doc, "title-x-2") && !md_has_anchor(&doc, "her"), "no other");
	is_str(doc.blocks[8].info, "sh", "the language of a fence");
}

static void test_slugs(void)
{
	static const struct {
		const char *heading, *slug;
	} cases[] = {
		{"Podman (locked-path install)", "podman-locked-path-install"},
		{"LeadGen — Wave 1 (Intake API + Leads persistence)",
		 "leadgen--wave-1-intake-api--leads-persistence"},
		{"🔗 PLAT_09A", "-plat_09a"},
		{"Über ŞEHİR Élan", "über-şehİr-élan"},
		{"`code` & <tag>", "code--tag"},
		{"don’t", "dont"},
		{"", ""},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_str(md_slug(cases[i].heading, &arena), cases[i].slug, cases[i].heading);
}

static void refuse(const char *unit, size_t times, const char *name)
{
	struct strbuf out = STRBUF_INIT;
	struct md_doc doc;
	struct err err = {0};

	while (times--)
		strbuf_addstr(&out, unit);
	ok(md_parse(bytes_of(out.buf, out.len), "a.md", &arena, &doc, &err) < 0 &&
		   err.code == ERR_LIMIT,
	   "%s is refused", name);
	strbuf_free(&out);
}

/* A start, then a unit so often. */
static bool parses(const char *start, const char *unit, size_t times)
{
	struct strbuf out = STRBUF_INIT;
	struct md_doc doc;
	struct err err = {0};
	int result;

	strbuf_addstr(&out, start);
	while (times--)
		strbuf_addstr(&out, unit);
	result = md_parse(bytes_of(out.buf, out.len), "a.md", &arena, &doc, &err);
	strbuf_free(&out);
	return !result || err.code != ERR_LIMIT;
}

static void test_paragraphs(void)
{
	ok(parses("", "- A_B_C_D_E\n", 20000), "each item of a long list is a paragraph");
	ok(parses("", "7. A_B_C_D_E\n", 20000), "  of a numbered one too");
	ok(parses("- x\n", "7. A_B_C_D_E\n", 20000), "  at the margin, behind another list");
	ok(!parses("x\n", "7. A_B_C_D_E\n", 20000), "a number in running text is text");
	ok(!parses("- x\n", "  7. A_B_C_D_E\n", 20000), "  in an item's text as well");
	ok(!parses("x\n", "    - A_B_C_D_E\n", 20000), "a deep bullet in running text is text");
	ok(!parses("x\n", "-\nA_B_C_D_E\n", 20000), "a bullet with nothing behind it may be");
	ok(!parses("x\r", "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > ", 5),
	   "a lone carriage return ends a line");
	ok(parses("| a | b |\n|---|---|\n", "| c | d |\n", 6000), "a long table");
	ok(!parses("||||||||||||||||||||||||||||||||||||||||\n"
		   "|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\n",
		   "x\n", 20000),
	   "a table that fills itself with cells is refused");
}

static void test_shown(void)
{
	const char *html =
		"<table><!-- a\nb --><tr><td>&#x1F7E9;</td><td title='>'>T&amp;\nW</td>"
		"</tr><tr>x<script>y</script><pre>z</pre>&nope; &#65 <b>c</b><!-- d";
	struct md_block block = {.kind = MD_HTML, .line = 4, .text = html}, shown;

	shown = md_shown(&block, &arena);
	is_str(shown.text, "\n|🟩||T& W|\n\nxy&nope; A c", "what is seen of HTML");
	ok(shown.run_count == 3 && shown.runs[2].line == 6 && shown.runs[2].at == 11,
	   "  and where its lines are");
}

static void test_limits(void)
{
	struct md_doc doc = {NULL, 7};
	struct err err;

	refuse("> ", 5000, "a quote in a quote in a quote ...");
	refuse("- ", 5000, "a list in a list in a list ...");
	refuse("[a](", 50000, "an endless link");
	refuse("0123456789\n", LIMIT_MARKDOWN / 11 + 1, "a huge document");
	ok(!md_parse(bytes_of("", 0), "a.md", &arena, &doc, &err) && !doc.count,
	   "an empty text has no blocks");
	ok(!md_parse(bytes_of("a\0b\xff\n", 5), "a.md", &arena, &doc, &err) && doc.count == 1,
	   "NUL and broken UTF-8 are read as something");
}

int main(void)
{
	test_blocks();
	test_slugs();
	test_limits();
	test_paragraphs();
	test_shown();
	arena_free(&arena);
	return done();
}
