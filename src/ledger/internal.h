/* internal.h - what the files of this room share. */
#ifndef LEDGER_INTERNAL_H
#define LEDGER_INTERNAL_H

#include "ledger/ledger.h"

#define LOCK_SECONDS 10 /* an act waits so long for another one that is being recorded */

/* What was asked of a view before, and need not be asked again. */
struct view_memo {
	bool followed; /* the remote was asked for what its events name: governed.c */
};

/* As ledger_remember_if_possible() of "local", where the branch is still there. */
void ledger_remember_here(const struct ledger *l, const struct ledger_view *view);

/* Why there is no branch here, and what helps. Returns -1. */
int ledger_absence(const struct ledger *l, struct err *err);

#endif
