#include "runbook/shape.h"

#include "base/options.h"
#include "base/printable.h"
#include "runbook/runbook_internal.h"

/* A fault of shape: nothing that is asked of right shapes is asked any more. */
PRINTF_LIKE(3, 4)
static void wrong(struct binder *b, const struct doc_node *node, const char *fmt, ...)
{
	va_list ap;

	b->broken = true;
	*ARENA_PUSH(b->arena, b->wrong, b->wrong_count) = node;
	if (b->faults.count >= FAULTS_MAX)
		return;
	va_start(ap, fmt);
	*ARENA_PUSH(b->arena, b->faults.items, b->faults.count) = (struct fault){
		node->at, printable_line(b->arena, arena_vprintf(b->arena, fmt, ap))};
	va_end(ap);
}

/* "'abc'" or "a mapping": what stands there. */
static const char *shown(struct binder *b, const struct doc_node *node)
{
	const char *quote = doc_type(node) == DOC_STRING ? "'" : "";

	if (node->kind != DOC_SCALAR)
		return arena_printf(b->arena, "a %s", doc_type_name(doc_type(node)));
	return node->begin == node->end
		       ? "nothing"
		       : arena_printf(b->arena, "%s%.60s%s", quote, node->text, quote);
}

static const char *type_words(struct binder *b, unsigned types)
{
	const char *text = "";

	for (unsigned t = 0; t <= DOC_MAP; t++)
		if (types & TYPE(t) && (t != DOC_INT || !(types & TYPE(DOC_FLOAT))))
			text = arena_printf(b->arena, "%s%sa%s %s", text, *text ? " or " : "",
					    t == DOC_INT ? "n" : "",
					    doc_type_name((enum doc_type)t));
	return text;
}

static void expected(struct binder *b, const struct shape *shape, const struct doc_node *node)
{
	const char *text = shape->title;

	for (size_t i = 0; !shape->title && shape->words && shape->words[i]; i++)
		text = arena_printf(b->arena, "%s%s%s", i ? text : "",
				    !i			  ? ""
				    : shape->words[i + 1] ? ", "
							  : " or ",
				    shape->words[i]);
	wrong(b, node, "expected %s, found %s", text ? text : type_words(b, shape->types),
	      shown(b, node));
}

static bool has_type(const struct shape *shape, const struct doc_node *node, enum doc_type type)
{
	double number;

	if (shape->types & TYPE(type))
		return true;
	return type == DOC_FLOAT && shape->types & TYPE(DOC_INT) && doc_number(node, &number) &&
	       number > -1e15 && number < 1e15 && !((double)(int64_t)number < number) &&
	       !((double)(int64_t)number > number);
}

/* -- scalars ------------------------------------------------------------------------------------- */

static size_t characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

static bool check_length(struct binder *b, const struct shape *shape,
			 const struct doc_node *node)
{
	if (shape->shortest && !node->len)
		wrong(b, node, "expected at least %zu characters, found nothing",
		      shape->shortest);
	else if (shape->longest && node->len > shape->longest &&
		 characters(node->text) > shape->longest)
		wrong(b, node, "expected at most %zu characters, found %zu", shape->longest,
		      characters(node->text));
	else
		return true;
	return false;
}

static bool is_within(const struct shape *shape, const struct doc_node *node)
{
	double number;

	return !shape->most || !doc_number(node, &number) ||
	       (number >= (double)shape->least && number <= (double)shape->most);
}

static bool is_word(struct binder *b, const struct shape *shape, const char *text)
{
	for (b->word = 0; shape->words[b->word]; b->word++)
		if (!strcmp(shape->words[b->word], text))
			return true;
	return false;
}

static void walk_scalar(struct binder *b, const struct shape *shape,
			const struct doc_node *node, bool text, bool value)
{
	if (text && !check_length(b, shape, node))
		return;
	if ((text && shape->fits && !shape->fits(node->text)) || !is_within(shape, node) ||
	    (shape->words && !is_word(b, shape, node->text))) {
		expected(b, shape, node);
		return;
	}
	if (shape->grammar)
		shape->grammar(b, node);
	else if (value)
		bind_template(b, node);
}

static void walk_name(struct binder *b, const struct shape *shape, const struct doc_node *key)
{
	enum doc_type type = doc_type(key);

	if (has_type(shape, key, type))
		walk_scalar(b, shape, key, type == DOC_STRING, false);
	else
		expected(b, shape, key);
}

/* -- lists --------------------------------------------------------------------------------------- */

static void check_unique(struct binder *b, const struct doc_node *list)
{
	struct strmap seen = {.arena = b->arena};

	for (size_t i = 0; list->count > 1 && i < list->count; i++) {
		const struct doc_node *item = list->items[i];

		if (item->kind != DOC_SCALAR)
			continue; /* a fault of its own: only texts must differ */
		if (strmap_get(&seen, item->text))
			wrong(b, item, "%s is given twice", shown(b, item));
		strmap_put(&seen, item->text, b);
	}
}

static void walk_list(struct binder *b, const struct shape *shape, const struct doc_node *list,
		      void *to)
{
	const struct shape *item = shape->item;
	size_t size = !item ? 0 : item->boxed ? sizeof(void *) : item->size;
	char *items = to && size ? arena_array(b->arena, list->count, size) : NULL;

	if (list->count < shape->fewest)
		wrong(b, list, "expected at least %zu items, found %zu", shape->fewest,
		      list->count);
	if (shape->most_items && list->count > shape->most_items)
		wrong(b, list, "expected at most %zu items, found %zu", shape->most_items,
		      list->count);
	if (shape->unique)
		check_unique(b, list);
	if (items) { /* known from the first item on, to whoever looks back */
		memcpy(to, &items, sizeof(items));
		memcpy((char *)to + sizeof(items), &list->count, sizeof(list->count));
	}
	for (size_t i = 0; item && i < list->count; i++) {
		void *at = items ? items + i * size : NULL;

		if (at && item->boxed)
			at = *(void **)at = arena_alloc(b->arena, item->size);
		b->index = i;
		shape_walk(b, item, list->items[i], at);
	}
}

