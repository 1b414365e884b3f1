/*
 * pins.h - what must be pinned, against the manifest as it stands after a change. What counts as
 * pinned is runbook/manifest.h's.
 */
#ifndef POLICY_PINS_H
#define POLICY_PINS_H

#include "runbook/manifest.h"
#include "policy/facts.h"

#define PINS_NAMED_MAX 5 /* of one manifest, where no step says which it rests on */

/*
 * Adds a finding of rule `unpinned` for each path in `step->pins` that the environment's manifest
 * leaves unpinned or has not got. step NULL (unknown): every unpinned value of the manifest.
 * `with` says where the completion is claimed.
 */
int pins_check_step(const struct facts *facts, const struct step *step,
		    const struct environment *environment, struct finding with,
		    struct findings *found, struct err *err);
/* One of them. step NULL: a completion of something that is no step. */
void pins_unpinned(const struct facts *facts, const struct environment *environment,
		   const struct pin *pin, const char *step, struct finding with,
		   struct findings *found);

#endif
