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

/* AT_<command>: a row whose command there is not does not compile. */
static const struct {
	const char *word;
	int command;
	const char *way;
} meant[] = {
#define MEANT(word, command, way) {word, AT_##command, way},
#include "cmd/meant.h"
#undef MEANT
};

static int explain(const char *name, const char *command, const char *way, struct err *err)
{
	err_set(err, ERR_USAGE, "'%s' is not a git mcade command%s%s%s", name,
		command ? "; did you mean '" : "", command ? command : "", command ? "'?" : "");
	return err_next(err, "%s", way);
}

static int unknown(const char *name, struct err *err)
{
	const char *known[ARRAY_SIZE(table)], *way = NULL;
	size_t count = 0;
	int command = 0;

	for (size_t i = 0; i < ARRAY_SIZE(meant); i++)
		if (!strcmp(meant[i].word, name)) {
			way = meant[i].way;
			command = meant[i].command;
		}
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (table[i].run)
			known[count++] = words[i].name;
		else if (!strcmp(words[i].name, name)) {
			err_set(err, ERR_UNSUPPORTED, "'%s' is not implemented in %s", name,
				MCADE_VERSION);
			return err_next(err, "%s", way ? way : "git mcade help --all");
		}
	}
	if (way)
		return explain(name, words[command].name, way, err);
	return explain(name, nearest_word(name, known, count), "git mcade help", err);
}

int command_find(const char *name, const struct subcommand **ret, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].run && !strcmp(words[i].name, name)) {
			*ret = &table[i];
			return 0;
		}
	return unknown(name, err);
}

struct help_result command_overview(enum help_extent extent)
{
	return (struct help_result){words, ARRAY_SIZE(words), extent};
}

struct help_result command_usage(const struct subcommand *command)
{
	return (struct help_result){command->words, 1, HELP_ONE};
}
