/* doc_keys.c - the keys of a mapping: none twice, and sorted where they are many. */
#include "yaml/internal.h"

#define FEW 8 /* keys that are looked through one by one */

static int by_text(const void *a, const void *b)
{
	const struct doc_node *x = (*(const struct doc_pair *const *)a)->key;
	const struct doc_node *y = (*(const struct doc_pair *const *)b)->key;
	int order = memcmp(x->text, y->text, x->len < y->len ? x->len : y->len);

	if (!order)
		order = (x->len > y->len) - (x->len < y->len);
	return order ? order : (x->begin > y->begin) - (x->begin < y->begin);
}

static bool same_key(const struct doc_node *a, const struct doc_node *b)
{
	return a->len == b->len && !memcmp(a->text, b->text, a->len);
}

static int duplicate(const struct doc_node *first, const struct doc_node *again,
		     struct err *err)
{
	return err_at(err, ERR_FORMAT, again->at, "duplicate key '%s': first in line %u",
		      again->text, first->at.line);
}

/* Sorted, so that a mapping of a million keys costs no more than reading it. */
int doc_keys(struct doc_node *node, struct arena *a, struct doc_foreign *foreign,
	     struct err *err)
{
	const struct doc_node *first = NULL, *again = NULL;
	const struct doc_pair **sorted;
	size_t known = 0;

	if (!foreign && node->count <= FEW) {
		for (size_t i = 1; i < node->count; i++)
			for (size_t k = 0; k < i; k++)
				if (same_key(node->pairs[k].key, node->pairs[i].key))
					return duplicate(node->pairs[k].key, node->pairs[i].key,
							 err);
		return 0;
	}
	if (node->count < 2)
		return 0;
	sorted = arena_array(a, node->count, sizeof(*sorted));
	for (size_t i = 0; i < node->count; i++)
		if (node->pairs[i].key->kind == DOC_SCALAR)
			sorted[known++] = &node->pairs[i];
	qsort(sorted, known, sizeof(*sorted), by_text);
	for (size_t i = 1; i < known; i++) {
		const struct doc_node *x = sorted[i - 1]->key, *y = sorted[i]->key;

		if (!same_key(x, y))
			continue;
		if (foreign)
			*ARENA_PUSH(a, foreign->duplicates,
				    foreign->duplicate_count) = (struct doc_duplicate){x, y};
		else if (!again || y->begin < again->begin)
			first = x, again = y;
	}
	node->sorted = sorted;
	node->sorted_count = known;
	return again ? duplicate(first, again, err) : 0;
}
