#include "model/runbook_internal.h"

static int by_id(const void *a, const void *b)
{
	const struct step *x = *(const struct step *const *)a;
	const struct step *y = *(const struct step *const *)b;
	int order = strcmp(x->id, y->id);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void sort_steps(struct binder *b)
{
	struct runbook *rb = b->rb;
	const struct step **sorted = arena_array(b->arena, rb->step_count, sizeof(*sorted));

	for (size_t i = 0; i < rb->step_count; i++)
		sorted[i] = &rb->steps[i];
	if (rb->step_count)
		qsort(sorted, rb->step_count, sizeof(*sorted), by_id);
	rb->by_id = sorted;
	for (size_t i = 1; i < rb->step_count; i++)
		if (!strcmp(sorted[i - 1]->id, sorted[i]->id))
			bind_fault(b, sorted[i]->at,
				   "step '%s' stands here twice: first in line %u",
				   sorted[i]->id, sorted[i - 1]->at.line);
}

/* The steps that a section needs, and the last ones of the sections. */
static struct words section_needs(struct binder *b, const struct section *section)
{
	const char **items = arena_array(b->arena, section->needs.count, sizeof(*items));
	size_t count = 0;

	for (size_t i = 0; i < section->needs.count; i++) {
		const char *need = section->needs.items[i];
		const struct bind_section *other = strmap_get(&b->sections, need);

		if (runbook_step(b->rb, need))
			items[count++] = need;
		else if (other && other->last)
			items[count++] = other->last;
	}
	return (struct words){items, count};
}

/* The whole list is the order: who says nothing needs the step before. */
static void default_needs(struct binder *b, struct step *step)
{
	struct bind_section *in = step->section ? strmap_get(&b->sections, step->section)
						: NULL;
	bool first = in && !in->begun;
	const char **one;

	if (in)
		in->begun = true;
	if (step->has_needs)
		return;
	if (first && in->section->needs.count) {
		step->needs = section_needs(b, in->section);
		return;
	}
	if (b->rb->order_by_needs || !step->index)
		return;
	one = arena_alloc(b->arena, sizeof(*one));
	*one = b->rb->steps[step->index - 1].id;
	step->needs = (struct words){one, 1};
}

static void check_needs(struct binder *b, const struct step *step)
{
	for (size_t i = 0; i < step->needs.count; i++) {
		const char *need = step->needs.items[i], *near;

		if (!strcmp(need, step->id)) {
			bind_fault(b, step->at, "step '%s' needs itself", step->id);
		} else if (!runbook_step(b->rb, need)) {
			near = bind_nearest_step(b, need);
			bind_fault(b, step->at, "step '%s' needs '%s', which is no step%s%s%s",
				   step->id, need, near ? ": did you mean '" : "",
				   near ? near : "", near ? "'?" : "");
		}
	}
}

/* Takes away what waits for nothing until nothing is left (Kahn); what stays waits in a circle. */
static size_t take_free(struct binder *b, size_t *waits, bool *done)
{
	const struct runbook *rb = b->rb;
	size_t *first = arena_array(b->arena, rb->step_count + 1, sizeof(*first));
	size_t *waiting, *queue, total = 0, head = 0, tail = 0;

	for (size_t i = 0; i < rb->step_count; i++) {
		waits[i] = rb->steps[i].needs.count;
		total += waits[i];
		for (size_t j = 0; j < waits[i]; j++)
			first[runbook_step(rb, rb->steps[i].needs.items[j])->index + 1]++;
	}
	waiting = arena_array(b->arena, total, sizeof(*waiting));
	queue = arena_array(b->arena, rb->step_count, sizeof(*queue));
	for (size_t i = 0; i < rb->step_count; i++)
		first[i + 1] += first[i];
	for (size_t i = rb->step_count; i-- > 0;)
		for (size_t j = 0; j < waits[i]; j++)
			waiting[--first[runbook_step(rb, rb->steps[i].needs.items[j])->index +
					1]] = i;
	for (size_t i = 0; i < rb->step_count; i++)
		if (!waits[i])
			queue[tail++] = i;
	while (head < tail) {
		size_t step = queue[head++];
		size_t end = step + 2 <= rb->step_count ? first[step + 2] : total;

		done[step] = true;
		for (size_t k = first[step + 1]; k < end; k++)
			if (!--waits[waiting[k]])
				queue[tail++] = waiting[k];
	}
	return tail;
}

/* All needs are known to be steps. */
static void check_cycles(struct binder *b)
{
	const struct runbook *rb = b->rb;
	size_t *waits = arena_array(b->arena, rb->step_count, sizeof(*waits));
	bool *done = arena_array(b->arena, rb->step_count, sizeof(*done));

	if (take_free(b, waits, done) == rb->step_count)
		return;
	for (size_t i = 0; i < rb->step_count; i++)
		if (!done[i]) {
			bind_fault(b, rb->steps[i].at,
				   "step '%s' waits for itself: its needs go in a circle",
				   rb->steps[i].id);
			return;
		}
}

void bind_order(struct binder *b)
{
	struct step *steps = (struct step *)(uintptr_t)b->rb->steps;

	sort_steps(b);
	for (size_t i = 0; i < b->rb->step_count; i++) {
		struct bind_section *in = steps[i].section
						  ? strmap_get(&b->sections, steps[i].section)
						  : NULL;

		if (in)
			in->last = steps[i].id;
	}
	for (size_t i = 0; i < b->rb->step_count; i++) {
		default_needs(b, &steps[i]);
		check_needs(b, &steps[i]);
	}
	if (!b->faults.count)
		check_cycles(b);
}
