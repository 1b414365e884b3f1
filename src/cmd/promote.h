/* promote.h - what was verified in one environment comes to the next: by itself, and before a run. */
#ifndef CMD_PROMOTE_H
#define CMD_PROMOTE_H

#include "act/promoting.h"
#include "cmd/act.h"

/* The manifest with the pins that come, *ret, of no bytes where none do; a finding where it cannot take them. */
int promote_manifest(const struct ledger *l, struct promoting *p, struct bytes *ret,
		     struct err *err);

/*
 * Before a run with `completion: auto` in an environment with `promote.after`: where HEAD was not promoted
 * there and nothing is missing, the promotion is recorded, *ret. Else nothing happens, and the judge says
 * what is missing.
 */
int promote_first(struct act *run, bool *ret, struct err *err);

#endif
