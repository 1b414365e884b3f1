/* git mcade help: the everyday commands, all of them, or one command's usage. */
#include "cmd/table.h"

const struct option options_help[] = {
	{OPTION_FLAG, 'a', "all", NULL, "every command, not only the everyday ones"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

int cmd_help(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct help_result *r = arena_alloc(&s->arena, sizeof(*r));
	const struct subcommand *command;

	*r = command_overview(option_flag(o, "all") ? HELP_ALL : HELP_EVERYDAY);
	if (o->operand_count) {
		if (command_find(o->operands[0], &command, err) < 0)
			return -1;
		*r = command_usage(command);
	}
	result_is_help(ret, r);
	return 0;
}
