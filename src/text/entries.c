#include "text/entries.h"

#include "text/class.h"
#include "text/outcomes.h"

struct entry {
	struct bytes text; /* without blank lines at its end */
	unsigned line;
};

struct entries {
	struct entry *items;
	size_t count;
};

static size_t level_of(struct bytes line)
{
	size_t level = 0;

	while (level < line.len && ((const char *)line.data)[level] == '#')
		level++;
	return level;
}

/* What begins one entry begins all: of headings those of one level, else any dated line. */
static struct entries read_entries(struct bytes text, struct arena *a)
{
	struct lines lines = lines_of(text);
	struct entries all = {0};
	size_t level = SIZE_MAX;
	struct bytes line;

	while (lines_next(&lines, &line)) {
		const char *end = (const char *)line.data + line.len;
		bool begins = class_dated(line) &&
			      (level == SIZE_MAX || level_of(line) == level);

		if (begins) {
			level = level_of(line);
			*ARENA_PUSH(a, all.items, all.count) = (struct entry){line, lines.line};
		} else if (all.count && level && level_of(line) && level_of(line) < level) {
			level = SIZE_MAX - 1; /* a chapter of something else */
		} else if (all.count && level < SIZE_MAX - 1 && !line_is_blank(line)) {
			struct bytes *last = &all.items[all.count - 1].text;

			*last = bytes_of(last->data, (size_t)(end - (const char *)last->data));
		}
	}
	return all;
}

/* Line by line, so that line ends make no difference. */
static bool is_same(const struct entry *a, const struct entry *b, struct append_fault *fault)
{
	struct lines was = lines_of(a->text), now = lines_of(b->text);
	struct bytes x = {"", 0}, y = {"", 0};

	for (;;) {
		bool more = lines_next_full(&was, &x), other = lines_next_full(&now, &y);

		if (!more && !other)
			return true;
		if (more != other || !bytes_equal(x, y)) {
			*fault = (struct append_fault){
				.was_line = a->line + was.line - 1,
				.now_line = other ? b->line + now.line - 1 : 0,
				.was = more ? x : bytes_of("", 0),
				.now = other ? y : bytes_of("", 0)};
			return false;
		}
	}
}

static struct bytes first_line(const struct entry *e)
{
	struct lines lines = lines_of(e->text);
	struct bytes line = {"", 0};

	lines_next(&lines, &line);
	return line;
}

/* The entry that is gone, or what it became. */
static void explain(const struct entry *gone, const struct entries *now,
		    struct append_fault *fault)
{
	struct append_fault here;

	*fault = (struct append_fault){.was_line = gone->line, .was = first_line(gone)};
	for (size_t i = 0; i < now->count; i++)
		if (bytes_equal(first_line(&now->items[i]), first_line(gone)) &&
		    !is_same(gone, &now->items[i], &here)) {
			*fault = here;
			return;
		}
}

bool entries_kept(struct bytes was, struct bytes now, bool between, struct arena *arena,
		  struct append_fault *ret_fault)
{
	struct entries old = read_entries(was, arena), new = read_entries(now, arena);
	struct append_fault fault = {0}, ignored;
	size_t at = 0, begin = SIZE_MAX;

	for (size_t i = 0; i < old.count; i++) {
		while (at < new.count && !is_same(&old.items[i], &new.items[at], &ignored) &&
		       (between || begin == SIZE_MAX))
			at++;
		if (at == new.count || !is_same(&old.items[i], &new.items[at], &ignored)) {
			explain(&old.items[i], &new, &fault);
			if (ret_fault)
				*ret_fault = fault;
			return false;
		}
		begin = at++;
	}
	return old.count > 0;
}

/* --- what tells most ---------------------------------------------------------------------- */

/* How many bytes two lines have in common at their beginnings. */
static size_t in_common(struct bytes a, struct bytes b)
{
	size_t at = 0;

	while (at < a.len && at < b.len &&
	       ((const char *)a.data)[at] == ((const char *)b.data)[at])
		at++;
	return at;
}

/* The lines of `text` that the other one has not, in their order. */
static size_t only_in(struct bytes text, const struct byteset *other, struct entry **ret,
		      struct arena *a)
{
	struct lines lines = lines_of(text);
	struct bytes line;
	size_t count = 0;

	*ret = NULL;
	while (lines_next_full(&lines, &line))
		if (!byteset_has(other, line))
			*ARENA_PUSH(a, *ret, count) = (struct entry){line, lines.line};
	return count;
}

bool entries_telling(struct bytes was, struct bytes now, struct arena *arena,
		     struct telling *ret)
{
	struct byteset old = byteset_of_lines(was, arena), new = byteset_of_lines(now, arena);
	struct entry *gone, *come;
	size_t gone_count, come_count, well_count = 0;

	byteset_sort(&old);
	byteset_sort(&new);
	gone_count = only_in(was, &new, &gone, arena);
	come_count = only_in(now, &old, &come, arena);
	if (!gone_count && !come_count)
		return false;
	*ret = (struct telling){0};
	if (gone_count) {
		ret->was = gone[0].text;
		ret->was_line = gone[0].line;
	}
	if (come_count) {
		ret->now = come[0].text;
		ret->now_line = come[0].line;
	}
	/* what went well stays; where nothing did, nothing turned */
	for (size_t k = 0; k < come_count; k++)
		if (went_well(come[k].text))
			come[well_count++] = come[k];
	for (size_t i = 0; i < gone_count && well_count && !ret->turned; i++) {
		size_t best = 0;

		if (!went_wrong(gone[i].text))
			continue;
		for (size_t k = 0; k < well_count; k++) {
			size_t common = in_common(gone[i].text, come[k].text) + 1;

			if (common <= best)
				continue;
			best = common;
			*ret = (struct telling){gone[i].line, come[k].line, gone[i].text,
						come[k].text, true};
		}
	}
	return true;
}
