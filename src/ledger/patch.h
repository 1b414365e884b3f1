/* patch.h - what an event made of the ledger's files, as a patch that git would show. */
#ifndef LEDGER_PATCH_H
#define LEDGER_PATCH_H

#include "base/strbuf.h"
#include "ledger/verify.h"

/*
 * Appends it: each file of the event's tree that differs from the tree of the event before it, as those
 * lie in the chain (what a recover rejected is not in it). ERR_UNTRUSTED: a file is not the one that the
 * event names by its SHA-256.
 */
int ledger_patch(const struct ledger *l, const struct ledger_view *view,
		 const struct verified_event *event, struct strbuf *out, struct err *err);

#endif
