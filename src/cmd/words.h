/* words.h - what a shell completes: ids of the runbook in force, and of rules. */
#ifndef CMD_WORDS_H
#define CMD_WORDS_H

#include "cmd/command.h"

/*
 * Plumbing: one word a line. kind: "steps", "environments" or "rules"; any other, and where nothing is in
 * force or can be read, none: a <TAB> is no place to complain. They are ids, and so mean nothing to a
 * shell.
 */
int words_list(struct session *s, const char *kind, struct result *ret, struct err *err);

#endif
