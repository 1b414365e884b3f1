#include "text/lines.h"

struct lines lines_of(struct bytes text)
{
	const char *at = text.data ? text.data : "";

	return (struct lines){.at = at, .end = at + text.len};
}

struct lines lines_shown(struct bytes text)
{
	struct lines lines = lines_of(text);

	if (bytes_begins(text, bytes_text("\xef\xbb\xbf")))
		lines.at += 3;
	lines.shown = true;
	return lines;
}

/* A carriage return before a newline, or at the very end, is a part of that. */
static const char *end_of_shown(const struct lines *lines)
{
	const char *at = lines->at;

	while (at < lines->end && *at != '\n' &&
	       (*at != '\r' || at + 1 == lines->end || at[1] == '\n'))
		at++;
	return at;
}

bool lines_next(struct lines *lines, struct bytes *ret)
{
	const char *newline;

	if (lines->at >= lines->end)
		return false;
	newline = lines->shown ? end_of_shown(lines)
			       : memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
	if (!newline)
		newline = lines->end;
	*ret = bytes_of(lines->at, (size_t)(newline - lines->at));
	lines->at = newline < lines->end ? newline + 1 : newline;
	lines->line++;
	return true;
}

bool line_is_blank(struct bytes line)
{
	const char *text = line.data;

	for (size_t i = 0; i < line.len; i++)
		if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
			return false;
	return true;
}

bool lines_next_full(struct lines *lines, struct bytes *ret)
{
	while (lines_next(lines, ret))
		if (!line_is_blank(*ret))
			return true;
	return false;
}

static int compare(const void *a, const void *b)
{
	const struct bytes *x = a, *y = b;
	size_t len = x->len < y->len ? x->len : y->len;
	int order = len ? memcmp(x->data, y->data, len) : 0;

	return order ? order : (x->len > y->len) - (x->len < y->len);
}

void byteset_sort(struct byteset *set)
{
	if (set->count)
		qsort(set->items, set->count, sizeof(*set->items), compare);
}

/* The first place that is not before the item; with `behind`, the first behind it. */
static size_t seek(const struct byteset *set, struct bytes item, bool behind)
{
	size_t low = 0, high = set->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(&set->items[middle], &item);

		if (order < 0 || (behind && !order))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t byteset_count(const struct byteset *set, struct bytes item)
{
	return seek(set, item, true) - seek(set, item, false);
}

size_t byteset_find(const struct byteset *set, struct bytes item)
{
	size_t at = seek(set, item, false);

	return at < set->count && !compare(&set->items[at], &item) ? at : set->count;
}

bool byteset_has(const struct byteset *set, struct bytes item)
{
	return byteset_find(set, item) < set->count;
}

struct byteset byteset_of_lines(struct bytes text, struct arena *arena)
{
	struct lines lines = lines_of(text);
	struct byteset set = {0};
	struct bytes line;

	while (lines_next(&lines, &line))
		*ARENA_PUSH(arena, set.items, set.count) = line;
	byteset_sort(&set);
	return set;
}