/* -- mappings ------------------------------------------------------------------------------------ */

static void unknown(struct binder *b, const struct shape *shape, const struct doc_node *key)
{
	const char **words = arena_array(b->arena, shape->key_count, sizeof(*words)), *near;

	for (size_t i = 0; i < shape->key_count; i++)
		words[i] = shape->keys[i].name;
	near = nearest_word(key->text, words, shape->key_count);
	wrong(b, key, "unknown key '%s'%s%s%s", key->text, near ? ": did you mean '" : "",
	      near ? near : "", near ? "'?" : "");
}

static const struct key *key_of(const struct shape *shape, const char *name)
{
	for (size_t i = 0; i < shape->key_count; i++)
		if (shape->keys[i].name[0] == name[0] && !strcmp(shape->keys[i].name, name))
			return &shape->keys[i];
	return NULL;
}

static void walk_key(struct binder *b, const struct shape *shape, const struct key *key,
		     const struct doc_pair *pair, void *to)
{
	struct bind_where where = b->where;

	if (key->flags & KEY_LATER) {
		if (!b->unobeyed_depth++)
			bind_unobeyed(b, pair->key, "");
		b->where.later |= shape == &RUNBOOK;
	}
	shape_walk(b, key->shape, pair->value,
		   to && key->at != NOWHERE ? (char *)to + key->at : NULL);
	if (key->flags & KEY_LATER)
		b->unobeyed_depth--;
	b->where = where;
}

static void walk_pair(struct binder *b, const struct shape *shape, const struct doc_pair *pair,
		      void *to, uint64_t *seen)
{
	const struct key *key = key_of(shape, pair->key->text);

	if (shape->names)
		walk_name(b, shape->names, pair->key);
	if (key) {
		*seen |= UINT64_C(1) << (key - shape->keys);
		walk_key(b, shape, key, pair, to);
	} else if (shape->others) {
		shape_walk(b, shape->others, pair->value, NULL);
	} else if (shape->keys) {
		unknown(b, shape, pair->key);
	}
}

/* Which of those of which one must stand there does; b->word: the how manieth of them. */
static void check_one(struct binder *b, const struct shape *shape, const struct doc_node *map,
		      uint64_t seen)
{
	const char *names = "", *given = "";
	unsigned of = 0, found = 0;

	for (size_t i = 0; i < shape->key_count; i++) {
		if (!(shape->keys[i].flags & KEY_ONE))
			continue;
		if (seen >> i & 1) {
			b->word = of;
			found++;
		}
		of++;
	}
	if (!of || found == 1)
		return;
	for (size_t i = 0; i < shape->key_count; i++) {
		const char *name = shape->keys[i].name;

		if (!(shape->keys[i].flags & KEY_ONE))
			continue;
		names = arena_printf(b->arena, "%s%s'%s'", names, *names ? ", " : "", name);
		if (seen >> i & 1)
			given = arena_printf(b->arena, "%s%s'%s'", given, *given ? " and " : "",
					     name);
	}
	wrong(b, map, "expected exactly one of %s, found %s", names, *given ? given : "none");
}

static bool comes_first(const struct shape *shape, const char *name)
{
	for (size_t k = 0; k < ARRAY_SIZE(shape->first); k++)
		if (shape->first[k] && !strcmp(shape->first[k], name))
			return true;
	return false;
}

static void walk_map(struct binder *b, const struct shape *shape, const struct doc_node *map,
		     void *to)
{
	uint64_t seen = 0;

	for (size_t k = 0; k < ARRAY_SIZE(shape->first); k++)
		for (size_t i = 0; shape->first[k] && i < map->count; i++)
			if (!strcmp(map->pairs[i].key->text, shape->first[k]))
				walk_pair(b, shape, &map->pairs[i], to, &seen);
	for (size_t i = 0; i < map->count; i++)
		if (!comes_first(shape, map->pairs[i].key->text))
			walk_pair(b, shape, &map->pairs[i], to, &seen);
	for (size_t i = 0; i < shape->key_count; i++)
		if (shape->keys[i].flags & KEY_REQUIRED && !(seen >> i & 1))
			wrong(b, map, "key '%s' is missing", shape->keys[i].name);
	if (map->count < shape->fewest)
		wrong(b, map, "expected at least %zu keys, found %zu", shape->fewest,
		      map->count);
	check_one(b, shape, map, seen);
}

void shape_walk(struct binder *b, const struct shape *shape, const struct doc_node *node,
		void *to)
{
	enum doc_type type = doc_type(node);

	if (!has_type(shape, node, type)) {
		expected(b, shape, node);
		return;
	}
	if (to && shape->begin)
		shape->begin(b, node, to);
	if (node->kind == DOC_SCALAR)
		walk_scalar(b, shape, node, type == DOC_STRING, true);
	else if (node->kind == DOC_SEQUENCE)
		walk_list(b, shape, node, to);
	else
		walk_map(b, shape, node, to);
	if (to && shape->store && !b->broken)
		shape->store(b, node, to);
}
