/* past.h - what was recorded before: the events of a verified ledger, newest first. */
#ifndef LEDGER_PAST_H
#define LEDGER_PAST_H

#include "ledger/verify.h"

/*
 * Calls fn for each event of the view of one of these kinds (1u << KIND_ADOPT | ..., 0: of all;
 * others are not even read), newest first, until it answers other than 0; -1 is an
 * error with *err, 1 ends the walk. The event and everything in it live until fn returns; `sha256`
 * and `key` are not filled in. The view has been verified: nothing is verified again.
 */
typedef int past_event_fn(const struct verified_event *event, const struct oid *previous,
			  void *context, struct err *err);
int past_events(const struct ledger *l, const struct ledger_view *view, unsigned kinds,
		past_event_fn *fn, void *context, struct err *err);

/* A copy of the event that lives in the arena. */
void past_keep(const struct verified_event *event, struct arena *a, struct verified_event *ret);

#endif
