/* git mcade lint: what is untrue here, before anything is adopted. */
#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "cmd/command.h"
#include "document/baseline.h"
#include "document/doclint.h"
#include "ledger/governed.h"
#include "model/finding.h"
#include "report/judged.h"

const struct option options_lint[] = {
	{OPTION_FLAG, 0, "missing", NULL,
	 "show what runbook.yaml lacks, with the YAML to paste"},
	{OPTION_FLAG, 0, "all", NULL, "show every finding, not only the first of each kind"},
	{OPTION_FLAG, 0, "documents", NULL, "show what each document is taken for, and why"},
	{OPTION_TEXT, 0, "since", "REV", "judge what came after a revision"},
	{OPTION_TEXT, 0, "baseline", "FILE", "leave out the findings that FILE accepts"},
	{OPTION_TEXT, 0, "write-baseline", "FILE",
	 "write the findings to FILE, to accept them"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static int find_missing(struct session *s, struct lint_result *r, struct err *err)
{
	struct findings *found = arena_alloc(&s->arena, sizeof(*found));
	size_t steps, incomplete = 0;

	*found = (struct findings)FINDINGS_INIT(&s->arena);
	if (doclint_missing(&s->ledger, found, &steps, err) < 0)
		return -1;
	for (size_t i = 0; i < found->count; i++)
		incomplete += found->items[i].severity == FINDING_ERROR &&
			      found->items[i].step != NULL;
	r->summary = arena_printf(&s->arena, "%zu of %s cannot be completed as written",
				  incomplete, number_of(steps, "step", NULL, &s->arena));
	r->findings = found;
	return 0;
}

static int find(struct session *s, const struct option_values *o, struct lint_result *r,
		struct err *err)
{
	struct doclint *lint = arena_alloc(&s->arena, sizeof(*lint));
	const char *write = option_text(o, "write-baseline");
	struct doclint_options options = {.since = option_text(o, "since"),
					  .baseline_name = option_text(o, "baseline")};

	if (options.baseline_name &&
	    file_read(options.baseline_name, LIMIT_BLOB, &s->arena, &options.baseline, err) < 0)
		return -1;
	if (option_flag(o, "documents") ? doclint_documents(&s->ledger, lint, err) < 0
					: doclint(&s->ledger, &options, lint, err) < 0)
		return -1;
	if (write && baseline_save(write, &lint->findings, err) < 0)
		return -1;
	r->documents = option_flag(o, "documents");
	r->written = write;
	r->lint = lint;
	r->findings = &lint->findings;
	if (!lint->ruled)
		r->offer = governed_marker(&s->ledger) ? "git mcade join" : "git mcade init";
	return 0;
}

int cmd_lint(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct lint_result *r = arena_alloc(&s->arena, sizeof(*r));

	if (o->operand_count)
		return err_set(err, ERR_USAGE, "lint takes no operand, found '%s'",
			       o->operands[0]);
	r->all = option_flag(o, "all");
	if (option_flag(o, "missing") + option_flag(o, "documents") +
		    (option_text(o, "write-baseline") != NULL) >
	    1)
		return err_set(err, ERR_USAGE,
			       "one of --missing, --documents and --write-baseline");
	if ((option_flag(o, "missing") ? find_missing(s, r, err) : find(s, o, r, err)) < 0)
		return -1;
	result_is_lint(ret, r);
	return lint_status(r);
}
