/* hooks.h - what `init` and `join` do about hooks. */
#ifndef CMD_HOOKS_H
#define CMD_HOOKS_H

#include "engine/session.h"

/* Installs the hooks; where core.hooksPath is somebody else's, says what to do and goes on. */
int hooks_settle(struct session *session, struct err *err);

#endif
