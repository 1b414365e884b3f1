/* drilled.h - a drill has ended: what it leaves in the work tree. */
#ifndef CMD_DRILLED_H
#define CMD_DRILLED_H

#include "cmd/running.h"

/* The evidence of a drill is written where the runbook says, and staged; of anything else nothing. */
void drill_written(struct act *finish);

#endif
