#include "yaml/schema_internal.h"

#define DEPTH_MAX 400 /* references to references: a schema that never ends */

struct noting {
	const char *effect;
	struct arena *arena;
	struct schema_faults *noted;
	struct err *err;
	unsigned depth;
};

static int note(struct noting *n, const struct rule *rule, const struct doc_node *value);

static int note_list(struct noting *n, const struct rule_list *list,
		     const struct doc_node *value)
{
	for (size_t i = 0; i < list->count; i++)
		if (note(n, list->items[i], value) < 0)
			return -1;
	return 0;
}

static const struct rule *rule_of(const struct rule *rule, const char *key)
{
	for (size_t i = 0; i < rule->property_count; i++)
		if (!strcmp(rule->properties[i].name, key))
			return rule->properties[i].rule;
	return rule->additional;
}

static int note_map(struct noting *n, const struct rule *rule, const struct doc_node *map)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct doc_node *key = map->pairs[i].key;
		const struct rule *own = rule_of(rule, key->text);

		if (!own)
			continue;
		if (!own->effect || strcmp(own->effect, n->effect) != 0) {
			if (note(n, own, map->pairs[i].value) < 0)
				return -1;
			continue;
		}
		if (n->noted->count < SCHEMA_FAULTS_MAX)
			*ARENA_PUSH(n->arena, n->noted->items,
				    n->noted->count) = (struct schema_fault){key->at,
									     key->text};
	}
	return 0;
}

/* The document conforms: a branch that is not meant has no key of it. */
static int note(struct noting *n, const struct rule *rule, const struct doc_node *value)
{
	int result = -1;

	if (++n->depth > DEPTH_MAX)
		return err_set(n->err, ERR_LIMIT, "the schema refers to itself without end");
	if (rule->reference && note(n, rule->reference, value) < 0)
		goto done;
	if (note_list(n, &rule->all, value) < 0 || note_list(n, &rule->any, value) < 0 ||
	    note_list(n, &rule->one, value) < 0)
		goto done;
	for (size_t i = 0; value->kind == DOC_SEQUENCE && rule->items && i < value->count; i++)
		if (note(n, rule->items, value->items[i]) < 0)
			goto done;
	result = value->kind == DOC_MAPPING ? note_map(n, rule, value) : 0;
done:
	n->depth--;
	return result;
}

int schema_noted(const struct schema *schema, const struct doc_node *value, const char *effect,
		 struct arena *a, struct schema_faults *ret, struct err *err)
{
	struct schema_faults noted = {NULL, 0};
	struct noting n = {effect, a, &noted, err, 0};

	if (note(&n, schema->root, value) < 0)
		return -1;
	*ret = noted;
	return 0;
}
