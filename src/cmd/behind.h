/* behind.h - what status and audit say before they name a ledger that is behind the remote's. */
#ifndef CMD_BEHIND_H
#define CMD_BEHIND_H

#include "cmd/command.h"
#include "records/owed.h"

/* Says so where HEAD lacks commits of its governed branch that were fetched already: what is told, or said, is of
 * HEAD. */
void say_old(struct session *session);

/* The command that brings HEAD there: of older files nothing else is to be done first. NULL: it lacks none. */
const char *pull_first(const struct ledger *ledger);

/* The same, and where what is told knows nothing of events that were fetched already. */
void say_behind(struct session *session, const struct ledger_view *ledger);

/* The same of records that the governed branch does not have, and the command that commits them. */
void say_owed(struct session *session, const struct owed *owed);

#endif
