/*
 * time.h - moments in UTC, as seconds since 1970. No time zone is ever read: the same record
 * means the same moment on every machine.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/compat.h"

#define TIME_TEXT_SIZE 21 /* "2026-01-28T10:00:00Z" and a NUL */
#define DATE_TEXT_SIZE 11 /* "2026-01-28" and a NUL */
#define TIME_MAX ((int64_t)1 << 33)

/* RFC 3339, always "Z". 0 <= when <= TIME_MAX. */
const char *time_format(int64_t when, char ret_text[TIME_TEXT_SIZE]);
const char *time_format_date(int64_t when, char ret_text[DATE_TEXT_SIZE]);
/* For one use: valid to the end of the block. */
#define TIME_TEXT(when) time_format((when), (char[TIME_TEXT_SIZE]){0})
#define DATE_TEXT(when) time_format_date((when), (char[DATE_TEXT_SIZE]){0})
/* Exactly the shape that time_format() writes. */
bool time_parse(const char *text, int64_t *ret_when);
/* "2026-01-28": the moment that day begins. */
bool time_parse_date(const char *text, int64_t *ret_when);
/* "30s", "5m", "1h", "2d": seconds; a whole number and one unit, above 0. */
bool time_parse_duration(const char *text, int64_t *ret_seconds);

/*
 * Now. MCADE_CLOCK (seconds since 1970) stands in for the clock, so that tests are repeatable; a
 * clock that a person sets wrong only makes findings of rule `time`.
 */
int64_t time_now(void);
/* The same, whatever MCADE_CLOCK says: what files and their times are compared with. */
int64_t time_of_files(void);
/* Milliseconds of a clock that nobody sets, for deadlines and durations. */
int64_t time_monotonic_ms(void);
void time_pause_ms(int64_t ms);
/*
 * From here on time_now() is this machine's clock, here and in every process started from here:
 * for a door that judges others, whose environment may be theirs.
 */
void time_use_own_clock(void);

#endif
