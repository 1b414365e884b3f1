/* git mcade lint: what is untrue here, before anything is adopted. */
#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "cmd/command.h"
#include "document/doclint.h"
#include "ledger/governed.h"
#include "report/advice.h"
#include "report/findings.h"
#include "report/output.h"

/* Of one rule, so that the first screen shows every rule; notes only with --all. */
static const size_t shown[] = {[FINDING_NOTE] = 0, [FINDING_WARN] = 1, [FINDING_ERROR] = 3};

static const struct option options[] = {
	{OPTION_FLAG, 0, "missing", NULL, "what runbook.yaml lacks, with the YAML to paste"},
	{OPTION_FLAG, 0, "all", NULL, "every finding, not the first of each kind"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

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

/* Exit status 1 when something is an error. */
static int show_json(const struct findings *found, const char *summary, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	bool bad = findings_worst(found) == FINDING_ERROR;
	struct json_writer w;

	output_json_begin(&w, &out, "lint");
	jw_field_string(&w, "verdict", bad ? "fail" : "pass");
	jw_field_string(&w, "summary", summary);
	report_findings_json(&w, found);
	return output_json_end(&w, &out, err) < 0 ? -1 : bad;
}

/* Are there rules at the doors already? A ledger that cannot be read is one. */
static bool is_ruled(struct session *s)
{
	const struct ledger_view *view;
	struct err none;

	return ledger_open_unconfirmed(&s->ledger, &view, &none) == 0 ||
	       none.code != ERR_NOT_FOUND;
}

static int show_text(struct session *s, const struct doclint *lint, const char *summary,
		     bool all, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct findings *found = &lint->findings;

	strbuf_addf(&out, "%zu commits, %zu documents, %zu runbooks\n%s\n\n", lint->commits,
		    lint->documents, lint->runbooks, summary);
	show_findings(found, all, &out);
	if (found->count)
		strbuf_addf(&out, "\n%zu errors, %zu warnings, %zu notes\n",
			    findings_count(found, FINDING_ERROR),
			    findings_count(found, FINDING_WARN),
			    findings_count(found, FINDING_NOTE));
	if (!is_ruled(s))
		strbuf_addf(&out, "to make this impossible from now on: git mcade %s\n",
			    governed_marker(&s->ledger) ? "join" : "init");
	return output_data(&out, err) < 0 ? -1 : findings_worst(found) == FINDING_ERROR;
}

/* YAML to paste, one block a step, to be taken from the terminal as it stands. */
static int show_missing(const struct findings *found, const char *summary, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	strbuf_addf(&out, "%s\n", summary);
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];

		strbuf_addf(&out, "\n# %s:%u: %s\n", f->at.file, f->at.line, f->message);
		if (f->fix)
			strbuf_addf(&out, "%s\n", f->fix);
	}
	strbuf_addf(&out, "\n%s\n",
		    found->count ? "hint: paste what fits, then git mcade lint --missing"
				 : "hint: commit runbook.yaml, then git mcade adopt");
	return output_data(&out, err);
}

static int run_missing(struct session *s, const struct option_values *o, struct err *err)
{
	struct findings found = FINDINGS_INIT(&s->arena);
	size_t steps, incomplete = 0;
	const char *summary;

	if (doclint_missing(&s->ledger, &found, &steps, err) < 0)
		return -1;
	for (size_t i = 0; i < found.count; i++)
		incomplete += found.items[i].step != NULL;
	summary = arena_printf(&s->arena, "%zu of %zu steps cannot be completed as written",
			       incomplete, steps);
	return option_flag(o, "json") ? show_json(&found, summary, err)
				      : show_missing(&found, summary, err);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	struct doclint lint;

	if (o->operand_count)
		return err_set(err, ERR_USAGE, "lint takes no operand, found '%s'",
			       o->operands[0]);
	if (option_flag(o, "missing"))
		return run_missing(s, o, err);
	if (doclint(&s->ledger, &lint, err) < 0)
		return -1;
	return option_flag(o, "json")
		       ? show_json(&lint.findings, doclint_summary(&lint, ", ", &s->arena), err)
		       : show_text(s, &lint, doclint_summary(&lint, "\n", &s->arena),
				   option_flag(o, "all"), err);
}

const struct subcommand cmd_lint = {
	.name = "lint",
	.group = GROUP_REVIEW,
	.everyday = true,
	.usage = "[--missing] [--all]",
	.summary = "what is untrue in the documents and in the history behind them",
	.options = options,
	.needs = NEEDS_REPO,
	.said = run,
};
