#include "base/limits.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "base/time.h"
#include "runbook/runbook_internal.h"

void bind_fault(struct binder *b, struct srcpos at, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	if (b->faults.count >= SCHEMA_FAULTS_MAX)
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	*ARENA_PUSH(b->arena, b->faults.items, b->faults.count) = (struct schema_fault){
		at, arena_strdup(b->arena, text.buf)};
	strbuf_free(&text);
}

const char *bind_nearest_step(struct binder *b, const char *id)
{
	return b->faults.count < SCHEMA_FAULTS_MAX ? runbook_nearest_step(b->rb, id) : NULL;
}

bool bind_bounded(struct binder *b, struct srcpos at, size_t count)
{
	bool within = b->joined <= LIMIT_YAML_NODES;

	b->joined += count;
	if (within && b->joined > LIMIT_YAML_NODES)
		bind_fault(b, at,
			   "with what the defaults add there are more than %zu checks, inputs "
			   "and variables",
			   LIMIT_YAML_NODES);
	return b->joined <= LIMIT_YAML_NODES;
}

const char *bind_text(const struct doc_node *map, const char *key)
{
	const struct doc_node *node = doc_get(map, key);

	return node && node->kind == DOC_SCALAR ? node->text : NULL;
}

bool bind_flag(const struct doc_node *map, const char *key, bool otherwise)
{
	const struct doc_node *node = doc_get(map, key);

	if (node)
		doc_bool(node, &otherwise);
	return otherwise;
}

int64_t bind_duration(struct binder *b, const struct doc_node *map, const char *key,
		      int64_t otherwise)
{
	const struct doc_node *node = doc_get(map, key);
	int64_t seconds;

	if (!node)
		return otherwise;
	if (!time_parse_duration(node->text, &seconds) || seconds > LIMIT_TIMEOUT_MAX) {
		bind_fault(b, node->at, "'%s' is longer than anything may wait: at most 7d",
			   node->text);
		return otherwise;
	}
	return seconds;
}

struct words bind_word_list(struct binder *b, const struct doc_node *list)
{
	const char **items;

	if (!list || list->kind != DOC_SEQUENCE)
		return (struct words){NULL, 0};
	items = arena_array(b->arena, list->count, sizeof(*items));
	for (size_t i = 0; i < list->count; i++)
		items[i] = list->items[i]->text ? list->items[i]->text : "";
	return (struct words){items, list->count};
}

struct words bind_words(struct binder *b, const struct doc_node *map, const char *key)
{
	return bind_word_list(b, doc_get(map, key));
}

struct name_values bind_values(struct binder *b, const struct doc_node *map)
{
	struct name_value *items;

	if (!map || map->kind != DOC_MAPPING)
		return (struct name_values){NULL, 0};
	items = arena_array(b->arena, map->count, sizeof(*items));
	for (size_t i = 0; i < map->count; i++) {
		const struct doc_pair *pair = &map->pairs[i];

		items[i] = (struct name_value){pair->key->text,
					       pair->value->text ? pair->value->text : "",
					       pair->value->at};
	}
	return (struct name_values){items, map->count};
}

void bind_command(struct binder *b, const struct doc_node *node, struct command *ret)
{
	if (!node)
		return;
	*ret = (struct command){.at = node->at};
	if (node->kind == DOC_SCALAR)
		ret->shell = node->text;
	else
		ret->argv = bind_word_list(b, node);
}

struct approval bind_approval(struct binder *b, const struct doc_node *map)
{
	const struct doc_node *count = doc_get(map, "count");
	struct approval approval = {.count = 1};
	int64_t value = 1;

	approval.role = bind_text(map, "role");
	if (count && doc_int(count, &value))
		approval.count = (unsigned)value;
	approval.expires = bind_duration(b, map, "expires", 86400);
	approval.prevent_self_approve = bind_flag(map, "prevent_self_approve", false);
	return approval;
}

bool words_have(struct words words, const char *text)
{
	return texts_have(words.items, words.count, text);
}

struct words bind_join_words(struct binder *b, struct words first, struct words second,
			     struct words drop)
{
	const char **items = arena_array(b->arena, first.count + second.count, sizeof(*items));
	struct words joined = {items, 0};

	for (size_t i = 0; i < first.count; i++)
		if (!words_have(drop, first.items[i]))
			items[joined.count++] = first.items[i];
	for (size_t i = 0; i < second.count; i++)
		items[joined.count++] = second.items[i];
	return joined;
}

struct checks bind_join_checks(struct binder *b, struct checks first, struct checks second,
			       struct words drop)
{
	const struct check **items = arena_array(b->arena, first.count + second.count,
						 sizeof(*items));
	struct checks joined = {items, 0};

	for (size_t i = 0; i < first.count; i++)
		if (!words_have(drop, first.items[i]->id))
			items[joined.count++] = first.items[i];
	for (size_t i = 0; i < second.count; i++)
		items[joined.count++] = second.items[i];
	return joined;
}
