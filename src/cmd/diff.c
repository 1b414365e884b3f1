/* git mcade diff: what changed in the record between two places. */
#include "act/compare.h"
#include "cmd/act.h"
#include "cmd/range.h"
#include "ledger/at.h"
#include "ledger/in_force.h"

const struct option options_diff[] = {
	{OPTION_TEXT, 'e', "env", "ENV", "only steps and pins of this environment"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static int go(struct session *s, uint64_t sequence, const struct ledger_view **ret,
	      struct err *err)
{
	const char *text = arena_printf(&s->arena, "event:%" PRIu64, sequence);

	if (sequence == s->ledger.view->sequence) {
		*ret = s->ledger.view;
		return 0;
	}
	return ledger_go_back(&s->ledger, text, ret, err);
}

int cmd_diff(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct diff_result *r = arena_alloc(&s->arena, sizeof(*r));
	struct record_diff *diff = arena_alloc(&s->arena, sizeof(*diff));
	const struct ledger_view *from, *to;
	uint64_t first, last;

	if (o->operand_count != 1 || !range_is(o->operands[0]))
		return err_set(err, ERR_USAGE, "expected: diff A..B, two dates or events");
	if (range_ends(s, o->operands[0], &first, &last, err) < 0)
		return -1;
	if (first > last)
		return err_set(err, ERR_USAGE,
			       "event %" PRIu64 " comes after event %" PRIu64
			       ": the earlier one stands first",
			       first, last);
	r->environment = option_text(o, "env");
	if (r->environment &&
	    runbook_environment_of(&s->ledger, r->environment, &r->environment, err) < 0)
		return -1;
	if (go(s, first, &from, err) < 0 || go(s, last, &to, err) < 0 ||
	    record_compare(&s->ledger, from, to, r->environment, diff, err) < 0)
		return -1;
	r->diff = diff;
	result_is_diff(ret, r);
	return 0;
}
