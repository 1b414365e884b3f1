/* table.h - the subcommands as one table, and the help that derives from it. */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "cmd/command.h"

/* ERR_USAGE with the nearest known word; words that come with a later version say so (128). */
int command_find(const char *name, const struct subcommand **ret, struct err *err);
/* The dozen of everyday use, or all, grouped. */
void command_overview(bool all, struct strbuf *out);
/* One command: usage, summary, options. */
void command_usage(const struct subcommand *command, struct strbuf *out);

#endif
