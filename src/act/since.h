/* since.h - `since:` of a runbook: from which commit on something binds. */
#ifndef ACT_SINCE_H
#define ACT_SINCE_H

#include "ledger/ledger.h"
#include "model/event.h"

/*
 * The commit that a `since` means: what is reachable from it is not bound. Of a date, the newest
 * commit of the tips' history before it. False: there is none here, so that everything is bound.
 */
int since_commit(const struct ledger *l, const char *text, const struct oid *tips,
		 size_t tip_count, struct oid *ret, bool *ret_found, struct err *err);
/* As an adopt event resolved it ("<commit> <date>", zeros: none). False: it did not. */
bool since_recorded(const struct adopted_state *adopted, const char *text, struct oid *ret,
		    bool *ret_found);
/* Adds Mcade-Since for each date of the runbook, resolved from the event's tips: the dates of
 * commits are their authors' word, so they are asked once. A date to come is left to the doors. */
int since_record(const struct ledger *l, const struct runbook *runbook, struct event *event,
		 struct err *err);

#endif
