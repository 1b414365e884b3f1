/*
 * recall.h - a run that is over, as its evidence has it: what verifies it later is asked of the output
 * that it printed and of what was captured before it, which nobody can show again.
 */
#ifndef WORLD_RECALL_H
#define WORLD_RECALL_H

#include "world/probe.h"

/* A piece of the evidence of that run. */
struct remembered {
	const char *name;  /* "run", "before.rows" */
	struct bytes text; /* that was signed; NULL data: not here */
};

/* Checks of the run that is verified; those that went before it. */
struct recalling {
	const struct checks *before[5];
	const struct checks *verify;
};

/*
 * Its outputs and captures are then those of the world. ret_known: how many captures there are. Each check
 * of `verify` that asks for more than was recorded, or was recorded whole, is in world->unknown. Errors as
 * resolve_checks() has them.
 */
int recall(struct world *world, const struct remembered *list, size_t count,
	   const struct recalling *checks, size_t *ret_known, struct err *err);

#endif
