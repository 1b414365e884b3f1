/* at.h - the ledger as it stood earlier: by event number, commit, moment or day. */
#ifndef LEDGER_AT_H
#define LEDGER_AT_H

#include "ledger/ledger.h"

/*
 * text: "42", a commit of the ledger (full or short), "2026-01-28", "2026-01-28T10:00:00Z". A day
 * means its end. ERR_USAGE where it is none of these or lies before the genesis.
 */
int ledger_go_back(const struct ledger *l, const char *text, const struct ledger_view **ret,
		   struct err *err);

#endif
