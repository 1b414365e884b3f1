#include "report/coverage.h"

struct words coverage_of(const struct gate_result *gate, const struct check *check)
{
	struct check used;

	return runbook_used(gate->runbook, gate->step, check, &used) ? used.covers
								     : (struct words){0};
}

static struct covered *row(struct covered **list, size_t *count, const char *id,
			   struct arena *a)
{
	struct covered *c;

	for (size_t i = 0; i < *count; i++)
		if (!strcmp((*list)[i].id, id))
			return &(*list)[i];
	c = ARENA_PUSH(a, *list, *count);
	*c = (struct covered){id, CHECK_NOT_APPLICABLE};
	return c;
}

void coverage_read(const struct gate_result *gate, struct arena *a, struct covered **ret,
		   size_t *ret_count)
{
	*ret = NULL;
	*ret_count = 0;
	for (size_t i = 0; i < gate->step->covers.count; i++)
		row(ret, ret_count, gate->step->covers.items[i], a);
	for (size_t i = 0; i < gate->checks.count; i++) {
		const struct checked *r = &gate->checks.items[i];
		struct words covers = coverage_of(gate, r->check);

		for (size_t k = 0; k < covers.count; k++) {
			struct covered *c = row(ret, ret_count, covers.items[k], a);

			if (r->verdict > c->worst)
				c->worst = r->verdict;
		}
	}
}
