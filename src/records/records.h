/*
 * records.h - where records live in the work tree, and what of them is ours: the rendered log entry,
 * the manifest, the checkpoint's folder. Used by the acts that write them and by whoever compares.
 */
#ifndef RECORDS_RECORDS_H
#define RECORDS_RECORDS_H

#include "ledger/record.h"
#include "runbook/runbook.h"
#include "repo/change.h"

/* Beginnings of paths under which logs and checkpoints of this runbook stand. */
struct prefix_set records_places(const struct runbook *runbook, struct arena *a);

/* The log of a day in the work tree; NULL where the runbook has no `records: log`. */
const char *records_log_path(const struct runbook *runbook, int64_t time, struct arena *a);
/* The ledger's log that must hold this entry: by its "- when:" line; NULL when it has none. */
const char *records_ledger_log(struct bytes entry, struct arena *a);
/* The same entry, blank lines at its end aside. */
bool records_same_entry(struct bytes a, struct bytes b);

/*
 * Do records follow an act into the work tree and the index? Not where HEAD is on no governed branch, since
 * they would go into commits that are about something else; not where `records.follow` says so.
 */
int records_follow(const struct ledger *l, bool *ret, struct err *err);

/* Writes one record into the work tree and stages it, nothing else; nothing in a bare repository. */
int records_write(const struct ledger *l, const char *path, struct bytes text, struct err *err);

/* A record of the work tree as git would commit it; empty when there is none. ERR_NOT_FOUND when bare. */
int records_read(const struct ledger *l, const char *path, struct bytes *ret, bool *ret_found,
		 struct err *err);

/*
 * The entry of an event that is no longer in the ledger goes out of the work tree's log, where it stands
 * as it was written; one that a person has edited stays.
 */
int records_take_out(const struct ledger *l, const struct event *event,
		     const struct event_origin *origin, struct err *err);
/* Before an act whose entry goes into this log: ERR_LIMIT where the largest could not be appended. */
int records_log_room(const struct ledger *l, const char *path, struct err *err);
/* Appends a generated entry to the work tree's log of that day, unless it stands there already. */
int records_append_log(const struct ledger *l, const struct receipt *receipt, struct err *err);

#endif
