/* world_expect.c - what expectations need beside what was seen: JSON, and templates. */
#include "world/check.h"

#include "json/value.h"

static struct expect_json converted(const struct json_value *v, struct arena *a)
{
	static const enum doc_type types[] = {DOC_NULL,	  DOC_BOOL, DOC_INT, DOC_FLOAT,
					      DOC_STRING, DOC_LIST, DOC_MAP};
	struct expect_json out = {.type = types[v->kind],
				  .text = v->kind == JSON_VALUE_STRING ? v->text
								       : json_value_text(v, a),
				  .number = v->number,
				  .count = v->count};
	struct expect_json *items;

	if (v->kind == JSON_VALUE_ARRAY && v->count) {
		items = arena_array(a, v->count, sizeof(*items));
		for (size_t i = 0; i < v->count; i++)
			items[i] = converted(v->items[i], a);
		out.items = items;
	}
	return out;
}

static int find_json(void *ctx, struct bytes text, const char *path, struct arena *a,
		     const struct expect_json **ret, size_t *ret_count, struct err *err)
{
	const struct json_value *root, *const *found;
	struct expect_json *list;
	size_t count;

	(void)ctx;
	if (json_value_parse(text, "output", a, &root, err) < 0 ||
	    json_value_select(root, path, a, &found, &count, err) < 0)
		return -1;
	list = arena_array(a, count, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		list[i] = converted(found[i], a);
	*ret = list;
	*ret_count = count;
	return 0;
}

static int look_up(void *ctx, const char *text, struct arena *a, const char **ret,
		   struct err *err)
{
	struct world *world = ctx;

	return template_resolve(&world->scope, text, SRCPOS_NONE, a, ret, err);
}

struct expect_context world_expectations(struct world *world)
{
	return (struct expect_context){find_json, look_up, world};
}
