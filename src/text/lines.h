/* lines.h - a text taken line by line, and sets of byte runs that no choice of them makes slow. */
#ifndef TEXT_LINES_H
#define TEXT_LINES_H

#include "base/arena.h"
#include "base/bytes.h"

/*
 *	struct lines lines = lines_of(text);
 *	struct bytes line;
 *	while (lines_next(&lines, &line))
 *
 * A final newline that is missing makes no difference. Copied, it is a place to come back to.
 */
struct lines {
	const char *at, *end;
	unsigned line; /* of the line that was read last, from 1 */
	bool shown;
};

struct lines lines_of(struct bytes text);
/* As a reader of Markdown sees them: behind a byte order mark, and a carriage return alone ends one, too. */
struct lines lines_shown(struct bytes text);
/* The line without its newline. */
bool lines_next(struct lines *lines, struct bytes *ret);
/* The same, blank lines passed over. */
bool lines_next_full(struct lines *lines, struct bytes *ret);
/* Nothing but blanks, tabs and carriage returns. */
bool line_is_blank(struct bytes line);

/* Sorted once, then asked. Items are borrowed. */
struct byteset {
	struct bytes *items;
	size_t count;
};

void byteset_sort(struct byteset *set);
/* How often an item is in it. */
size_t byteset_count(const struct byteset *set, struct bytes item);
/* Its place; set->count: it is not in it. */
size_t byteset_find(const struct byteset *set, struct bytes item);
bool byteset_has(const struct byteset *set, struct bytes item);
/* Every line of a text, in the arena. */
struct byteset byteset_of_lines(struct bytes text, struct arena *arena);

#endif
