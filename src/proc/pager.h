/* pager.h - shows a text through the person's pager, and waits for it to end. */
#ifndef PROC_PAGER_H
#define PROC_PAGER_H

#include "base/bytes.h"
#include "base/err.h"

/* The command is the shell's, as in git. ERR_NOT_FOUND: it cannot be run. */
int pager_show(const char *command, struct bytes text, struct err *err);

#endif
