/* hooks.h - what `init`, `join` and `adopt` do about hooks. */
#ifndef CMD_HOOKS_H
#define CMD_HOOKS_H

#include "cmd/session.h"

/* Installs the hooks; where core.hooksPath belongs to another program, says what to do and goes on. */
int hooks_settle(struct session *session, struct err *err);
/* Where hooks stand: the logs of the runbook in force merge entry by entry. */
int hooks_settle_logs(struct session *session, struct err *err);

#endif
