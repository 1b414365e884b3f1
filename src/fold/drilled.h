/*
 * drilled.h - a drill that was done in another environment than the one that asks for it: is it of the settings
 * that the manifest there still has? The record alone cannot tell, a commit can.
 */
#ifndef FOLD_DRILLED_H
#define FOLD_DRILLED_H

#include "repo/oid.h"
#include "runbook/drills.h"

struct repo;

/*
 * Takes back what drill_read() said of one elsewhere, pass and fail alike, where that commit has other settings
 * there than the drill was done with. pins: those of the candidate, which is the same for both. ERR_NOT_FOUND
 * where the commit is not here.
 */
int drilled_elsewhere(struct repo *repo, const struct oid *commit, const char *const *pins,
		      size_t count, struct arena *a, struct drill_said *said, struct err *err);

#endif
