/*
 * command.h - what a subcommand is: a row in commands.h and a function in src/cmd/.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "base/options.h"
#include "cmd/session.h"
#include "report/result.h"

/*
 * Exit status of the contract (0 yes, 1 no, 2 cannot be told yet, 3 not to be trusted), or -1
 * with *err. What was found is *ret, which is empty before; only words about the work at hand go
 * to stderr on the way (report/output.h).
 */
typedef int command_fn(struct session *session, const struct option_values *options,
		       struct result *ret, struct err *err);

struct subcommand {
	const struct command_words *words;
	enum session_needs needs;
	command_fn *run;
};

/* The ledger id that the person expects: --expect-genesis, else $MCADE_LEDGER, else $MCADE_GENESIS (an
 * empty one says nothing); NULL: none. */
const char *genesis_expected(const struct option_values *o);
/* memory_mended_fn */
void say_mended(const char *what, void *context);

#define COMMAND(name, group, everyday, needs, table, result, usage, summary) \
	command_fn cmd_##name;                                               \
	extern const struct option options_##table[];
#define RESERVED(name, group, version, summary)
#include "cmd/commands.h"
#undef COMMAND
#undef RESERVED

#endif
