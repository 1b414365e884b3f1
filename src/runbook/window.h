/*
 * window.h - the times in which a freeze binds: from a moment to another, or each week on some days
 * between two hours. Hours are those of an offset from UTC, never of a zone by its name: what a zone
 * means changes, and a judge says the same everywhere and for ever.
 */
#ifndef RUNBOOK_WINDOW_H
#define RUNBOOK_WINDOW_H

#include "base/arena.h"
#include "base/compat.h"

struct window {
	bool given;	  /* else it is always open */
	int64_t from, to; /* seconds since 1970, both in it */
	unsigned days;	  /* 1u: Monday, and so on; 0: each */
	bool has_hours;
	int begin,
		end; /* minutes of the day; the end is not in it, and may be on the next day */
	int east;    /* minutes that the zone is ahead of UTC */
};

#define WINDOW_DAYS "mon", "tue", "wed", "thu", "fri", "sat", "sun"

bool window_is_open(const struct window *w, int64_t time);
/* Has it ended for ever? */
bool window_is_over(const struct window *w, int64_t time);
/* "wed, fri 22:00-06:00 +02:00", "from 2026-02-01T00:00:00Z"; NULL: it is always open. */
const char *window_text(const struct window *w, struct arena *a);
/* "22:00-06:00", "+02:00" or "UTC". */
bool window_hours(const char *text, int *ret_begin, int *ret_end);
bool window_zone(const char *text, int *ret_east);

#endif
