/* git mcade check: what the hooks would say, for people, CI and other hook managers. */
#include "cmd/minimum.h"
#include "gate/gate_check.h"
#include "report/judged.h"
#include "report/output.h"

const struct option options_check[] = {
	{OPTION_FLAG, 0, "staged", NULL, "the index against HEAD"},
	{OPTION_TEXT, 0, "range", "A..B", "each commit of a range"},
	{OPTION_FLAG, 0, "net", NULL, "with --range: the resulting change as a whole"},
	{OPTION_FLAG, 0, "history", NULL, "every commit that HEAD reaches"},
	{OPTION_TEXT, 0, "runbook", "FILE",
	 "with --history: judge by this file from the beginning"},
	{OPTION_TEXT, 0, "expect-genesis", "ID", "the ledger's id; any other is exit status 3"},
	OPTIONS_MINIMUM,
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

/* Why it is neither yes nor no. */
static void note_doubt(const struct check_result *result)
{
	if (!result->count)
		output_note("nothing was judged: the rules bind no commit there");
	if (!result->confirmed)
		output_note("genesis unconfirmed, compare %s\n"
			    "  next: git mcade join --expect-genesis %s",
			    result->ledger, result->ledger);
}

int cmd_check(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	bool staged = option_flag(o, "staged"), history = option_flag(o, "history");
	const char *range = option_text(o, "range"), *runbook = option_text(o, "runbook");
	struct check_known known = {.genesis = genesis_expected(o)};
	struct check_result *r = arena_alloc(&s->arena, sizeof(*r));
	int rc;

	if (staged + history + (range != NULL) != 1 || o->operand_count)
		return err_set(err, ERR_USAGE, "one of --staged, --range A..B and --history");
	if ((option_flag(o, "net") && !range) || (runbook && !history))
		return err_set(err, ERR_USAGE,
			       "--net goes with --range, --runbook with --history");
	if (options_minimum(o, &known.minimum, err) < 0)
		return -1;
	if (staged)
		rc = check_staged(&s->ledger, &known, r, err);
	else if (range)
		rc = check_range(&s->ledger, &known, range, option_flag(o, "net"), r, err);
	else
		rc = check_history(&s->ledger, &known, runbook, r, err);
	if (rc < 0)
		return -1;
	result_is_check(ret, r);
	rc = check_status(r);
	if (rc == 2)
		note_doubt(r);
	return rc;
}
