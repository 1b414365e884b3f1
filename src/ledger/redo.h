/* redo.h - the command line that would record an event again; quoted for a shell. */
#ifndef LEDGER_REDO_H
#define LEDGER_REDO_H

#include "model/event.h"

const char *redo_command(const struct event *event, struct arena *a);

#endif
