#include "cmd/table.h"

#define YES true
#define NO false

const struct option options_none[] = {{0}};

static const struct command_words words[] = {
#define COMMAND(name, group, everyday, needs, table, result, usage, summary) \
	{#name,	  GROUP_##group,   everyday,	    usage,                   \
	 summary, options_##table, RESULT_##result, NULL},
#define RESERVED(name, group, version, summary) \
	{#name, GROUP_##group, false, "", summary, options_none, RESULT_NONE, version},
#include "cmd/commands.h"
#undef COMMAND
#undef RESERVED
};

enum {
#define COMMAND(name, ...) AT_##name,
#define RESERVED(name, ...) AT_##name,
#include "cmd/commands.h"
#undef COMMAND
#undef RESERVED
};

/* `run` is NULL where the word is reserved. */
static const struct subcommand table[] = {
#define COMMAND(name, group, everyday, needs, table, result, usage, summary) \
	{&words[AT_##name], NEEDS_##needs, cmd_##name},
#define RESERVED(name, group, version, summary) {&words[AT_##name], NEEDS_NOTHING, NULL},
#include "cmd/commands.h"
#undef COMMAND
#undef RESERVED
};

int command_find(const char *name, const struct subcommand **ret, struct err *err)
{
	const char *known[ARRAY_SIZE(table)], *nearest;
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (!table[i].run)
			continue;
		if (!strcmp(words[i].name, name)) {
			*ret = &table[i];
			return 0;
		}
		known[count++] = words[i].name;
	}
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (!strcmp(words[i].name, name)) {
			err_set(err, ERR_UNSUPPORTED, "'%s' is not implemented in %s", name,
				MCADE_VERSION);
			return err_next(err, "git mcade -h");
		}
	nearest = nearest_word(name, known, count);
	err_set(err, ERR_USAGE, "'%s' is not a git mcade command%s%s%s", name,
		nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	return err_next(err, "git mcade help");
}

struct help_result command_overview(enum help_extent extent)
{
	return (struct help_result){words, ARRAY_SIZE(words), extent};
}

struct help_result command_usage(const struct subcommand *command)
{
	return (struct help_result){command->words, 1, HELP_ONE};
}
