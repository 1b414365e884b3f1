/* git mcade import: Markdown runbooks become data; every contradiction is listed. */
#include "cmd/command.h"
#include "document/importable.h"
#include "import/import_files.h"
#include "model/finding.h"

const struct option options_import[] = {
	{OPTION_FLAG, 0, "accept-proposals", NULL, "write commands as keys, not as comments"},
	{OPTION_FLAG, 0, "anyway", NULL, "take steps also of a guide, a log or a record"},
	{OPTION_TEXT, 0, "env", "ENV", "the environment that the marks describe"},
	{OPTION_FLAG, 0, "explain", NULL, "say what became of each line; write nothing"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{OPTION_FLAG, 0, "rename", NULL, "with --update: the ids of the documents, with 'was'"},
	{OPTION_FLAG, 0, "update", NULL, "the runbook that is there follows the documents"},
	{0},
};

int cmd_import(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	const struct import_asked asked = {.environment = option_text(o, "env"),
					   .anyway = option_flag(o, "anyway"),
					   .explain = option_flag(o, "explain"),
					   .update = option_flag(o, "update"),
					   .rename = option_flag(o, "rename"),
					   .accept = option_flag(o, "accept-proposals")};
	struct import_result *r = arena_alloc(&s->arena, sizeof(*r));

	if (!o->operand_count)
		return err_set(err, ERR_USAGE, "no document given"),
		       err_next(err, "%s", importable_way(s->ledger.repo, &s->arena));
	if (asked.rename && !asked.update)
		return err_set(err, ERR_USAGE, "--rename is for --update");
	if (import_files(&s->ledger, o->operands, o->operand_count, &asked, r, err) < 0)
		return -1;
	result_is_import(ret, r);
	return r->empty || findings_worst(&r->findings) == FINDING_ERROR;
}
