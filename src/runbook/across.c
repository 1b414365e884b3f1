#include "runbook/across.h"

#include "base/texts.h"

static void add(struct words *words, const char *path, struct arena *a)
{
	const char **items = (const char **)words->items;

	if (texts_have(words->items, words->count, path))
		return;
	*ARENA_PUSH(a, items, words->count) = path;
	words->items = items;
}

struct words across_documents(const struct runbook *rb, struct arena *a)
{
	struct words ret = {0};

	if (rb->records.runbook)
		add(&ret, rb->records.runbook, a);
	for (size_t i = 0; i < rb->document_count; i++)
		if (class_has_steps(class_find(rb->documents[i].kind)))
			add(&ret, rb->documents[i].path, a);
	return ret;
}

struct said {
	const struct mark_line *first;
	bool done, open;
};

static const char *step_of(const struct mark_line *line, struct arena *a)
{
	return arena_strndup(a, line->step.data, line->step.len);
}

/* step -> struct said, in this environment */
static struct strmap said_in(const struct runbook *rb, const struct environment *environment,
			     const struct marks *marks, struct arena *a)
{
	struct strmap ret = {.arena = a};

	for (size_t i = 0; i < marks->count; i++) {
		const struct mark_line *line = &marks->items[i];
		struct said *said;

		if (!line->step.len || line->several || (line->where && !*line->where) ||
		    !mark_speaks_of(rb, line->where, environment) ||
		    (line->mark != MARK_DONE && line->mark != MARK_PLANNED &&
		     line->mark != MARK_BLOCKED))
			continue;
		said = strmap_get(&ret, step_of(line, a));
		if (!said) {
			said = arena_alloc(a, sizeof(*said));
			said->first = line;
			strmap_put(&ret, step_of(line, a), said);
		}
		said->done = said->done || line->mark == MARK_DONE;
		said->open = said->open || line->mark != MARK_DONE;
	}
	return ret;
}

struct acrosses across_of(const struct runbook *rb, const struct marks *here,
			  const struct marks *there, struct arena *a)
{
	struct acrosses ret = {0};

	for (size_t e = 0; e < rb->environment_count; e++) {
		struct strmap one = said_in(rb, &rb->environments[e], here, a),
			      two = said_in(rb, &rb->environments[e], there, a);

		for (size_t i = 0; i < here->count; i++) {
			const struct mark_line *line = &here->items[i];
			const char *step = step_of(line, a);
			const struct said *mine = strmap_get(&one, step),
					  *other = strmap_get(&two, step);

			if (mine && other && mine->first == line && mine->done != other->done &&
			    mine->open != other->open)
				*ARENA_PUSH(a, ret.items, ret.count) = (struct across){
					line, other->first, rb->environments[e].id};
		}
	}
	return ret;
}

const char *across_says(const char *path, const struct mark_line *line, struct arena *a)
{
	return arena_printf(a, "%s (%s:%u)", mark_word(line->mark), path, line->line);
}
