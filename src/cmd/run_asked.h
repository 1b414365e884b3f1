/* run_asked.h - `git mcade run STEP -- COMMAND`: a workflow that stays as it is, and a record of it. */
#ifndef CMD_RUN_ASKED_H
#define CMD_RUN_ASKED_H

#include "act/readiness.h"
#include "base/options.h"
#include "cmd/command.h"
#include "model/finding.h"
#include "world/probe.h"
#include "world/run.h"

/*
 * Is what stands after the step the command that was adopted: its words as they are resolved here, or
 * its shell text as one word? Nothing after it asks for that one too. False: a finding says what differs.
 */
bool run_is_asked(const struct resolved_command *adopted, const struct command *written,
		  const struct option_values *o, const char *environment,
		  struct findings *found);

/* Checks that pass now say nothing of a file that has not run here yet. NULL: it has. */
const char *run_not_this(struct session *s, const char *environment, const char *step);

#endif
