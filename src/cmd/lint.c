/* git mcade lint: what is untrue here, before anything is adopted. */
#include "cmd/command.h"
#include "document/doclint.h"
#include "ledger/governed.h"
#include "model/finding.h"

const struct option options_lint[] = {
	{OPTION_FLAG, 0, "missing", NULL,
	 "show what runbook.yaml lacks, with the YAML to paste"},
	{OPTION_FLAG, 0, "all", NULL, "show every finding, not only the first of each kind"},
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
		incomplete += found->items[i].step != NULL;
	r->summary = arena_printf(&s->arena, "%zu of %zu steps cannot be completed as written",
				  incomplete, steps);
	r->findings = found;
	return 0;
}

static int find(struct session *s, struct lint_result *r, struct err *err)
{
	struct doclint *lint = arena_alloc(&s->arena, sizeof(*lint));

	if (doclint(&s->ledger, lint, err) < 0)
		return -1;
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
	if ((option_flag(o, "missing") ? find_missing(s, r, err) : find(s, r, err)) < 0)
		return -1;
	result_is_lint(ret, r);
	return findings_worst(r->findings) == FINDING_ERROR;
}
