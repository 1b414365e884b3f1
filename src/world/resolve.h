/*
 * resolve.h - what a run asks and does, looked up before anything of it is asked: a name that nothing
 * stands for is found before the first command, not half-way.
 */
#ifndef WORLD_RESOLVE_H
#define WORLD_RESOLVE_H

#include "world/probe.h"

/*
 * A list of checks, in the order in which it will be asked. What one of them captures has a value for
 * all that come later: until then "<checks.ID.NAME>". ERR_UNSUPPORTED, ERR_NOT_FOUND, ERR_FORMAT at its
 * place.
 */
int resolve_checks(struct world *world, const struct checks *checks, struct err *err);
int resolve_check(struct world *world, const struct check *check, struct err *err);
/* The step's own command and what is expected of it. */
int resolve_step(struct world *world, struct resolved_command *ret, struct err *err);

#endif
