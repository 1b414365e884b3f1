/* complete.h - a step is complete: by itself, or at the end of a run. */
#ifndef CMD_COMPLETE_H
#define CMD_COMPLETE_H

#include "cmd/act.h"

/*
 * `completion: auto`: the step of a run that ended well is complete where nothing is missing, and
 * run->completed says so. What is missing is told, and takes nothing back of the run.
 */
void complete_after(struct act *run);

#endif
