#include "json/value.h"

#include "match/jsonpath.h"

struct selection {
	struct arena *arena;
	const struct json_value **found;
	size_t count;
};

static void select_from(struct selection *s, const struct json_value *value,
			const struct jsonpath_step *step, size_t left)
{
	const struct json_value *next = NULL;

	if (!left) {
		*ARENA_PUSH(s->arena, s->found, s->count) = value;
		return;
	}
	switch (step->kind) {
	case JSONPATH_ALL:
		for (size_t i = 0; i < value->count; i++)
			select_from(s, value->items[i], step + 1, left - 1);
		return;
	case JSONPATH_NAME:
		next = json_value_get(value, step->name);
		break;
	case JSONPATH_INDEX:
		if (value->kind == JSON_VALUE_ARRAY) {
			int64_t size = (int64_t)value->count;
			int64_t at = step->index < 0 ? size + step->index : step->index;

			if (at >= 0 && at < size)
				next = value->items[at];
		}
		break;
	}
	if (next)
		select_from(s, next, step + 1, left - 1);
}

int json_value_select(const struct json_value *root, const char *path, struct arena *a,
		      const struct json_value *const **ret_found, size_t *ret_count,
		      struct err *err)
{
	struct selection s = {.arena = a};
	struct jsonpath steps;

	if (jsonpath_parse(path, SRCPOS_NONE, a, &steps, err))
		return -1;
	select_from(&s, root, steps.steps, steps.count);
	*ret_found = s.found;
	*ret_count = s.count;
	return 0;
}
