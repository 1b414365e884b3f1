/* Findings of documents, in groups of one severity and rule. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/advice.h"

/* Of one rule, so that the first screen shows every rule; notes only with --all. */
static const size_t shown[] = {[FINDING_NOTE] = 0, [FINDING_WARN] = 1, [FINDING_ERROR] = 3};

static bool same_fix(const struct finding *a, const struct finding *b)
{
	return b && a->fix && b->fix && !strcmp(a->fix, b->fix);
}

static bool is_of_specification(const struct finding *f)
{
	const char *where = f->at.file ? f->at.file : f->path;

	return f->at.line && f->at.column && where && !strcmp(where, "runbook.yaml");
}

/* A fix that is the next finding's too is said once, behind the last of them. */
static void show_finding(const struct finding *f, const struct finding *next,
			 struct strbuf *out)
{
	const char *where = f->at.file ? f->at.file : f->path;

	strbuf_addstr(out, "  ");
	if (where)
		printable_addstr(out, where);
	if (f->at.line)
		strbuf_addf(out, ":%u", f->at.line);
	/* in prose the line says it; in the specification it is a key, as adopt names it */
	if (is_of_specification(f))
		strbuf_addf(out, ":%u", f->at.column);
	strbuf_addstr(out, ": ");
	printable_addstr(out, f->message);
	if (f->ref && f->expected && f->found) { /* of a commit */
		strbuf_addstr(out, "\n      expected ");
		printable_addstr(out, f->expected);
		strbuf_addstr(out, ", found ");
		printable_addstr(out, f->found);
	}
	if (f->commit) {
		char day[DATE_TEXT_SIZE] = "";

		time_format_date(f->time > 0 && f->time < TIME_MAX ? f->time : 0, day);
		strbuf_addf(out, "\n      %.12s, %s, ", f->commit, day);
		printable_addstr(out, f->author ? f->author : "");
	}
	if (f->fix && f->severity != FINDING_NOTE && !same_fix(f, next)) {
		strbuf_addstr(out,
			      advice_is_command(f->fix) ? "\n      fix: " : "\n      hint: ");
		printable_add(out, bytes_text(advice_words(f->fix)), PRINTABLE_TEXT);
	}
	strbuf_addch(out, '\n');
}

/* Number `i` of those of its severity and rule; a fault of the specification is mended with the others. */
static bool is_shown(const struct finding *f, size_t i, bool all)
{
	return all || i < shown[f->severity] ||
	       (f->severity == FINDING_ERROR && is_of_specification(f));
}

/* Findings stand in groups of one severity and rule. */
static void show_findings(const struct findings *found, bool all, struct strbuf *out)
{
	for (size_t i = 0; i < found->count;) {
		const struct finding *first = &found->items[i];
		size_t end = i, hidden = 0;

		while (end < found->count && found->items[end].severity == first->severity &&
		       found->items[end].rule == first->rule)
			end++;
		strbuf_addf(out, "%s [%s] %zu\n", finding_severity_word(first->severity),
			    rule_word(first->rule), end - i);
		for (size_t j = i; j < end; j++) {
			const struct finding *f = &found->items[j], *next = f + 1;

			if (is_shown(f, j - i, all))
				show_finding(f,
					     j + 1 < end && is_shown(next, j + 1 - i, all)
						     ? next
						     : NULL,
					     out);
			else
				hidden++;
		}
		if (hidden)
			strbuf_addf(out, "  %s%zu more (--all)\n",
				    hidden < end - i ? "and " : "", hidden);
		i = end;
	}
}

/* YAML to paste, one block a step, to be taken from the terminal as it stands. */
static void add_missing(struct strbuf *out, const struct lint_result *r)
{
	strbuf_addf(out, "%s\n", r->summary);
	for (size_t i = 0; i < r->findings->count; i++) {
		const struct finding *f = &r->findings->items[i];

		strbuf_addf(out, "\n# %s:%u: %s\n", f->at.file, f->at.line, f->message);
		if (f->fix)
			strbuf_addf(out, "%s\n", f->fix);
	}
	strbuf_addf(out, "\n%s\n",
		    r->findings->count ? "hint: paste what fits, then git mcade lint --missing"
				       : "hint: commit runbook.yaml, then git mcade adopt");
}

