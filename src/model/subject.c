#include "model/subject.h"

#include "base/texts.h"
#include "model/canon.h"

/* -- asking -------------------------------------------------------------------------------------- */

static size_t find(const struct subject *s, const char *slot, bool *ret_found)
{
	size_t at = texts_seek(s->entries, s->count, sizeof(*s->entries), slot);

	*ret_found = at < s->count && !strcmp(s->entries[at].slot, slot);
	return at;
}

const struct entry *subject_entry(const struct subject *s, const char *slot)
{
	bool found;
	size_t i = find(s, slot, &found);

	return found ? &s->entries[i] : NULL;
}

const struct entry *subject_next(const struct subject *s, const char *prefix, size_t *at)
{
	size_t len = strlen(prefix);

	while (*at < s->count)
		if (!strncmp(s->entries[(*at)++].slot, prefix, len))
			return &s->entries[*at - 1];
	return NULL;
}

uint64_t subject_sequence(const struct subject *s, const char *slot)
{
	const struct entry *entry = subject_entry(s, slot);

	return entry ? entry->sequence : 0;
}

static const struct entry_value *value_of(const struct entry *entry, const char *name)
{
	for (size_t i = 0; entry && i < entry->value_count; i++)
		if (!strcmp(entry->values[i].name, name))
			return &entry->values[i];
	return NULL;
}

const char *entry_get(const struct entry *entry, const char *name)
{
	const struct entry_value *value = value_of(entry, name);

	return value ? value->items[0] : NULL;
}

const char *const *entry_list(const struct entry *entry, const char *name, size_t *ret_count)
{
	const struct entry_value *value = value_of(entry, name);

	*ret_count = value ? value->count : 0;
	return value ? value->items : NULL;
}

/* -- making -------------------------------------------------------------------------------------- */

void entry_put_list(struct entry *entry, struct arena *a, const char *name,
		    const char *const *items, size_t count)
{
	const char **list;

	if (!count)
		return;
	list = arena_array(a, count, sizeof(*list));
	memcpy(list, items, count * sizeof(*list));
	*ARENA_PUSH(a, entry->values, entry->value_count) = (struct entry_value){
		.name = name, .items = list, .count = count, .list = true};
}

void entry_put(struct entry *entry, struct arena *a, const char *name, const char *text)
{
	if (!text)
		return;
	entry_put_list(entry, a, name, &text, 1);
	entry->values[entry->value_count - 1].list = false;
}

struct subject subject_edit(const struct subject *s, struct arena *a)
{
	struct subject copy = {.count = s->count};

	for (size_t i = 0; i < s->count; i++) {
		size_t n = i;

		*ARENA_PUSH(a, copy.entries, n) = s->entries[i];
	}
	return copy;
}

void subject_put(struct subject *s, struct arena *a, struct entry entry)
{
	bool found;
	size_t at = find(s, entry.slot, &found);

	if (!found) {
		ARENA_PUSH(a, s->entries, s->count);
		memmove(&s->entries[at + 1], &s->entries[at],
			(s->count - 1 - at) * sizeof(*s->entries));
	}
	s->entries[at] = entry;
}

bool subject_remove(struct subject *s, const char *slot)
{
	bool found;
	size_t at = find(s, slot, &found);

	if (!found)
		return false;
	s->count--;
	memmove(&s->entries[at], &s->entries[at + 1], (s->count - at) * sizeof(*s->entries));
	return true;
}

void subject_remove_all(struct subject *s, const char *prefix)
{
	size_t len = strlen(prefix), out = 0;

	for (size_t i = 0; i < s->count; i++)
		if (strncmp(s->entries[i].slot, prefix, len) != 0)
			s->entries[out++] = s->entries[i];
	s->count = out;
}

/* -- the file ------------------------------------------------------------------------------------ */

static void write_entry(const struct entry *entry, unsigned indent, struct strbuf *out)
{
	canon_put(out, indent, "event", entry->event);
	canon_put_number(out, indent, "sequence", entry->sequence);
	for (size_t i = 0; i < entry->value_count; i++) {
		const struct entry_value *v = &entry->values[i];

		if (v->list)
			canon_put_list(out, indent, v->name, v->items, v->count);
		else
			canon_put(out, indent, v->name, v->items[0]);
	}
}

void subject_write(const struct subject *s, struct strbuf *out)
{
	const char *section = "";
	size_t section_len = 0;

	for (size_t i = 0; i < s->count; i++) {
		const char *slot = s->entries[i].slot, *slash = strchr(slot, '/');
		size_t len;

		if (!slash) {
			canon_open(out, 0, slot);
			write_entry(&s->entries[i], 1, out);
			continue;
		}
		len = (size_t)(slash - slot);
		if (len != section_len || memcmp(section, slot, len) != 0) {
			strbuf_add(out, slot, len);
			strbuf_add(out, ":\n", 2);
			section = slot;
			section_len = len;
		}
		canon_open(out, 1, slash + 1);
		write_entry(&s->entries[i], 2, out);
	}
}

