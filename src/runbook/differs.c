#include "runbook/differs.h"

struct comparing {
	struct arena *a;
	const struct strmap *was_of;
	struct runbook_change *list;
	size_t count;
};

const char *runbook_how_word(enum runbook_how how)
{
	static const char *const words[] = {"added", "changed", "renamed", "gone"};

	return words[how];
}

static struct runbook_change *add(struct comparing *c, const char *key, const char *id,
				  enum runbook_how how)
{
	struct runbook_change *change = ARENA_PUSH(c->a, c->list, c->count);

	*change = (struct runbook_change){.key = key, .id = id, .how = how};
	return change;
}

/* What a change of its name says already. */
static bool is_name(const struct runbook_change *change, const char *key)
{
	return change->was && (!strcmp(key, "id") || !strcmp(key, "was"));
}

/* The keys of two mappings that differ. */
static void add_keys(struct comparing *c, struct runbook_change *change,
		     const struct doc_node *before, const struct doc_node *after)
{
	for (size_t i = 0; i < after->count; i++) {
		const char *key = after->pairs[i].key->text;
		const struct doc_node *was = doc_get(before, key);

		if ((!was || !doc_equal(was, after->pairs[i].value)) && !is_name(change, key))
			*ARENA_PUSH(c->a, change->keys, change->key_count) = key;
	}
	for (size_t i = 0; i < before->count; i++)
		if (!doc_get(after, before->pairs[i].key->text) &&
		    !is_name(change, before->pairs[i].key->text))
			*ARENA_PUSH(c->a, change->keys,
				    change->key_count) = before->pairs[i].key->text;
}

static const char *id_of(const struct doc_node *item)
{
	const struct doc_node *id = doc_get(item, "id");

	return id && id->kind == DOC_SCALAR ? id->text : NULL;
}

/* Does every item have an id? NULL is a list without items. */
static bool has_ids(const struct doc_node *list)
{
	if (list && list->kind != DOC_SEQUENCE)
		return false;
	for (size_t i = 0; list && i < list->count; i++)
		if (!id_of(list->items[i]))
			return false;
	return true;
}

static struct strmap by_id(const struct doc_node *list, struct arena *a)
{
	struct strmap map = {.arena = a};

	for (size_t i = 0; list && i < list->count; i++)
		strmap_put(&map, id_of(list->items[i]), (void *)(uintptr_t)list->items[i]);
	return map;
}

/* The ids that are given up; no other item's than a step's. */
static struct strmap given_up(const struct comparing *c, const char *key,
			      const struct doc_node *after)
{
	struct strmap map = {.arena = c->a};

	for (size_t i = 0; c->was_of && !strcmp(key, "steps") && after && i < after->count;
	     i++) {
		const char *was = strmap_get(c->was_of, id_of(after->items[i]));

		if (was)
			strmap_put(&map, was, (void *)(uintptr_t)after->items[i]);
	}
	return map;
}

static void compare_items(struct comparing *c, const char *key, const struct doc_node *before,
			  const struct doc_node *after)
{
	struct strmap was = by_id(before, c->a), is = by_id(after, c->a),
		      heirs = given_up(c, key, after);

	for (size_t i = 0; after && i < after->count; i++) {
		const struct doc_node *item = after->items[i], *old;
		const char *id = id_of(item), *from = NULL;

		if (heirs.count)
			from = strmap_get(c->was_of, id);
		/* whoever else has the name of an earlier step now is a new one */
		old = from || !strmap_get(&heirs, id) ? strmap_get(&was, from ? from : id)
						      : NULL;
		if (!old)
			add(c, key, id, RUNBOOK_ADDED);
		else if (from) {
			struct runbook_change *change = add(c, key, id, RUNBOOK_RENAMED);

			change->was = from;
			add_keys(c, change, old, item);
		} else if (!doc_equal(old, item))
			add_keys(c, add(c, key, id, RUNBOOK_CHANGED), old, item);
	}
	for (size_t i = 0; before && i < before->count; i++) {
		const char *id = id_of(before->items[i]);
		bool taken = heirs.count && strmap_get(c->was_of, id);

		if (!strmap_get(&heirs, id) && (taken || !strmap_get(&is, id)))
			add(c, key, id, RUNBOOK_GONE);
	}
}

static void compare_key(struct comparing *c, const char *key, const struct doc_node *before,
			const struct doc_node *after)
{
	size_t count = c->count;

	if (before && after && doc_equal(before, after))
		return;
	if (has_ids(before) && has_ids(after)) {
		compare_items(c, key, before, after);
		if (c->count > count)
			return; /* else the same items, in another order */
	}
	if (!before || !after)
		add(c, key, NULL, before ? RUNBOOK_GONE : RUNBOOK_ADDED);
	else if (before->kind == DOC_MAPPING && after->kind == DOC_MAPPING)
		add_keys(c, add(c, key, NULL, RUNBOOK_CHANGED), before, after);
	else
		add(c, key, NULL, RUNBOOK_CHANGED);
}

void runbook_differs(const struct doc_node *before, const struct doc_node *after,
		     const struct strmap *was_of, struct arena *a, struct runbook_change **ret,
		     size_t *ret_count)
{
	struct comparing c = {.a = a, .was_of = was_of};

	for (size_t i = 0; i < after->count; i++)
		compare_key(&c, after->pairs[i].key->text,
			    doc_get(before, after->pairs[i].key->text), after->pairs[i].value);
	for (size_t i = 0; before && i < before->count; i++)
		if (!doc_get(after, before->pairs[i].key->text))
			compare_key(&c, before->pairs[i].key->text, before->pairs[i].value,
				    NULL);
	*ret = c.list;
	*ret_count = c.count;
}
