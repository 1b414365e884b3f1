/* git mcade help: every command, grouped; or one command's usage. */
#include "base/cleanup.h"
#include "cmd/table.h"
#include "report/output.h"

static int run(struct session *session UNUSED, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct subcommand *command;

	if (!o->operand_count) {
		command_overview(true, &out);
		return output_data(&out, err);
	}
	if (command_find(o->operands[0], &command, err) < 0)
		return -1;
	command_usage(command, &out);
	return output_data(&out, err);
}

const struct subcommand cmd_help = {
	.name = "help",
	.group = GROUP_PLUMBING,
	.usage = "[COMMAND]",
	.summary = "show all commands, or one command's options",
	.needs = NEEDS_NOTHING,
	.said = run,
};
