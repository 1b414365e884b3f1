/*
 * starter.h - the runbook.yaml that `init` leaves where there is none: every line a comment, so that
 * nothing is in force, or in anybody's way, that nobody wrote.
 */
#ifndef LEDGER_STARTER_H
#define LEDGER_STARTER_H

#include "ledger/ledger.h"

#define STARTER_HINT                                                                      \
	"hint: take the '# ' at the beginning of each line of runbook.yaml away, commit " \
	"it, then: git mcade adopt"

/* Writes it, unless runbook.yaml is here or committed. Never over anything. */
int starter_leave(const struct ledger *l, bool *ret_left, struct err *err);
/* The runbook.yaml of HEAD; false: none that can be read. */
bool starter_committed(const struct ledger *l, struct bytes *ret);
/* Has the one of the work tree only comments? */
bool starter_waits(const struct ledger *l);

#endif
