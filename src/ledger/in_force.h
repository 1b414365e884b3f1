/*
 * in_force.h - the runbook in force and the questions that every act asks of it.
 */
#ifndef LEDGER_IN_FORCE_H
#define LEDGER_IN_FORCE_H

#include "ledger/ledger.h"

/* The runbook in force. ERR_NOT_FOUND with `git mcade adopt` where nothing is adopted. */
int ledger_runbook(const struct ledger *l, const struct runbook **ret, struct err *err);

/*
 * `text` when it is an environment of the runbook in force; the only one when text is NULL.
 * ERR_USAGE lists those that there are.
 */
int runbook_environment_of(const struct ledger *l, const char *text, const char **ret,
			   struct err *err);
/* The id of a step of the runbook in force; ERR_USAGE with the nearest one. */
int runbook_step_of(const struct ledger *l, const char *text, const char **ret,
		    struct err *err);

#endif
