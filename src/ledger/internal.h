/* internal.h - what was asked of a view before, and need not be asked again. */
#ifndef LEDGER_INTERNAL_H
#define LEDGER_INTERNAL_H

#include "runbook/runbook.h"

struct view_memo {
	const struct runbook *runbook; /* in force there: in_force.c */
	bool followed; /* the remote was asked for what its events name: governed.c */
};

#endif
