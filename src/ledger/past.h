/* past.h - what was recorded before: the events of a verified ledger, newest first. */
#ifndef LEDGER_PAST_H
#define LEDGER_PAST_H

#include "ledger/verify.h"

/* Which events. What is left out by it is not even read. */
struct past_wanted {
	unsigned kinds;			/* 1u << KIND_ADOPT | ...; 0: of all */
	const char *environment, *step; /* NULL: of all */
	int64_t since, until;		/* when they were signed; until 0: to this day */
	uint64_t from, upto;		/* sequences, `upto` not included; 0: of all */
};

/*
 * Calls fn for each of those events of the view, newest first, until it answers other than 0; -1 is an
 * error with *err, 1 ends the walk. The event and everything in it live until fn returns; `key` is not
 * filled in. The view has been verified, and each event has the very bytes that were: no signature is
 * computed again. It costs what is read, not how long the ledger is.
 */
typedef int past_event_fn(const struct verified_event *event, void *context, struct err *err);
int past_events(const struct ledger *l, const struct ledger_view *view,
		const struct past_wanted *wanted, past_event_fn *fn, void *context,
		struct err *err);

/* One of them. Lives in the arena. */
int past_event(const struct ledger *l, const struct ledger_view *view, uint64_t sequence,
	       struct arena *a, struct verified_event *ret, struct err *err);

/* A copy of the event that lives in the arena. */
void past_keep(const struct verified_event *event, struct arena *a, struct verified_event *ret);

#endif
