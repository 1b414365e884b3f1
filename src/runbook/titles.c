#include "runbook/titles.h"

struct called {
	struct twin *items;
	size_t count;
};

const char *titles_section(const struct runbook *rb, const char *id, struct arena *a)
{
	const struct step *step = runbook_step(rb, id);
	const struct section *section = step && step->section
						? strmap_get(&rb->by_section, step->section)
						: NULL;

	return section ? marks_title(section->title ? section->title : section->id, a) : NULL;
}

static void read_titles(struct titles *titles)
{
	const struct runbook *rb = titles->runbook;
	struct arena *a = titles->steps.arena;
	const char **all = arena_array(a, rb->step_count + 2, sizeof(*all));

	titles->read = true;
	for (size_t i = 0; i < rb->step_count + 2; i++)
		all[i] = i && i <= rb->step_count ? marks_title(rb->titles[i - 1], a) : "";
	for (size_t i = 0; i < rb->step_count; i++) {
		const char *title = all[i + 1];
		struct called *called = strmap_get(&titles->steps, title);

		if (!*title)
			continue;
		if (!called) {
			called = arena_alloc(a, sizeof(*called));
			*called = (struct called){0};
			strmap_put(&titles->steps, title, called);
		}
		*ARENA_PUSH(a, called->items, called->count) = (struct twin){
			.id = rb->ids[i],
			.sections = {titles_section(rb, rb->ids[i], a)},
			.before = all[i],
			.behind = all[i + 2]};
	}
}

struct titles titles_of(const struct runbook *rb, struct arena *a)
{
	return (struct titles){.runbook = rb, .steps = {.arena = a}};
}

const struct twin *titles_steps(const void *of, const char *title, size_t *ret_count)
{
	struct titles *titles = (struct titles *)(uintptr_t)of;
	const struct called *called;

	if (!titles->read)
		read_titles(titles);
	called = strmap_get(&titles->steps, title);
	*ret_count = called ? called->count : 0;
	return called ? called->items : NULL;
}
