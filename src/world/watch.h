/*
 * watch.h - searches an output while it streams, all of it, in bounded memory: what is kept of
 * a long one is its beginning and its end, and a restore path may stand between.
 *
 *	struct watch *w;
 *	watch_open(step->restore, at, WATCH_LAST_PATH, &w, err);
 *	watch_feed(w, piece);			// any number of times, cut anywhere
 *	watch_close(w, arena, &path, err);	// NULL: found nothing
 *
 * Up to LIMIT_CAPTURE bytes are searched as one text. In longer ones a match is found that is
 * no longer than WATCH_OVERLAP.
 */
#ifndef WORLD_WATCH_H
#define WORLD_WATCH_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

#define WATCH_OVERLAP ((size_t)64 << 10)

enum watch_which {
	WATCH_FIRST,
	WATCH_LAST_PATH, /* what is empty or longer than LIMIT_PATH is none */
};

struct watch;

/* ERR_FORMAT for what is no regular expression. */
int watch_open(const char *pattern, struct srcpos at, enum watch_which which,
	       struct watch **ret, struct err *err);
void watch_feed(struct watch *w, struct bytes piece);
/*
 * The first group of the match, else the whole. ERR_LIMIT where it cannot be told. Frees;
 * ret_text NULL: nobody asks.
 */
int watch_close(struct watch *w, struct arena *a, const char **ret_text, struct err *err);

/* Several at once, over one output. */
struct watches {
	struct watch **items; /* live in an arena */
	size_t count;
};
void watches_feed(const struct watches *all, struct bytes piece);

#endif
