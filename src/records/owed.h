/*
 * owed.h - what acts recorded and the governed branch does not have: by the day of the acts, as the log has
 * it, however many files of it are missing.
 */
#ifndef RECORDS_OWED_H
#define RECORDS_OWED_H

#include "records/render.h"

struct owed_file {
	const char *path, *detail; /* "3 entries", or why it is left alone */
};

struct owed_day {
	const char *day;      /* "2026-01-28"; NULL: no event tells which */
	uint64_t first, last; /* events of that day */
	size_t acts;
	struct owed_file *files;
	size_t file_count;
	struct rendered_events events;
};

struct owed {
	const char *ref; /* that owes; NULL: no governed branch is here */
	const char *way; /* the command that commits it, or where it is committed pushes it */
	struct owed_day *days; /* oldest first, the one that no event tells before them */
	size_t count;
};

/* Adds one record to the days of the acts that it does not show; then owed_settle(). */
void owed_add(const struct ledger *l, const struct rendered_item *item, struct owed *owed);
void owed_settle(const struct ledger *l, struct owed *owed);

/*
 * Of the first governed branch as others see it: pins and marks, and of logs and checkpoints this month and
 * the last, which can be told without looking at every entry that was ever written; `audit` tells all.
 */
int owed_find(const struct ledger *l, struct owed *ret, struct err *err);

/* Of all days; *ret_since: the oldest one, NULL where none is told. */
size_t owed_acts(const struct owed *owed, const char **ret_since);

#endif
