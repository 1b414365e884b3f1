/*
 * progress.h - how long work says how far it is, without knowing who looks. Whoever shows it
 * (report/progress.h) hands a struct progress down; NULL means that nobody looks.
 *
 *	for (size_t i = 0; i < count; i++) {
 *		progress_step(progress, "verifying events", i, count);
 *		...
 *	}
 *	progress_done(progress);	// on every way out: errors are printed next
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include "base/compat.h"

struct progress {
	/* what NULL: this piece of work has ended, well or not. */
	void (*step)(struct progress *progress, const char *what, uint64_t done,
		     uint64_t total);
};

/* Cheap enough for every event. total 0: not known. */
static inline void progress_step(struct progress *progress, const char *what, uint64_t done,
				 uint64_t total)
{
	if (progress)
		progress->step(progress, what, done, total);
}

static inline void progress_done(struct progress *progress)
{
	if (progress)
		progress->step(progress, NULL, 0, 0);
}

#endif
