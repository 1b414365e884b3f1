/* html_rows.c - a table in HTML, cell by cell. */
#include "markdown/internal.h"

#include "base/strbuf.h"

#include <strings.h>

struct cells {
	const struct md_block *shown;
	struct arena *arena;
	struct md_block *items;
	size_t count;
	size_t run; /* of the shown text, where the last cell begins */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}

/* Behind the tag's name nothing of a name: "<th>" and not "<thead>". */
static bool has_heads(const char *html)
{
	for (const char *at = html; (at = strcasestr(at, "<th")); at++)
		if (strchr(" \t\r\n/>", at[3]))
			return true;
	return false;
}

static void add(struct cells *c, size_t from, size_t to, uint64_t row, unsigned column)
{
	struct md_block *cell = ARENA_PUSH(c->arena, c->items, c->count);
	const struct md_run *runs = c->shown->runs;
	struct md_run *run = arena_alloc(c->arena, sizeof(*run));
	const char *text = c->shown->text;

	while (from < to && is_blank(text[from]))
		from++;
	while (to > from && is_blank(text[to - 1]))
		to--;
	while (c->run + 1 < c->shown->run_count && runs[c->run + 1].at <= from)
		c->run++;
	*cell = *c->shown;
	cell->kind = MD_CELL;
	cell->ordinal = row;
	cell->level = column;
	cell->line = cell->end_line = c->shown->run_count ? runs[c->run].line : c->shown->line;
	cell->text = arena_strndup(c->arena, text + from, to - from);
	*run = (struct md_run){MD_RUN_TEXT, 0, cell->line, 1};
	cell->runs = run;
	cell->run_count = 1;
}

size_t md_html_rows(const struct md_block *html, const struct md_block *shown,
		    const struct md_block **ret, struct arena *arena)
{
	struct cells c = {.shown = shown, .arena = arena};
	uint64_t row = !has_heads(html->text);
	const char *text = shown->text;

	*ret = NULL;
	if (!strcasestr(html->text, "<td"))
		return 0;
	for (size_t at = 0, end; text[at]; at = end + (text[end] == '\n')) {
		size_t from = at, width = 0;

		end = at + strcspn(text + at, "\n");
		while (from < end && is_blank(text[from]))
			from++;
		if (from == end)
			continue;
		if (text[from] != '|')
			return 0;
		while (from < end) {
			size_t to = from + 1;

			while (to < end && text[to] != '|')
				to++;
			add(&c, from + 1, to, row, (unsigned)++width);
			from = to;
		}
		if (width < 2)
			return 0;
		row++;
	}
	*ret = c.items;
	return c.count;
}
