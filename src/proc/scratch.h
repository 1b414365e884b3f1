/*
 * scratch.h - a folder for what is tried out, below $TMPDIR, and taken away with all that is in it.
 */
#ifndef PROC_SCRATCH_H
#define PROC_SCRATCH_H

#include "base/arena.h"
#include "base/err.h"

int scratch_make(struct arena *a, const char **ret, struct err *err);
/* What cannot be removed stays: only litter is left. */
void scratch_remove(const char *folder, struct arena *a);

#endif
