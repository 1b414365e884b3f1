#include "json/value.h"

#include "match/jsonpath.h"

struct selection {
	struct arena *arena;
	struct json_place *found;
	size_t count;
};

static struct json_place child(struct selection *s, const struct json_place *from, size_t i)
{
	const struct json_value *value = from->value;

	return (struct json_place){
		value->items[i],
		value->kind == JSON_VALUE_ARRAY
			? jsonpath_element(from->path, i, s->arena)
			: jsonpath_member(from->path, value->names[i], s->arena)};
}

/* Of an array from its begin or its end; SIZE_MAX: none. */
static size_t place_of(const struct json_value *value, const struct jsonpath_step *step)
{
	if (step->kind == JSONPATH_INDEX && value->kind == JSON_VALUE_ARRAY) {
		int64_t size = (int64_t)value->count;
		int64_t at = step->index < 0 ? size + step->index : step->index;

		return at >= 0 && at < size ? (size_t)at : SIZE_MAX;
	}
	if (step->kind == JSONPATH_NAME && value->kind == JSON_VALUE_OBJECT)
		for (size_t i = 0; i < value->count; i++)
			if (!strcmp(value->names[i], step->name))
				return i;
	return SIZE_MAX;
}

static void select_from(struct selection *s, struct json_place from,
			const struct jsonpath_step *step, size_t left)
{
	size_t only;

	if (!left) {
		*ARENA_PUSH(s->arena, s->found, s->count) = from;
		return;
	}
	if (step->kind == JSONPATH_ALL) {
		for (size_t i = 0; i < from.value->count; i++)
			select_from(s, child(s, &from, i), step + 1, left - 1);
		return;
	}
	only = place_of(from.value, step);
	if (only != SIZE_MAX)
		select_from(s, child(s, &from, only), step + 1, left - 1);
}

int json_value_select(const struct json_value *root, const char *path, struct arena *a,
		      const struct json_place **ret_found, size_t *ret_count, struct err *err)
{
	struct selection s = {.arena = a};
	struct jsonpath steps;

	if (jsonpath_parse(path, SRCPOS_NONE, a, &steps, err))
		return -1;
	select_from(&s, (struct json_place){root, "$"}, steps.steps, steps.count);
	*ret_found = s.found;
	*ret_count = s.count;
	return 0;
}
