/* pinned.h - what a manifest held before somebody pinned one of its paths. */
#ifndef LEDGER_PINNED_H
#define LEDGER_PINNED_H

#include "ledger/ledger.h"

/*
 * The environment's manifest as it was recorded last when this path was not pinned there: not with the
 * value that it has now, nor with another. *ret_found false: it was always. Lives in the ledger's arena.
 */
int pinned_before(const struct ledger *l, const char *environment, const char *path,
		  struct bytes *ret, bool *ret_found, struct err *err);

#endif
