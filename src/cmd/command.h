/*
 * command.h - what a subcommand is. Each src/cmd/<name>.c exports one `const struct subcommand
 * cmd_<name>` and has one line in commands.h; help, completion and the manual's check derive
 * from it.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "base/options.h"
#include "cmd/session.h"
#include "report/result.h"

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
	 * Exit status of the contract (0 yes, 1 no, 2 cannot be told yet, 3 not to be trusted), or -1
	 * with *err. What was found is *ret, which is empty before; only words about the work at hand go
	 * to stderr on the way (report/output.h).
	 */
	int (*run)(struct session *session, const struct option_values *options,
		   struct result *ret, struct err *err);
	int (*said)(struct session *session, const struct option_values *options,
		    struct err *err);
};

#endif