/* One line a document, those that are judged first. */
static void show_documents(struct strbuf *out, const struct documents *documents)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	for (int operational = 1; operational >= 0; operational--)
		for (size_t i = 0; i < documents->count; i++) {
			const struct document *d = &documents->items[i];
			const struct document_kind *kind = &document_kinds[d->class];

			if (kind->operational != (bool)operational)
				continue;
			strbuf_addf(out, "%-10s ", kind->word);
			printable_addstr(out, d->path);
			strbuf_addf(out, ": %s", d->reason);
			if (d->steps)
				strbuf_addf(out, " (%s, %s)",
					    number_of(d->steps, "step", NULL, &a),
					    number_of(d->marks, "mark", NULL, &a));
			strbuf_addch(out, '\n');
		}
	strbuf_addf(out, "%zu of %s %s operational\n", documents->operational,
		    number_of(documents->count, "document", NULL, &a),
		    documents->operational == 1 ? "is" : "are");
}

#define NEAREST 5

/* Cannot tell: what was looked for, what came nearest, what would make it count. */
static void show_nothing(struct strbuf *out, const struct doclint *lint)
{
	const struct document *nearest[NEAREST];
	size_t count = documents_nearest(&lint->documents, nearest, NEAREST);

	strbuf_addf(out, "inconclusive: %s\n", lint->nothing);
	if (lint->counts.operational)
		return;
	strbuf_addstr(out, "looked for:");
	for (size_t i = 0; i < CLASS_COUNT; i++)
		if (document_kinds[i].operational)
			strbuf_addf(out, "\n  %s: %s", document_kinds[i].word,
				    document_kinds[i].is);
	strbuf_addch(out, '\n');
	for (size_t i = 0; i < count; i++) {
		strbuf_addf(out, "%s  ", i ? "" : "nearest:\n");
		printable_addstr(out, nearest[i]->path);
		strbuf_addf(out, ": %s\n", nearest[i]->reason);
	}
	strbuf_addstr(out, "a document counts by what it holds, as\n"
			   "  - [ ] Back up the database\n"
			   "  1. REL_01 stop the service\n"
			   "  | Task | Status |\n"
			   "or in runbook.yaml by\n"
			   "  documents: [{path: docs/release.md, kind: checklist}]\n");
}

void text_lint(struct report *report, const struct lint_result *r)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct strbuf *out = &report->data;
	const struct doclint_counts *n = r->lint ? &r->lint->counts : NULL;

	if (!r->lint) {
		add_missing(out, r);
		return;
	}
	if (r->documents) {
		show_documents(out, &r->lint->documents);
		return;
	}
	strbuf_addf(out, "%s, %s, %s: %zu operational, %s, %s, %s\n",
		    number_of(n->commits, "commit", NULL, &scratch),
		    number_of(n->files, "file", NULL, &scratch),
		    number_of(n->documents, "document", NULL, &scratch), n->operational,
		    number_of(n->marks, "mark", NULL, &scratch),
		    number_of(n->records, "record", NULL, &scratch),
		    number_of(n->manifests, "manifest", NULL, &scratch));
	if (r->lint->nothing)
		show_nothing(out, r->lint);
	if (!r->lint->nothing || r->findings->count)
		strbuf_addf(out, "%s\n\n", doclint_summary(r->lint, "\n", &scratch));
	show_findings(r->findings, r->all, out);
	if (r->findings->count)
		strbuf_addf(out, "\n%s\n", text_counts(r->findings, &scratch));
	if (r->lint->accepted)
		strbuf_addf(out, "%zu more are accepted by the baseline\n", r->lint->accepted);
	if (r->written) {
		strbuf_addstr(out, "accepted findings: ");
		printable_addstr(out, r->written);
		strbuf_addch(out, '\n');
	}
	if (r->offer)
		strbuf_addf(out, "to make this impossible from now on: %s\n", r->offer);
}
