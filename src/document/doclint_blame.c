#include "document/doclint_parts.h"

/*
 * A line was brought by the last commit that has it where no parent had it: cheaper than blame,
 * and the same for lines that people write once.
 */

static const char *key_of(struct arena *arena, const char *path, struct bytes line)
{
	return arena_printf(arena, "%s %.*s", path, (int)line.len, (const char *)line.data);
}

/* One line of a text; false at the end. */
static bool next_line(struct bytes text, size_t *at, struct bytes *ret)
{
	const char *data = text.data, *end;

	if (*at >= text.len)
		return false;
	end = memchr(data + *at, '\n', text.len - *at);
	*ret = bytes_of(data + *at, end ? (size_t)(end - (data + *at)) : text.len - *at);
	*at += ret->len + 1;
	return true;
}

static bool blamed(const void *ctx, const char *path)
{
	const struct linting *lint = ctx;

	return strmap_get(&lint->blamed, path) != NULL;
}

static int visit(void *ctx, const struct doc_commit *commit, const struct doc_change *change,
		 struct arena *arena, struct err *err)
{
	struct linting *lint = ctx;
	struct strmap before = {.arena = arena};
	struct origin *by = NULL;
	struct bytes text, line;

	for (size_t i = 0; i < change->count; i++) {
		if (doclint_text(lint, &change->was[i], arena, &text, err) < 0)
			return -1;
		for (size_t at = 0; next_line(text, &at, &line);)
			strmap_put(&before, key_of(arena, change->path, line), lint);
	}
	if (doclint_text(lint, &change->now, arena, &text, err) < 0)
		return -1;
	for (size_t at = 0; next_line(text, &at, &line);) {
		const char *key = key_of(arena, change->path, line);

		if (strmap_get(&before, key))
			continue;
		by = by ? by : doclint_origin(lint, commit);
		strmap_put(&lint->lines, arena_strdup(lint->arena, key), by);
	}
	return 0;
}

static bool is_open(const struct finding *f)
{
	return !f->commit && f->path && f->at.line;
}

/* Who brought the line that a finding stands on. */
static const struct origin *origin_of_line(struct linting *lint, const struct finding *f,
					   struct bytes text)
{
	struct bytes line;
	unsigned number = 0;

	for (size_t at = 0; next_line(text, &at, &line);)
		if (++number == f->at.line)
			return strmap_get(&lint->lines, key_of(&lint->scratch, f->path, line));
	return NULL;
}

int doclint_blame(struct linting *lint, const struct oid *head, struct err *err)
{
	const char *path = NULL;
	struct bytes text = {"", 0};
	size_t commits;

	for (size_t i = 0; i < lint->found->count; i++)
		if (is_open(&lint->found->items[i]))
			strmap_put(&lint->blamed, lint->found->items[i].path, lint);
	if (!lint->blamed.count)
		return 0;
	if (dochistory_walk(lint->l->repo, head, blamed, visit, lint, lint->l->progress,
			    &commits, err) < 0)
		return -1;
	for (size_t i = 0; i < lint->found->count; i++) {
		struct finding *f = &lint->found->items[i];
		bool found = true;

		if (!is_open(f))
			continue;
		if ((!path || strcmp(path, f->path)) &&
		    snapshot_read(lint->head, f->path, lint->arena, &text, &found, err) < 0)
			return -1;
		path = f->path;
		if (found)
			*f = doclint_by(origin_of_line(lint, f, text), *f);
	}
	return 0;
}
