#include "schema_internal.h"

#include "base/strmap.h"

/* What equal scalars have in common, whatever their spelling; NULL for a collection. */
static const char *key_of(const struct doc_node *node, struct arena *a)
{
	double number;
	bool flag;

	if (node->kind != DOC_SCALAR)
		return NULL;
	if (doc_number(node, &number))
		return arena_printf(a, "number %.17g", number);
	if (doc_bool(node, &flag))
		return flag ? "true" : "false";
	return doc_null(node) ? "null" : arena_printf(a, "text %s", node->text);
}

bool *schema_repeats(const struct doc_node *list, struct arena *a)
{
	bool *repeats = arena_array(a, list->count, sizeof(*repeats));
	const struct doc_node **others = arena_array(a, list->count, sizeof(*others));
	struct strmap seen = {.arena = a};
	size_t other_count = 0;

	for (size_t i = 0; i < list->count; i++) {
		const char *key = key_of(list->items[i], a);

		if (key) {
			repeats[i] = strmap_get(&seen, key) != NULL;
			strmap_put(&seen, key, repeats);
			continue;
		}
		for (size_t k = 0; k < other_count && !repeats[i]; k++)
			repeats[i] = schema_same(list->items[i], others[k]);
		others[other_count++] = list->items[i];
	}
	return repeats;
}
