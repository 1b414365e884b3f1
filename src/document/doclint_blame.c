#include "document/doclint_parts.h"

#include "base/cleanup.h"
#include "policy/facts.h"
#include "text/lines.h"

/*
 * A line was brought by the last commit that has it where no parent had it: cheaper than blame,
 * and the same for lines that people write once.
 */

/* Who made something, and when. */
struct origin {
	const char *commit, *author;
	int64_t time;
};

static const char *key_of(struct arena *arena, const char *path, struct bytes line)
{
	return arena_printf(arena, "%s %.*s", path, (int)line.len, (const char *)line.data);
}

void doclint_open(struct linting *lint)
{
	for (size_t i = 0; i < lint->found->count; i++)
		if (lint->found->items[i].path && !lint->found->items[i].commit)
			strmap_put(&lint->open, lint->found->items[i].path, lint);
}

static struct origin *origin_of(struct linting *lint, const struct facts *facts)
{
	struct origin *by = arena_alloc(lint->arena, sizeof(*by));

	*by = (struct origin){arena_strdup(lint->arena, facts->commit),
			      arena_strdup(lint->arena, facts->author), facts->time};
	return by;
}

/* Lines that no parent has are this commit's. */
static int note_lines(struct linting *lint, const struct facts *facts,
		      const struct change *change, struct origin *by, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct byteset *was = arena_array(&scratch, facts->parents, sizeof(*was));
	struct bytes text, line;
	struct lines lines;

	for (size_t i = 0; i < facts->parents; i++) {
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
		was[i] = byteset_of_lines(text, &scratch);
		byteset_sort(&was[i]);
	}
	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	for (lines = lines_of(text); lines_next(&lines, &line);) {
		bool before = false;

		for (size_t i = 0; i < facts->parents && !before; i++)
			before = byteset_has(&was[i], line);
		if (!before)
			strmap_put(&lint->lines, key_of(lint->arena, change->path, line), by);
	}
	return 0;
}

int doclint_seen(void *ctx, const struct facts *facts, struct err *err)
{
	struct linting *lint = ctx;
	struct origin *by = NULL;

	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		const char *path = change->path;

		if (!strmap_get(&lint->open, path))
			continue;
		by = by ? by : origin_of(lint, facts);
		if (change->now.mode != MODE_ABSENT && !strmap_get(&lint->made, path))
			strmap_put(&lint->made, arena_strdup(lint->arena, path), by);
		if (note_lines(lint, facts, change, by, err) < 0)
			return -1;
	}
	return 0;
}

/* Who brought the line that a finding stands on; `lines` goes on from the finding before, as they are sorted. */
static const struct origin *origin_of_line(struct linting *lint, const struct finding *f,
					   struct bytes text, struct lines *lines)
{
	struct bytes line;

	if (lines->line >= f->at.line)
		*lines = lines_of(text);
	while (lines_next(lines, &line))
		if (lines->line == f->at.line)
			return strmap_get(&lint->lines, key_of(lint->arena, f->path, line));
	return NULL;
}

int doclint_blame(struct linting *lint, struct err *err)
{
	const char *path = NULL;
	struct bytes text = {"", 0};
	struct lines lines = lines_of(text);

	for (size_t i = 0; i < lint->found->count; i++) {
		struct finding *f = &lint->found->items[i];
		const struct origin *by;
		bool found = true;

		if (!f->path || f->commit)
			continue;
		if ((!path || strcmp(path, f->path)) &&
		    snapshot_read(lint->head, f->path, lint->arena, &text, &found, err) < 0)
			return -1;
		if (!path || strcmp(path, f->path))
			lines = lines_of(text);
		path = f->path;
		by = !found	  ? NULL
		     : f->at.line ? origin_of_line(lint, f, text, &lines)
				  : strmap_get(&lint->made, path);
		if (!by)
			continue;
		f->commit = by->commit;
		f->author = by->author;
		f->time = by->time;
	}
	return 0;
}
