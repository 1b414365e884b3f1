/* told.h - one's own events go to the command of mcade.notify, once they are published. */
#ifndef CMD_TOLD_H
#define CMD_TOLD_H

#include "cmd/command.h"

/* That nobody could be told is a warning: what was recorded stays. */
void tell_published(struct session *s);

#endif
