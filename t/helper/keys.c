/*
 * keys - every key of the runbook's schema with what the schema says of its effect, for the script
 * that holds the schema against the program.
 *
 *	keys schemas/runbook.yaml
 *	environment.promote.soak none-in-this-version
 *	step.title words
 *	step.run obeyed
 *
 * Keys inside a key that has no effect are not listed. Exit status 128: the schema cannot be read.
 */
#include "../schema/schema.h"

static const char *joined(struct arena *a, const char *path, const char *name)
{
	return *path ? arena_printf(a, "%s.%s", path, name) : name;
}

struct listing {
	const struct doc_node *definitions;
	bool *seen;
	struct arena *arena;
};

static void list(struct listing *l, const struct doc_node *node, const char *path);

/* A definition is listed once, when something that is obeyed refers to it. */
static void refer(struct listing *l, const struct doc_node *reference)
{
	const char *name = reference ? strrchr(reference->text, '/') + 1 : NULL;

	for (size_t i = 0; name && i < l->definitions->count; i++)
		if (!strcmp(l->definitions->pairs[i].key->text, name) && !l->seen[i]) {
			l->seen[i] = true;
			list(l, l->definitions->pairs[i].value, name);
		}
}

/* `path`: the keys above, of the definition that they stand in. */
static void list(struct listing *l, const struct doc_node *node, const char *path)
{
	const struct doc_node *properties = doc_get(node, "properties");

	for (size_t i = 0; properties && i < properties->count; i++) {
		const struct doc_pair *pair = &properties->pairs[i];
		const struct doc_node *effect = doc_get(pair->value, "x-effect");
		const char *name = joined(l->arena, path, pair->key->text);

		printf("%s %s\n", name, effect ? effect->text : "obeyed");
		if (!effect || strcmp(effect->text, "none-in-this-version") != 0)
			list(l, pair->value, name);
	}
	refer(l, doc_get(node, "$ref"));
	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		list(l, node->items[i], path);
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++)
		if (strcmp(node->pairs[i].key->text, "properties") != 0 &&
		    strcmp(node->pairs[i].key->text, "$defs") != 0)
			list(l, node->pairs[i].value, path);
}

int main(int argc, char **argv)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct listing l = {.arena = &a};
	const struct doc_node *root;
	struct err err;

	if (argc != 2)
		return 129;
	if (schema_document(argv[1], &a, &root, &err) < 0) {
		fprintf(stderr, "keys: %s\n", err.text);
		return 128;
	}
	l.definitions = doc_get(root, "$defs");
	l.seen = arena_array(&a, l.definitions->count, sizeof(*l.seen));
	list(&l, root, "");
	return 0;
}
