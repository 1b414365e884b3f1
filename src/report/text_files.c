/* What was read from documents, and written to records. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/printable.h"
#include "runbook/claims.h"

static void claim_counts(const struct import *import, struct strbuf *out)
{
	size_t steps[CLAIM_COUNT] = {0};
	bool any = false;

	for (size_t i = 0; i < import->step_count; i++) {
		const struct import_step *step = &import->steps[i];
		bool seen[CLAIM_COUNT] = {false};

		for (size_t j = 0; j < step->claim_count; j++) {
			enum claim_kind kind = import->claims[step->claims + j].kind;

			steps[kind] += !seen[kind];
			seen[kind] = true;
		}
	}
	for (enum claim_kind kind = 0; kind < CLAIM_COUNT; kind++) {
		if (!steps[kind])
			continue;
		strbuf_addf(out, "%s%zu %s", any ? ", " : "", steps[kind], claim_word(kind));
		any = true;
	}
	if (!any)
		strbuf_addstr(out, "none");
}

/* One line each, all of them: contradictions are what an import is read for. */
const char *text_counts(const struct findings *found, struct arena *a)
{
	return arena_printf(a, "%s, %s, %s",
			    number_of(findings_count(found, FINDING_ERROR), "error", NULL, a),
			    number_of(findings_count(found, FINDING_WARN), "warning", NULL, a),
			    number_of(findings_count(found, FINDING_NOTE), "note", NULL, a));
}

static void show_findings(const struct findings *found, struct strbuf *out)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];

		strbuf_addf(out, "%s [%s] ", finding_severity_word(f->severity),
			    rule_word(f->rule));
		if (f->at.file)
			printable_addstr(out, f->at.file);
		if (f->at.line)
			strbuf_addf(out, ":%u", f->at.line);
		strbuf_addstr(out, ": ");
		printable_addstr(out, f->message);
		strbuf_addch(out, '\n');
		if (f->fix && f->severity != FINDING_NOTE) {
			advice_add(out, f->fix, "  fix: ", "  hint: ");
			strbuf_addch(out, '\n');
		}
	}
}

/* What is there that was no step: where to look, and what would be one. */
static void show_seen(const struct import *import, bool about, struct strbuf *out)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct import_seen *seen = &import->seen;

	strbuf_addf(out,
		    "no step was found, and nothing was written; seen: %s, %s, %s, %s, %s\n",
		    number_of(seen->boxes, "check box", "check boxes", &a),
		    number_of(seen->numbers, "numbered line", NULL, &a),
		    number_of(seen->bullets, "bullet", NULL, &a),
		    number_of(seen->tables, "table", NULL, &a),
		    number_of(seen->headings, "heading", NULL, &a));
	if (about) {
		strbuf_addstr(out, "next: git mcade import --anyway FILE...\n");
		return;
	}
	strbuf_addstr(
		out,
		"  hint: a step is a numbered line, a check box ('- [ ] ...'), a line or a "
		"row with an id\n"
		"  hint: such as REL_01, a row of a table with a column 'Status', or a "
		"heading 'Step 1: ...'\n"
		"next: git mcade import --explain FILE...\n");
}

static void show_explained(const struct import *import, struct strbuf *out)
{
	for (size_t i = 0; i < import->explained_count; i++) {
		const struct import_explained *e = &import->explained[i];

		printable_addstr(out, e->path);
		strbuf_addf(out, ":%u: %s", e->line, e->became);
		if (e->step)
			strbuf_addf(out, " %s", e->step);
		strbuf_addf(out, " (%s)\n", e->reason);
	}
}

/* Each environment that a claim is of. */
static void describe(const struct import *import, struct strbuf *out)
{
	bool any = false;

	for (size_t i = 0; i < import->environment_count; i++) {
		const char *id = import->environments[i].id;
		bool of = !import->claim_count && !strcmp(id, import->environment);

		for (size_t j = 0; j < import->claim_count && !of; j++)
			of = !strcmp(import->claims[j].environment, id);
		if (of)
			strbuf_addf(out, "%s'%s'", any ? ", " : "", id);
		any = any || of;
	}
	strbuf_addch(out, '\n');
}

void text_import(struct report *report, const struct import_result *r)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct import *import = &r->import;
	struct strbuf *out = &report->data;

	if (r->explain)
		show_explained(import, out);
	show_findings(&r->findings, out);
	if (r->empty) {
		show_seen(import, r->about, out);
		return;
	}
	strbuf_addf(out, "%s in %s, %s, %s; the marks describe ",
		    number_of(import->step_count, "step", NULL, &a),
		    number_of(import->section_count, "section", NULL, &a),
		    number_of(import->environment_count, "environment", NULL, &a),
		    number_of(import->repos.count, "repository", "repositories", &a));
	describe(import, out);
	strbuf_addstr(out, "claimed: ");
	claim_counts(import, out);
	strbuf_addf(out, "\n%s\n", text_counts(&r->findings, &a));
	strbuf_addstr(out, r->refused || r->explain ? "nothing was written\n"
			   : r->changed ? "wrote " IMPORT_RUNBOOK " and " IMPORT_CLAIMS "\n"
					: IMPORT_RUNBOOK " and " IMPORT_CLAIMS
							 " are as they were\n");
	if (!r->refused && !r->explain)
		strbuf_addstr(out, "next: git mcade lint --missing\n");
}

void text_render(struct report *report, const struct render_result *r)
{
	struct strbuf *out = &report->data;

	for (size_t i = 0; i < r->done->count; i++) {
		const struct rendered_item *item = &r->done->items[i];

		strbuf_addf(out, "%s ", outcome_word(item->outcome));
		printable_addstr(out, item->path);
		strbuf_addstr(out, ": ");
		printable_addstr(out, item->detail);
		strbuf_addch(out, '\n');
		if (item->fix) {
			strbuf_addstr(out, "  fix: ");
			printable_addstr(out, item->fix);
			strbuf_addch(out, '\n');
		}
	}
	if (!r->committing)
		return;
	if (!r->commit.id) {
		strbuf_addstr(out, "no record is owed: nothing was committed\n");
		return;
	}
	strbuf_addf(out, "%s %.12s", r->commit.again ? "stands already:" : "committed",
		    r->commit.id);
	if (r->commit.branch) {
		strbuf_addstr(out, " on ");
		printable_addstr(out, r->commit.branch);
	}
	strbuf_addch(out, '\n');
	if (r->next)
		text_note(report, "  next: %s", r->next);
}
