/*
 * demands.h - which fields the evidence of a step's run, or of a gate, must have: what the runbook demands
 * of all (`evidence`), and a gate of its own.
 */
#ifndef RUNBOOK_DEMANDS_H
#define RUNBOOK_DEMANDS_H

#include "runbook/evidence.h"

/* The gate beside the steps whose step it is; NULL: it is none's. */
const struct procedure *demanded_gate(const struct runbook *rb, const struct step *step);
/* Live in the arena. */
struct words demanded_fields(const struct runbook *rb, const struct step *step,
			     struct arena *a);
/* As people give them with a command: "--field work_order=VALUE"; NULL: there is none to give. */
const char *demanded_arguments(const struct runbook *rb, const struct step *step,
			       struct arena *a);

#endif
