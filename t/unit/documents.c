/*
 * A corpus of documents in the styles and languages of the table, t/documents: for each, its line of
 * expected.tsv says which steps are found, what their marks say, and every finding of import.
 * DOCUMENTS_WRITE=1 prints these lines, to be read before they are kept.
 */
#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "import/import.h"
#include "text/outline.h"
#include "text/stub.h"
#include "../t/unit/outline_read.h"
#include "../t/unit/tap.h"

#include <unistd.h>

static void add_steps(struct strbuf *out, const struct outline *outline)
{
	CLEANUP(strbuf_free) struct strbuf marks = STRBUF_INIT;
	bool any = false;

	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *unit = &outline->units[i];

		if (unit->role != ROLE_STEP)
			continue;
		strbuf_addf(out, "%s%s", any ? " " : "", unit->id ? unit->id : "-");
		strbuf_addch(&marks, letter_of(outline, i));
		any = true;
	}
	strbuf_addf(out, "%s\t%s\t%zu", any ? "" : "none", any ? marks.buf : "none",
		    outline->mark_count);
}

/* "document:4 identity:6": rule and line; notes of ids that are made are left out. */
static void add_findings(struct strbuf *out, const struct findings *found)
{
	bool any = false;

	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];

		if (f->rule == RULE_IDENTITY && f->severity == FINDING_NOTE)
			continue;
		strbuf_addf(out, "%s%s:%u", any ? " " : "", rule_word(f->rule), f->at.line);
		any = true;
	}
	if (!any)
		strbuf_addstr(out, "none");
}

static void add_import(struct strbuf *out, struct bytes text, struct arena *arena)
{
	const struct import_source source = {.path = "a.md", .text = text};
	const struct import_options options = {.name = "x"};
	struct findings found = FINDINGS_INIT(arena);
	struct import import;
	struct err err = {0};

	if (import_read(&source, 1, &options, arena, &import, &found, &err) < 0) {
		strbuf_addf(out, "\t%s", err.text);
		return;
	}
	findings_sort(&found);
	strbuf_addf(out, "\t%zu\t%zu\t%zu\t", import.claim_count, import.stop_count,
		    import.trigger_count);
	for (size_t i = 0; i < import.environment_count; i++)
		strbuf_addf(out, "%s%s", i ? " " : "", import.environments[i].id);
	strbuf_addch(out, '\t');
	add_findings(out, &found);
}

/* Every mark is a claim or a finding, and no two steps of a document have one id. */
static void is_accounted(struct bytes text, struct arena *arena, const char *name)
{
	const struct import_source source = {.path = "a.md", .text = text};
	const struct import_options options = {.name = "x", .any_environment = true};
	struct findings found = FINDINGS_INIT(arena);
	struct outline outline;
	struct import import;
	struct err err = {0};
	size_t lost = 0, twice = 0;

	if (import_read(&source, 1, &options, arena, &import, &found, &err) < 0 ||
	    outline_read(text, "a.md", NULL, arena, &outline, &err) < 0) {
		ok(false, "%s: %s", name, err.text);
		return;
	}
	for (size_t i = 0; i < outline.mark_count; i++) {
		bool told = false;

		for (size_t j = 0; j < import.claim_count; j++)
			told = told || import.claims[j].line == outline.marks[i].line;
		for (size_t j = 0; j < found.count; j++)
			told = told || found.items[j].at.line == outline.marks[i].line;
		lost += !told;
	}
	for (size_t i = 0; i < import.step_count; i++)
		for (size_t j = 0; j < i; j++)
			twice += !strcmp(import.steps[i].id, import.steps[j].id);
	ok(!lost && !twice, "%s: every mark is told, every id is one step's", name);
}

static void check(const char *name, const char *expected, bool write)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct outline outline;
	struct bytes text;
	struct err err = {0};

	if (file_read(arena_printf(&arena, "t/documents/%s.md", name), LIMIT_MARKDOWN, &arena,
		      &text, &err) < 0 ||
	    outline_read(text, name, NULL, &arena, &outline, &err) < 0) {
		ok(false, "%s: %s", name, err.text);
		return;
	}
	add_steps(&out, &outline);
	add_import(&out, text, &arena);
	if (write)
		fprintf(stderr, "%s\t%s\n", name, out.buf);
	is_str(out.buf, expected, name);
	is_accounted(text, &arena, name);
}

static void test_stubs(void)
{
	static const char *const others[] = {
		"# Plan\n\nTODO\n\n1. stop\n", "# TODO\n",
		"- [ ] insert the disk\n",     "The config is (unchanged) since May\n",
		"[insert](a.md) the disk\n",   ""};

	for (size_t i = 0; i < stub_row_count; i++)
		ok(stub_line(bytes_text(stub_rows[i].example)) > 0, "a placeholder: row %zu",
		   i);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		ok(!stub_line(bytes_text(others[i])), "no placeholder: %zu", i);
	ok(stub_line(bytes_text("<<LOSSLESS RUNBOOK.md WITH STEP 28 UPDATED>>\n")) == 1,
	   "in two brackets");
}

int main(void)
{
	static struct arena arena = ARENA_INIT;
	struct err err = {0};
	struct bytes table;
	char *line;

	if (file_read("t/documents/expected.tsv", LIMIT_MARKDOWN, &arena, &table, &err) < 0) {
		ok(false, "%s", err.text);
		return done();
	}
	for (line = (char *)table.data; *line;) {
		char *end = line + strcspn(line, "\n"), *tab = line + strcspn(line, "\t\n");
		bool last = !*end;

		*end = '\0';
		if (*line && *line != '#') {
			bool bare = tab == end;

			*tab = '\0';
			check(line, bare ? "" : tab + 1, getenv("DOCUMENTS_WRITE") != NULL);
		}
		line = last ? end : end + 1;
	}
	test_stubs();
	arena_free(&arena);
	return done();
}
