/* Documents as steps: each row of the table of styles, each row of the legend, and what is told of
 * the examples exactly as they say. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/outline.h"
#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

static const char *letter(enum mark mark)
{
	static const char *const letters[] = {
		[MARK_NONE] = "-",    [MARK_DONE] = "x",    [MARK_PLANNED] = "o",
		[MARK_BLOCKED] = "b", [MARK_SKIPPED] = "s", [MARK_HEADING] = "h",
		[MARK_UNKNOWN] = "?"};

	return letters[mark];
}

/* "REL_01 - : xo": the ids, and a letter for what the first mark of each step says. */
static const char *shown(const char *text, const struct legend *legend)
{
	CLEANUP(strbuf_free) struct strbuf ids = STRBUF_INIT, marks = STRBUF_INIT;
	struct outline outline;
	struct err err;

	if (outline_read(bytes_text(text), "a.md", legend, &arena, &outline, &err) < 0)
		return arena_strdup(&arena, err.text);
	for (size_t i = 0; i < outline.count; i++) {
		enum mark mark = MARK_NONE;

		if (outline.units[i].role != ROLE_STEP)
			continue;
		for (size_t j = 0; j < outline.mark_count && mark == MARK_NONE; j++)
			if (outline.marks[j].step == i)
				mark = outline.marks[j].mark;
		strbuf_addf(&ids, "%s%s", ids.len ? " " : "",
			    outline.units[i].id ? outline.units[i].id : "-");
		strbuf_addstr(&marks, letter(mark));
	}
	return arena_printf(&arena, "%s : %s", ids.buf, marks.buf);
}

static void reads(const char *text, const char *expected)
{
	is_str(shown(text, NULL), expected, text);
}

static void test_styles(void)
{
	for (size_t i = 0; i < outline_style_count; i++) {
		const struct outline_style *s = &outline_styles[i];
		struct outline outline;
		struct err err;
		bool named = false;

		reads(s->example, arena_printf(&arena, "%s : %s", s->ids, s->marks));
		if (!ok(!outline_read(bytes_text(s->example), "a.md", NULL, &arena, &outline,
				      &err),
			"it can be read"))
			continue;
		for (size_t j = 0; j < outline.count; j++)
			named = named || (outline.units[j].role == ROLE_STEP &&
					  !strcmp(outline.units[j].style, s->name));
		ok(named, "%s", s->name);
	}
}

static void test_legend(void)
{
	for (size_t i = 0; i < legend_row_count; i++) {
		const struct legend_row *row = &legend_rows[i];
		char folded[LEGEND_LONGEST];
		const char *table = arena_printf(
			&arena, "| ID | Task | Status |\n|---|---|---|\n%s\n", row->example);

		ok(legend_fold(bytes_text(row->word), folded, sizeof(folded)) &&
			   !strcmp(folded, row->folded),
		   "%s", row->word);
		reads(table, arena_printf(&arena, "REL_01 : %s", letter(row->mark)));
		for (size_t j = 0; j < i; j++)
			if (!strcmp(legend_rows[j].folded, row->folded))
				ok(false, "%s", row->word);
	}
	for (size_t i = 0; i < legend_glyph_count; i++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		const struct legend_glyph *glyph = &legend_glyphs[i];
		uint32_t c = glyph->code;

		strbuf_addf(&text, "1. &#x%x; REL_01 stop\n", c);
		reads(text.buf,
		      arena_printf(&arena, "REL_01 : %s",
				   glyph->mark == MARK_HEADING ? "-" : letter(glyph->mark)));
		if (glyph->shortcode && *glyph->shortcode == ':')
			reads(arena_printf(&arena, "1. %s REL_01 stop\n", glyph->shortcode),
			      arena_printf(&arena, "REL_01 : %s",
					   glyph->mark == MARK_HEADING ? "-"
								       : letter(glyph->mark)));
	}
}

int main(void)
{
	test_styles();
	test_legend();
	arena_free(&arena);
	return done();
}
