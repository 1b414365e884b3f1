/* shape_store.c - one value of a right shape, as what the program reads. */
#include "base/limits.h"
#include "base/time.h"
#include "runbook/runbook_internal.h"
#include "runbook/shape.h"

void store_text(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(const char **)to = node->text;
}

void store_flag(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	doc_bool(node, to);
}

void store_count(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	double number;

	if (doc_number(node, &number)) /* 2.0 is two */
		*(unsigned *)to = (unsigned)number;
}

void store_node(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(const struct doc_node **)to = node;
}

void store_word(struct binder *b, const struct doc_node *node UNUSED, void *to)
{
	*(unsigned *)to = b->word;
}

void store_second(struct binder *b, const struct doc_node *node UNUSED, void *to)
{
	*(bool *)to = b->word == 1;
}

void store_duration(struct binder *b, const struct doc_node *node, void *to)
{
	int64_t seconds;

	if (!time_parse_duration(node->text, &seconds) || seconds > LIMIT_TIMEOUT_MAX)
		bind_fault(b, node->at, "'%s' is longer than anything may wait: at most 7d",
			   node->text);
	else
		*(int64_t *)to = seconds;
}

/* How often something is done: nobody waits so long. */
void store_period(struct binder *b, const struct doc_node *node, void *to)
{
	if (!time_parse_duration(node->text, to))
		bind_fault(b, node->at, "'%s' is not a duration", node->text);
}

void store_values(struct binder *b, const struct doc_node *node, void *to)
{
	struct name_value *items = arena_array(b->arena, node->count, sizeof(*items));

	for (size_t i = 0; i < node->count; i++)
		items[i] = (struct name_value){node->pairs[i].key->text,
					       node->pairs[i].value->text,
					       node->pairs[i].value->at};
	*(struct name_values *)to = (struct name_values){items, node->count};
}
