/* git mcade import: Markdown runbooks become data; every contradiction is listed. */
#include "cmd/command.h"
#include "import/import_files.h"
#include "model/finding.h"

const struct option options_import[] = {
	{OPTION_TEXT, 0, "env", "ENV", "the environment that the marks describe"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

int cmd_import(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	struct import_result *r = arena_alloc(&s->arena, sizeof(*r));

	if (!o->operand_count)
		return err_set(err, ERR_USAGE, "no document given"),
		       err_next(err, "git mcade import docs/RUNBOOK.md");
	if (import_files(&s->ledger, o->operands, o->operand_count, option_text(o, "env"), r,
			 err) < 0)
		return -1;
	result_is_import(ret, r);
	return findings_worst(&r->findings) == FINDING_ERROR;
}
