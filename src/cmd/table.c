#include "cmd/table.h"

#define COMMAND(name) extern const struct subcommand cmd_##name;
#include "cmd/commands.h"
#undef COMMAND

static const struct subcommand *const table[] = {
#define COMMAND(name) &cmd_##name,
#include "cmd/commands.h"
#undef COMMAND
};

/* Fixed words of the contract whose commands come later: known, named, and not pretended. */
static const char *const later[] = {"recover", "defer",	   "activate",	"supersede", "attest",
				    "halt",    "resume",   "deprecate", "purge",     "approve",
				    "waive",   "incident", "gate",	"promote",   "rollback",
				    "drill",   "drift",	   "report",	"export"};

int command_find(const char *name, const struct subcommand **ret, struct err *err)
{
	const char *words[ARRAY_SIZE(table)], *nearest;

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (!strcmp(table[i]->name, name)) {
			*ret = table[i];
			return 0;
		}
		words[i] = table[i]->name;
	}
	for (size_t i = 0; i < ARRAY_SIZE(later); i++)
		if (!strcmp(later[i], name)) {
			err_set(err, ERR_UNSUPPORTED, "'%s' comes with a later version than %s",
				name, MCADE_VERSION);
			return err_next(err, "git mcade -h");
		}
	nearest = nearest_word(name, words, ARRAY_SIZE(words));
	err_set(err, ERR_USAGE, "'%s' is no command%s%s%s", name,
		nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	return err_next(err, "git mcade help");
}

void command_overview(bool all, struct strbuf *out)
{
	static const char *const titles[GROUP_COUNT] = {"Set up", "Operate", "Review", "Share",
							"Plumbing"};

	strbuf_addstr(out, "usage: git mcade COMMAND [ARGUMENT...]\n");
	for (int group = 0; group < GROUP_COUNT; group++) {
		bool titled = false;

		for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
			if (table[i]->group != (enum command_group)group ||
			    (!all && !table[i]->everyday))
				continue;
			if (!titled)
				strbuf_addf(out, "\n%s\n", titles[group]);
			titled = true;
			strbuf_addf(out, "    %-11s %s\n", table[i]->name, table[i]->summary);
		}
	}
	strbuf_addstr(out, all ? "\n'git mcade COMMAND -h' shows a command's options, "
				 "'git help mcade' the manual.\n"
			       : "\n'git mcade help' shows all commands.\n");
}

void command_usage(const struct subcommand *command, struct strbuf *out)
{
	strbuf_addf(out, "usage: git mcade %s%s%s\n\n    %s\n", command->name,
		    *command->usage ? " " : "", command->usage, command->summary);
	if (command->options && command->options[0].kind != OPTION_END) {
		strbuf_addch(out, '\n');
		options_usage(command->options, out);
	}
}
