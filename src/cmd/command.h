/*
 * command.h - what a subcommand is. Each src/cmd/<name>.c exports one `const struct subcommand
 * cmd_<name>` and has one line in commands.h; help, completion and the manual's check derive
 * from it.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "base/options.h"
#include "cmd/session.h"

enum command_group {
	GROUP_SETUP,
	GROUP_OPERATE,
	GROUP_REVIEW,
	GROUP_SHARE,
	GROUP_PLUMBING,
	GROUP_COUNT
};

struct subcommand {
	const char *name; /* "trust" */
	enum command_group group;
	bool everyday;	     /* among the dozen of `git mcade -h` */
	const char *usage;   /* "add NAME --key FILE --role ROLE": operands, without options */
	const char *summary; /* one line, lower case, no full stop */
	const struct option *options;
	unsigned needs; /* of enum session_needs: what main() opens before run() */
	bool hook;	/* run by git as a hook: Git's environment counts */
	/*
	 * Exit status of the contract (0, 1, 2, 3), or -1 with *err. Data goes to stdout, all
	 * else to stderr; both through report/.
	 */
	int (*run)(struct session *session, const struct option_values *options,
		   struct err *err);
};

#endif
