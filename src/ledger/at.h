/* at.h - a place in the ledger by what people call it; and the ledger as it stood there. */
#ifndef LEDGER_AT_H
#define LEDGER_AT_H

#include "ledger/ledger.h"

/*
 * The event that a text names: "42", "event:42", the id of an event or its beginning (8 digits or
 * more), a commit of the ledger (full or short). *ret_found false: it names none.
 */
int ledger_find_event(const struct ledger *l, const char *text, uint64_t *ret, bool *ret_found,
		      struct err *err);

/* How an act names an event, so that it is this one and no other: "<id> sha256:<of its bytes>". */
int ledger_act_of(const struct ledger *l, uint64_t sequence, const char **ret, struct err *err);

/*
 * The last event of a moment: what ledger_find_event() takes, "2026-01-28", "2026-01-28T10:00:00Z". A day
 * means its end. ERR_USAGE where it is none of these or lies before the genesis.
 */
int ledger_place(const struct ledger *l, const char *text, uint64_t *ret, struct err *err);

/* The ledger as it stood then: it costs what is read there, not how long the ledger is. */
int ledger_go_back(const struct ledger *l, const char *text, const struct ledger_view **ret,
		   struct err *err);

#endif
