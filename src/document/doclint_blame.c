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
	size_t turn; /* among those that are remembered: the later, the more */
};

static const char *key_of(struct arena *arena, const char *path, struct bytes line)
{
	size_t len = strlen(path);
	char *key = arena_alloc(arena, len + line.len + 2);

	memcpy(key, path, len);
	key[len] = ' ';
	memcpy(key + len + 1, line.data, line.len);
	return key;
}

void doclint_open(struct linting *lint)
{
	for (size_t i = 0; i < lint->found->count; i++) {
		const struct finding *f = &lint->found->items[i];

		if (!f->path || f->commit)
			continue;
		strmap_put(&lint->open, f->path, lint);
		if (f->found && !f->at.line) /* it may be another file */
			strmap_put(&lint->open, f->found, lint);
	}
}

static struct origin *origin_of(struct linting *lint, const struct facts *facts)
{
	struct origin *by = arena_alloc(lint->arena, sizeof(*by));

	*by = (struct origin){arena_strdup(lint->arena, facts->commit),
			      arena_strdup(lint->arena, facts->author), facts->time,
			      ++lint->turns};
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

		doclint_note_gone(lint, facts, change);
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

/* Of a file; where the finding is about two, of that which came later. */
static const struct origin *made(const struct linting *lint, const struct finding *f)
{
	const struct origin *one = strmap_get(&lint->made, f->path),
			    *other = f->found ? strmap_get(&lint->made, f->found) : NULL;

	return one && other && other->turn > one->turn ? other : one;
}

/* The lines of a text by their numbers, from 1: findings of one file stand in any order. */
static const struct bytes *number_lines(struct bytes text, struct arena *a, size_t *ret_count)
{
	struct lines lines = lines_of(text);
	struct bytes *all = NULL, line = {"", 0};

	*ret_count = 0;
	do
		*ARENA_PUSH(a, all, *ret_count) = line;
	while (lines_next(&lines, &line));
	return all;
}

int doclint_blame(struct linting *lint, struct err *err)
{
	const char *path = NULL;
	const struct bytes *lines = NULL;
	size_t line_count = 0;

	for (size_t i = 0; i < lint->found->count; i++) {
		struct finding *f = &lint->found->items[i];
		const struct origin *by = NULL;
		struct bytes text;
		bool found;

		if (!f->path || f->commit)
			continue;
		if (!path || strcmp(path, f->path)) {
			if (snapshot_read(lint->head, f->path, lint->arena, &text, &found,
					  err) < 0)
				return -1;
			line_count = 0;
			if (found)
				lines = number_lines(text, lint->arena, &line_count);
		}
		path = f->path;
		if (line_count &&
		    (!f->at.line || f->at.line >= line_count)) /* or behind its end */
			by = made(lint, f);
		else if (f->at.line < line_count)
			by = strmap_get(&lint->lines,
					key_of(lint->arena, path, lines[f->at.line]));
		if (!by)
			continue;
		f->commit = by->commit;
		f->author = by->author;
		f->time = by->time;
	}
	return 0;
}
