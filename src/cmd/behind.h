/* behind.h - what status and audit say before they name a ledger that is behind the remote's. */
#ifndef CMD_BEHIND_H
#define CMD_BEHIND_H

#include "cmd/command.h"

/* Says so where what is told knows nothing of events that were fetched already. */
void say_behind(struct session *session, const struct ledger_view *ledger);

#endif
