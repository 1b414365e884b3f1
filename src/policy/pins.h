/*
 * pins.h - what must be pinned, against the manifest as it stands after a change. What counts as
 * pinned is runbook/manifest.h's.
 */
#ifndef POLICY_PINS_H
#define POLICY_PINS_H

#include "runbook/manifest.h"
#include "policy/facts.h"

/*
 * Adds a finding of rule `unpinned` for each path in `step->pins` that the environment's manifest
 * leaves unpinned or does not have. Before anything is adopted: one, of all that it pins.
 * `with` says where the completion is claimed.
 */
int pins_check_step(const struct facts *facts, const struct step *step,
		    const struct environment *environment, struct finding with,
		    struct findings *found, struct err *err);
/* One of them. step NULL: a completion of something that is not a step. */
void pins_unpinned(const struct facts *facts, const struct environment *environment,
		   const struct pin *pin, const char *step, struct finding with,
		   struct findings *found);

#endif
