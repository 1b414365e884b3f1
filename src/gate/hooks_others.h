/*
 * hooks_others.h - hooks that another program or the whole team writes: which line goes into which of
 * their files, so that they call this program. Nothing there is written by us.
 */
#ifndef GATE_HOOKS_OTHERS_H
#define GATE_HOOKS_OTHERS_H

#include "gate/hooks.h"

/* Fills in `managed`, and `add` and `add_to` of each door. */
int others_look(const struct ledger *l, struct hook_report *report, struct err *err);

#endif
