/* Findings of documents, in groups of one severity and rule. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/advice.h"

/* Of one rule, so that the first screen shows every rule; notes only with --all. */
static const size_t shown[] = {[FINDING_NOTE] = 0, [FINDING_WARN] = 1, [FINDING_ERROR] = 3};

static bool same_fix(const struct finding *a, const struct finding *b)
{
	return b && a->fix && b->fix && !strcmp(a->fix, b->fix);
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
	if (f->at.line && f->at.column && where && !strcmp(where, "runbook.yaml"))
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

/* Findings stand in groups of one severity and rule. */
static void show_findings(const struct findings *found, bool all, struct strbuf *out)
{
	for (size_t i = 0; i < found->count;) {
		const struct finding *first = &found->items[i];
		size_t end = i, last;

		while (end < found->count && found->items[end].severity == first->severity &&
		       found->items[end].rule == first->rule)
			end++;
		strbuf_addf(out, "%s [%s] %zu\n", finding_severity_word(first->severity),
			    rule_word(first->rule), end - i);
		last = all || end - i <= shown[first->severity] ? end
								: i + shown[first->severity];
		for (size_t j = i; j < last; j++)
			show_finding(&found->items[j],
				     j + 1 < last ? &found->items[j + 1] : NULL, out);
		if (last < end)
			strbuf_addf(out, "  %s%zu more (--all)\n", last > i ? "and " : "",
				    end - last);
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

void text_lint(struct report *report, const struct lint_result *r)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct strbuf *out = &report->data;

	if (!r->lint) {
		add_missing(out, r);
		return;
	}
	strbuf_addf(out, "%zu commits, %zu documents, %zu runbooks\n%s\n\n", r->lint->commits,
		    r->lint->documents, r->lint->runbooks,
		    doclint_summary(r->lint, "\n", &scratch));
	show_findings(r->findings, r->all, out);
	if (r->findings->count)
		strbuf_addf(out, "\n%zu errors, %zu warnings, %zu notes\n",
			    findings_count(r->findings, FINDING_ERROR),
			    findings_count(r->findings, FINDING_WARN),
			    findings_count(r->findings, FINDING_NOTE));
	if (r->offer)
		strbuf_addf(out, "to make this impossible from now on: %s\n", r->offer);
}
