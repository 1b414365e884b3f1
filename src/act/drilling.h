/* drilling.h - what a drill leaves: the fields of its evidence, the file that people read, and its place. */
#ifndef ACT_DRILLING_H
#define ACT_DRILLING_H

#include "act/launch.h"

struct drilling {
	const struct runbook *runbook;
	const struct procedure *drill;
	const char *const *fields; /* "name=value" that were given */
	size_t field_count;
};

/* Findings, before anything is run, for what would keep it from having passed. start: its event as it will
 * be. */
void drilling_ask(const struct ledger *l, const struct drilling *d, const struct event *start,
		  struct findings *refused);
/* Fields, evidence and place, added to how it ended. started: when its start was recorded. */
void drilling_ends(const struct ledger *l, const struct drilling *d,
		   const struct receipt *start, const struct run_outcome *outcome,
		   struct intent *finish);

#endif
