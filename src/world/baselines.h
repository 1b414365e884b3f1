/*
 * baselines.h - numbers that were seen where a release was watched first, as limits for later: the
 * JSON of the check that an environment's `record_baseline` names.
 */
#ifndef WORLD_BASELINES_H
#define WORLD_BASELINES_H

#include "world/probe.h"

/* For expect_context: the number at a path of a baseline of this world. */
int baseline_number(void *world, const char *id, const char *path, struct arena *a,
		    struct expect_baseline *ret, struct err *err);
/*
 * After a pass of the check that the environment records: its JSON, masked as everything that is kept.
 * ERR_FORMAT: there is none, or masking left none.
 */
int baseline_keep(struct world *world, const struct checked *r, const struct attempt *t,
		  struct err *err);

#endif
