/*
 * pins.h - what must be pinned, against the manifest as it stands after a change. What counts as
 * pinned is model/manifest.h's.
 */
#ifndef POLICY_PINS_H
#define POLICY_PINS_H

#include "policy/facts.h"

/*
 * Adds a finding of rule `unpinned` for each path in `step->pins` that the environment's manifest
 * leaves unpinned or has not got. step NULL (unknown): every unpinned value of the manifest.
 * `with` says where the completion is claimed.
 */
int pins_check_step(const struct facts *facts, const struct fact_spec_step *step,
		    const struct fact_environment *environment, struct finding with,
		    struct findings *found, struct err *err);

#endif
