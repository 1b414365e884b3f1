/*
 * uncommitted.h - what is in a work tree and in no commit: whatever ran there may have read it. Asked
 * of git itself, which knows filters and what is ignored.
 */
#ifndef ACT_UNCOMMITTED_H
#define ACT_UNCOMMITTED_H

#include "act/place.h"

/*
 * The first tracked file that is not as HEAD has it; records and manifests aside, which the program
 * itself writes. NULL: none. Lives in the arena.
 */
int uncommitted_tracked(struct repo *repo, const struct runbook *runbook, struct arena *a,
			const char **ret, struct err *err);
/* The first file that is not tracked, ignored ones too, among what the step names: `uses`, `inputs`,
 * and the command where it is a path. */
int uncommitted_named(struct repo *repo, const struct step *step, struct arena *a,
		      const char **ret, struct err *err);
/* The first tracked file that is not as HEAD has it, and that git is told not to look at. */
int uncommitted_unwatched(const struct ledger *l, const struct place *place,
			  const struct runbook *runbook, const char **ret, struct err *err);
/* The first file that is neither tracked nor ignored in a folder that a program takes as a whole, or among those that
 * its commands name. */
int uncommitted_taken(const struct place *place, const struct runbook *runbook,
		      const struct step_meaning *meant, struct arena *a, const char **ret,
		      struct err *err);

#endif
