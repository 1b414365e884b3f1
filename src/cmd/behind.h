/* behind.h - what status and audit say before they name a ledger that is behind the remote's. */
#ifndef CMD_BEHIND_H
#define CMD_BEHIND_H

#include "cmd/command.h"
#include "records/owed.h"

/* Says so where what is told knows nothing of events that were fetched already. */
void say_behind(struct session *session, const struct ledger_view *ledger);

/* The same of records that the governed branch does not have, and the command that commits them. */
void say_owed(struct session *session, const struct owed *owed);

#endif
