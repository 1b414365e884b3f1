/* table.h - the subcommands as one table, and the help that derives from it. */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "cmd/command.h"

/* ERR_USAGE with the nearest known word; words that come with a later version say so (128). */
int command_find(const char *name, const struct subcommand **ret, struct err *err);

/* Every command, of which the format shows that extent. */
struct help_result command_overview(enum help_extent extent);
/* One command: usage, summary, options. */
struct help_result command_usage(const struct subcommand *command);

#endif
