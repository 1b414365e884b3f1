/*
 * evidence.h - what must stand in the evidence of a run, a gate or a drill (`evidence`): from the runbook
 * alone. The judge demands it, commands ask before anything is run.
 */
#ifndef RUNBOOK_EVIDENCE_H
#define RUNBOOK_EVIDENCE_H

#include "runbook/runbook.h"

/* What there is of one that ended, or will be. */
struct evidence_had {
	const char *const *fields; /* "name=value" that were given */
	size_t count;
	bool candidate; /* it is of one */
	bool ran;	/* a command was run: commands, exit codes */
};

/* Every field that is demanded and not there; "operator", "environment" and "result" each has by itself. */
struct words evidence_missing(const struct words *demanded, const struct evidence_had *had,
			      struct arena *a);
/* Can it be given by a person, or has it to come by itself? */
bool evidence_is_given(const char *name);
/* Which of those that come by themselves is meant by a name that is none; NULL: none. */
const char *evidence_meant(const char *name);

#endif
