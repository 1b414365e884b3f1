/*
 * entries.h - a log as dated entries, at whichever end it grows; and of two versions of a text, what
 * a reader should see first of what changed.
 */
#ifndef TEXT_ENTRIES_H
#define TEXT_ENTRIES_H

#include "text/append.h"

/*
 * Does every entry of `was` stand in `now`, in its order and word for word? Others may have come
 * before or after them; `between`: among them too, as in a merge. What stands before the first entry
 * is no entry. False where `was` has none; *ret_fault (may be NULL) says where not.
 */
bool entries_kept(struct bytes was, struct bytes now, bool between, struct arena *arena,
		  struct append_fault *ret_fault);

/* A line that changed: its number and text in both; 0: it is in one of them only. */
struct telling {
	unsigned was_line, now_line;
	struct bytes was, now;
	bool turned; /* from what failed to what went well */
};

/*
 * What of a change tells most: a line that said that something failed and now says that it went
 * well, else the first that differs. False: no line differs.
 */
bool entries_telling(struct bytes was, struct bytes now, struct arena *arena,
		     struct telling *ret);

#endif