static int read_entry(const struct canon *node, const char *slot, struct arena *a,
		      struct subject *s, struct err *err)
{
	struct entry entry = {.slot = slot, .event = canon_text(node, "event")};

	if (!entry.event || canon_number(node, "sequence", &entry.sequence, err) < 0)
		return err_set(err, ERR_FORMAT, "'%s' names no event or sequence", slot);
	for (size_t i = 0; i < node->count; i++) {
		const struct canon *child = &node->children[i];
		size_t count;
		const char **items;

		if (!strcmp(child->key, "event") || !strcmp(child->key, "sequence"))
			continue;
		if (child->kind == CANON_SCALAR) {
			entry_put(&entry, a, child->key, child->text);
		} else if (child->kind == CANON_SEQUENCE) {
			items = canon_list(node, child->key, a, &count);
			entry_put_list(&entry, a, child->key, items, count);
		} else {
			return err_set(err, ERR_FORMAT, "'%s' is nested too deeply", slot);
		}
	}
	subject_put(s, a, entry);
	return 0;
}

/* What stands before a slot's slash: a word of ours, so that it is written as it was read. */
static bool is_section(const char *key)
{
	return *key && !key[strspn(key, "abcdefghijklmnopqrstuvwxyz")];
}

int subject_read(struct bytes text, const char *path, struct arena *a, struct subject *ret,
		 struct err *err)
{
	struct subject s = {0};
	struct canon root;

	if (canon_parse(text, path, a, &root, err) < 0)
		return -1;
	for (size_t i = 0; i < root.count; i++) {
		const struct canon *node = &root.children[i];

		if (canon_text(node, "event")) {
			if (strchr(node->key, '/'))
				return err_set(err, ERR_FORMAT, "'%s': '%s' is not a slot",
					       path, node->key);
			if (read_entry(node, node->key, a, &s, err) < 0)
				return err_prefix(err, "'%s'", path);
			continue;
		}
		if (!is_section(node->key))
			return err_set(err, ERR_FORMAT, "'%s': '%s' is not a section", path,
				       node->key);
		for (size_t k = 0; k < node->count; k++)
			if (read_entry(
				    &node->children[k],
				    arena_printf(a, "%s/%s", node->key, node->children[k].key),
				    a, &s, err) < 0)
				return err_prefix(err, "'%s'", path);
	}
	*ret = s;
	return 0;
}

/* -- a copy of one's own ------------------------------------------------------------------------- */

static size_t text_size(const char *text)
{
	return strlen(text) + 1;
}

static size_t kept_size(const struct subject *s)
{
	size_t size = s->count * sizeof(struct entry);

	for (size_t i = 0; i < s->count; i++) {
		const struct entry *e = &s->entries[i];

		size += e->value_count * sizeof(struct entry_value) + text_size(e->slot) +
			text_size(e->event);
		for (size_t v = 0; v < e->value_count; v++) {
			size += e->values[v].count * sizeof(char *) +
				text_size(e->values[v].name);
			for (size_t k = 0; k < e->values[v].count; k++)
				size += text_size(e->values[v].items[k]);
		}
	}
	return size;
}

static void *take(struct store *store, const void *data, size_t len)
{
	char *at = store->data + store->used;

	if (len)
		memcpy(at, data, len);
	store->used += len;
	return at;
}

static const char *take_text(struct store *store, const char *text)
{
	return take(store, text, text_size(text));
}

/* Arrays first, while the store is aligned for them, then the texts. */
struct subject subject_keep(const struct subject *from, struct store *store, struct arena *a)
{
	size_t size = kept_size(from);
	struct subject s = {.count = from->count};

	if (!s.count)
		return s;
	if (store->size < size) {
		store->size = size > 2 * store->size ? size : 2 * store->size;
		store->data = arena_alloc(a, store->size);
	}
	store->used = 0;
	s.entries = take(store, from->entries, from->count * sizeof(*s.entries));
	for (size_t i = 0; i < s.count; i++)
		s.entries[i].values = take(store, s.entries[i].values,
					   s.entries[i].value_count *
						   sizeof(struct entry_value));
	for (size_t i = 0; i < s.count; i++)
		for (size_t v = 0; v < s.entries[i].value_count; v++) {
			struct entry_value *value = &s.entries[i].values[v];

			value->items = take(store, value->items, value->count * sizeof(char *));
		}
	for (size_t i = 0; i < s.count; i++) {
		s.entries[i].slot = take_text(store, s.entries[i].slot);
		s.entries[i].event = take_text(store, s.entries[i].event);
		for (size_t v = 0; v < s.entries[i].value_count; v++) {
			struct entry_value *value = &s.entries[i].values[v];

			value->name = take_text(store, value->name);
			for (size_t k = 0; k < value->count; k++)
				value->items[k] = take_text(store, value->items[k]);
		}
	}
	return s;
}
