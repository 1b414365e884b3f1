/* procedures.h - a rollback or a drill by the name that was typed. */
#ifndef CMD_PROCEDURES_H
#define CMD_PROCEDURES_H

#include "runbook/runbook.h"

/*
 * That rollback or drill of the runbook. ERR_USAGE names those that there are, in that environment (NULL: in
 * any), also where none was typed (NULL).
 */
int procedure_named(const struct runbook *rb, struct event_subject what,
		    const char *environment, struct arena *a, const struct procedure **ret,
		    struct err *err);

#endif
