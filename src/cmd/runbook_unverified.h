/*
 * runbook_unverified.h - a runbook for whoever has to act by hand while nobody can verify the ledger: it is
 * printed, never run, and where it was found is said.
 */
#ifndef CMD_RUNBOOK_UNVERIFIED_H
#define CMD_RUNBOOK_UNVERIFIED_H

#include "cmd/session.h"
#include "runbook/runbook.h"

/*
 * The newest that can be read: of the ledger's branch, of the tip that is remembered of it, of
 * what was seen of the remote's, else of HEAD, which may never have been adopted.
 */
int runbook_unverified(struct session *s, const struct runbook **ret, struct err *err);

#endif
