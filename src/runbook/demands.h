/*
 * demands.h - which fields the evidence of a step's run, or of a gate, must have: what the runbook demands
 * of all (`evidence`), and a gate or a drill of its own.
 */
#ifndef RUNBOOK_DEMANDS_H
#define RUNBOOK_DEMANDS_H

#include "model/event.h"
#include "runbook/evidence.h"

/* Live in the arena. */
struct words demanded_fields(const struct runbook *rb, const struct step *step,
			     struct arena *a);
/* All that a drill leaves: its own, and what is demanded of each drill. */
struct evidence_demand drill_demand(const struct runbook *rb, const struct procedure *drill,
				    struct arena *a);
/* The command by which a step, a gate or a drill is done there, with a place for each value that it takes:
 * "git mcade attest TELL --env lab --field order=VALUE --restore TEXT -m REASON". word: step_word(). more: what
 * this once goes with it; NULL: nothing. */
const char *demanded_act(const struct runbook *rb, const struct step *step, const char *more,
			 enum event_word word, const char *environment, struct arena *a);

#endif
