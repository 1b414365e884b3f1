/*
 * options.h - a table of options: parsing, usage text and completion derive from it.
 *
 *	static const struct option options[] = {
 *		{OPTION_TEXT, 'm', "message", "TEXT", "the reason, kept for ever"},
 *		{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
 *		{0},
 *	};
 *	struct option_values v;
 *	if (options_parse(options, argc, argv, arena, &v, err) < 0) ...
 *	const char *reason = option_text(&v, "message");
 *
 * "--name=value", "--name value", "-mTEXT", "-m TEXT", "--no-flag" for flags; "--" ends
 * options; options may stand behind operands.
 */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

enum option_kind { OPTION_END, OPTION_FLAG, OPTION_TEXT, OPTION_LIST };

struct option {
	enum option_kind kind;
	char letter; /* 0: none */
	const char *name;
	const char *value; /* what the value is called in usage; NULL for flags */
	const char *help;
};

struct option_values {
	const struct option *table;
	struct option_value {
		const char **items;
		size_t count;
	} * values; /* in the order of the table */
	const char **operands;
	size_t operand_count;
};

/* ERR_USAGE names the option and the nearest known one. Lives in the arena. */
int options_parse(const struct option *table, int argc, const char *const *argv,
		  struct arena *a, struct option_values *ret, struct err *err);

bool option_flag(const struct option_values *values, const char *name);
/* The last value given, or NULL. */
const char *option_text(const struct option_values *values, const char *name);
const char **option_list(const struct option_values *values, const char *name,
			 size_t *ret_count);

/* The known word that a person who typed `word` probably meant, or NULL. */
const char *nearest_word(const char *word, const char *const *words, size_t count);

/* "    -m, --message TEXT    the reason, kept for ever\n" for each. */
void options_usage(const struct option *table, struct strbuf *out);

#endif
