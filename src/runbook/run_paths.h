/* run_paths.h - the files that the commands of a runbook's steps name: "./scripts/backup.sh --all". Whether there
 * is, or was, such a file knows who has the tree. */
#ifndef RUNBOOK_RUN_PATHS_H
#define RUNBOOK_RUN_PATHS_H

#include "runbook/runbook.h"
#include "text/step_paths.h"

/* Lives in the arena. */
struct step_paths run_paths(const struct runbook *rb, struct arena *arena);

#endif
