/*
 * outside.h - what `content` leaves out and a command names all the same: who changes it would change what
 * runs, and no verdict or approval would be asked again.
 */
#ifndef ACT_OUTSIDE_H
#define ACT_OUTSIDE_H

#include "model/finding.h"
#include "repo/snapshot.h"
#include "runbook/runbook.h"

/* At adopt: a pattern that nothing of the commit matches; each file of it that a command or a check names,
 * and that is outside. `uses` and `inputs` are the judge's (runbook/omitted.h). */
int outside_judge(struct repo *repo, const struct oid *commit, const struct runbook *rb,
		  const struct snapshot *files, struct findings *found, struct err *err);
/* The first such file of one step, with those of its checks, as the files are now; NULL: none. */
int outside_of(const struct runbook *rb, const struct step *step, const struct snapshot *files,
	       struct arena *a, const char **ret, struct err *err);

#endif
