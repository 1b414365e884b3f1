/* ledger_lock.h - the part of ledger.h's lock that only ledger_append() uses. */
#ifndef REPO_LEDGER_LOCK_H
#define REPO_LEDGER_LOCK_H

#include "repo/ledger.h"

/* Notes, before a ref is moved, where to; so that the next writer can clear up after us. */
int ledger_intent(struct ledger_lock *lock, const char *ref, const struct oid *id,
		  struct err *err);
void ledger_intent_done(struct ledger_lock *lock);

#endif
