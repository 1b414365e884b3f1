/*
 * progress.h - one line on the terminal about work that takes over a second: count, share, rate,
 * time left; gone when the work has ended.
 *
 *	verifying events: 41,000 of 100,000 (41%), 9,800/s, 6 s left
 */
#ifndef REPORT_PROGRESS_H
#define REPORT_PROGRESS_H

#include "base/progress.h"
#include "base/strbuf.h"

struct progress_line {
	struct progress progress;
	const char *what;
	int64_t began, shown; /* milliseconds; shown 0: not yet */
	unsigned skipped;     /* steps since the clock was asked */
};

/* NULL where nobody would see it: stderr is not a terminal, or a dumb one. */
struct progress *progress_line_open(struct progress_line *line);

/* Appends the text, without control characters. elapsed in milliseconds, above 0. */
void progress_text(const char *what, uint64_t done, uint64_t total, int64_t elapsed,
		   struct strbuf *out);

#endif
