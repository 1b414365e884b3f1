#include "runbook/titles.h"

static void read_titles(struct titles *titles)
{
	const struct runbook *rb = titles->runbook;
	struct arena *a = titles->steps.arena;

	titles->read = true;
	for (size_t i = 0; i < rb->step_count; i++) {
		const char *title = marks_title(rb->titles[i], a);
		struct words *ids = strmap_get(&titles->steps, title);
		const char **items;

		if (!*title)
			continue;
		if (!ids) {
			ids = arena_alloc(a, sizeof(*ids));
			*ids = (struct words){0};
			strmap_put(&titles->steps, title, ids);
		}
		items = (const char **)ids->items;
		*ARENA_PUSH(a, items, ids->count) = rb->ids[i];
		ids->items = items;
	}
}

struct titles titles_of(const struct runbook *rb, struct arena *a)
{
	return (struct titles){.runbook = rb, .steps = {.arena = a}};
}

const char *titles_step(const void *of, const char *title, size_t nth)
{
	struct titles *titles = (struct titles *)(uintptr_t)of;
	const struct words *ids;

	if (!titles->read)
		read_titles(titles);
	ids = strmap_get(&titles->steps, title);
	return ids ? ids->items[nth < ids->count ? nth : ids->count - 1] : NULL;
}
