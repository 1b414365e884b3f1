#include "runbook/tree_text.h"

static int by_key(const void *a, const void *b)
{
	return strcmp((*(const struct doc_pair *const *)a)->key->text,
		      (*(const struct doc_pair *const *)b)->key->text);
}

void tree_text(struct strbuf *out, const char *key, const struct doc_node *node,
	       const char *skip, struct arena *a)
{
	const struct doc_pair **sorted;
	size_t count = 0;

	if (!node)
		return;
	if (node->kind == DOC_SCALAR) {
		strbuf_addf(out, "%s: %s %zu:%s\n", key, doc_type_name(doc_type(node)),
			    node->len, node->text);
		return;
	}
	sorted = arena_array(a, node->count, sizeof(*sorted));
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++)
		if (!skip || strcmp(node->pairs[i].key->text, skip) != 0)
			sorted[count++] = &node->pairs[i];
	if (count)
		qsort(sorted, count, sizeof(*sorted), by_key);
	strbuf_addf(out, "%s: %s of %zu\n", key, doc_type_name(doc_type(node)),
		    node->kind == DOC_MAPPING ? count : node->count);
	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		tree_text(out, "-", node->items[i], NULL, a);
	for (size_t i = 0; i < count; i++)
		tree_text(out,
			  arena_printf(a, "%zu:%s", sorted[i]->key->len, sorted[i]->key->text),
			  sorted[i]->value, NULL, a);
}
