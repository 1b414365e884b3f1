#include "runbook/runbook_internal.h"

struct place {
	const char *id;
	uint32_t index;
};

static int by_id(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void sort_steps(struct binder *b)
{
	struct runbook *rb = b->rb;
	struct place *sorted = arena_array(b->arena, rb->step_count, sizeof(*sorted));
	const char **ids = arena_array(b->arena, rb->step_count, sizeof(*ids));
	const char **titles = arena_array(b->arena, rb->step_count, sizeof(*titles));
	uint32_t *places = arena_array(b->arena, rb->step_count, sizeof(*places));

	for (size_t i = 0; i < rb->step_count; i++) {
		ids[i] = step_at(rb, i)->id;
		titles[i] = step_at(rb, i)->title ? step_at(rb, i)->title : "";
		sorted[i] = (struct place){ids[i], (uint32_t)i};
	}
	if (rb->step_count)
		qsort(sorted, rb->step_count, sizeof(*sorted), by_id);
	for (size_t i = 0; i < rb->step_count; i++) {
		places[i] = sorted[i].index;
		if (i && !strcmp(sorted[i - 1].id, sorted[i].id))
			bind_fault(b, step_at(rb, sorted[i].index)->at,
				   "step '%s' is given twice: first in line %u", sorted[i].id,
				   step_at(rb, sorted[i - 1].index)->at.line);
	}
	rb->ids = ids;
	rb->titles = titles;
	rb->by_id = places;
}

/* The first of an id, where it stands twice. */
void bind_sections(struct binder *b)
{
	struct runbook *rb = b->rb;

	rb->by_section.arena = b->arena;
	for (size_t i = rb->section_count; i-- > 0;)
		strmap_put(&rb->by_section, rb->sections[i].id,
			   (void *)(uintptr_t)&rb->sections[i]);
}

static struct section *section_of(struct binder *b, const struct step *step)
{
	return step->section ? strmap_get(&b->rb->by_section, step->section) : NULL;
}

static void place_sections(struct binder *b)
{
	for (size_t i = 0; i < b->rb->step_count; i++) {
		struct section *in = section_of(b, step_at(b->rb, i));

		if (!in)
			continue;
		if (in->first == SIZE_MAX)
			in->first = i;
		in->last = i;
	}
}

/* The steps that a section needs, and the last ones of the sections. */
static struct words section_needs(struct binder *b, const struct section *section)
{
	const char **items = arena_array(b->arena, section->needs.count, sizeof(*items));
	size_t count = 0;

	for (size_t i = 0; i < section->needs.count; i++) {
		const char *need = section->needs.items[i];
		const struct section *other = strmap_get(&b->rb->by_section, need);

		if (runbook_place(b->rb, need) != SIZE_MAX)
			items[count++] = need;
		else if (other && other->last != SIZE_MAX)
			items[count++] = b->rb->ids[other->last];
	}
	return (struct words){items, count};
}

/* The whole list is the order: who says nothing needs the step before. */
void bind_default_needs(struct binder *b, struct step *step)
{
	const struct section *in = section_of(b, step);
	const char **one;

	if (step->has_needs)
		return;
	if (in && in->first == step->index && in->needs.count) {
		step->needs = section_needs(b, in);
		return;
	}
	if (b->rb->order_by_needs || !step->index)
		return;
	one = arena_alloc(b->arena, sizeof(*one));
	*one = b->rb->ids[step->index - 1];
	step->needs = (struct words){one, 1};
}

/* The step before, which it needs where it says nothing, is called the same: that is told. */
static bool is_twice(const struct binder *b, const struct step *step)
{
	return !step->has_needs && step->index &&
	       !strcmp(b->rb->ids[step->index - 1], step->id);
}

static void check_needs(struct binder *b, const struct step *step)
{
	for (size_t i = 0; i < step->needs.count; i++) {
		const char *need = step->needs.items[i], *near;

		if (!strcmp(need, step->id)) {
			if (!is_twice(b, step))
				bind_fault(b, step->at, "step '%s' needs itself", step->id);
		} else if (!runbook_step(b->rb, need)) {
			near = bind_nearest_step(b, need);
			bind_fault(b, step->at,
				   "step '%s' needs '%s', which is not a step%s%s%s", step->id,
				   need, near ? ": did you mean '" : "", near ? near : "",
				   near ? "'?" : "");
		}
	}
}

/* Which others each waits for, by number. */
struct waiting {
	size_t *items, count;
};

/* Takes away what waits for nothing until nothing is left (Kahn). The first of those that stay, which
 * wait in a circle; count: none. */
static size_t first_in_circle(const struct waiting *list, size_t count, struct arena *a)
{
	struct waiting *followers = arena_array(a, count, sizeof(*followers));
	size_t *waits = arena_array(a, count, sizeof(*waits));
	size_t *queue = arena_array(a, count, sizeof(*queue)), tail = 0, i;

	for (i = 0; i < count; i++) {
		waits[i] = list[i].count;
		for (size_t k = 0; k < list[i].count; k++) {
			struct waiting *other = &followers[list[i].items[k]];

			*ARENA_PUSH(a, other->items, other->count) = i;
		}
		if (!waits[i])
			queue[tail++] = i;
	}
	for (size_t head = 0; head < tail; head++)
		for (size_t k = 0; k < followers[queue[head]].count; k++)
			if (!--waits[followers[queue[head]].items[k]])
				queue[tail++] = followers[queue[head]].items[k];
	for (i = 0; i < count && !waits[i]; i++)
		;
	return i;
}

/* All needs are known to be steps. */
static void check_needs_end(struct binder *b)
{
	const struct runbook *rb = b->rb;
	struct waiting *list = arena_array(b->arena, rb->step_count, sizeof(*list));
	size_t found;

	for (size_t i = 0; i < rb->step_count; i++)
		for (size_t k = 0; k < step_at(rb, i)->needs.count; k++)
			*ARENA_PUSH(b->arena, list[i].items, list[i].count) = runbook_place(
				rb, step_at(rb, i)->needs.items[k]);
	found = first_in_circle(list, rb->step_count, b->arena);
	if (found < rb->step_count)
		bind_fault(b, step_at(rb, found)->at,
			   "step '%s' waits for itself: its needs form a circle",
			   rb->ids[found]);
}

static void check_promotions_end(struct binder *b)
{
	const struct runbook *rb = b->rb;
	const struct environment *all = rb->environments;
	struct waiting *list = arena_array(b->arena, rb->environment_count, sizeof(*list));
	size_t found;

	for (size_t i = 0; i < rb->environment_count; i++)
		for (size_t k = 0; k < all[i].promote_after.count; k++) {
			const struct environment *other = runbook_environment(
				rb, all[i].promote_after.items[k]);

			if (other && other != &all[i])
				*ARENA_PUSH(b->arena, list[i].items,
					    list[i].count) = (size_t)(other - all);
		}
	found = first_in_circle(list, rb->environment_count, b->arena);
	if (found < rb->environment_count)
		bind_fault(b, all[found].at,
			   "environment '%s' waits for itself: 'promote.after' forms a circle",
			   all[found].id);
}

void bind_order(struct binder *b)
{
	const struct runbook *rb = b->rb;

	sort_steps(b);
	bind_sections(b);
	place_sections(b);
	for (size_t i = 0; i < rb->step_count; i++) {
		bind_default_needs(b, (struct step *)(uintptr_t)step_at(rb, i));
		check_needs(b, step_at(rb, i));
	}
	if (!b->faults.count)
		check_needs_end(b);
	check_promotions_end(b);
}
