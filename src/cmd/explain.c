/* git mcade explain: what a rule means, and how to satisfy it. */
#include "cmd/command.h"
#include "model/rules.h"

const struct option options_explain[] = {
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

int cmd_explain(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	struct explain_result *r = arena_alloc(&s->arena, sizeof(*r));

	if (o->operand_count > 1)
		return err_set(err, ERR_USAGE, "one rule at a time");
	if (o->operand_count && rule_find(o->operands[0]) == RULE_COUNT) {
		err_set(err, ERR_USAGE, "unknown rule '%s'", o->operands[0]);
		return err_next(err, "git mcade explain");
	}
	if (o->operand_count)
		r->only = &rules[rule_find(o->operands[0])];
	result_is_explain(ret, r);
	return 0;
}
