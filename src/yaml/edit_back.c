/* edit_back.c - one path of a YAML text as an earlier state of the text has it. */
#include "yaml/edit.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "yaml/doc.h"

/* A text, and the pair in it that is put back; pair NULL: it has none. */
struct place {
	struct bytes text;
	const struct doc_node *root, *map; /* map: that the pair stands in */
	size_t at;			   /* its number there */
	const struct doc_pair *pair;
};

static int read_text(struct bytes text, const char *file, struct arena *a, struct place *ret,
		     struct err *err)
{
	struct doc_foreign all;

	*ret = (struct place){.text = text};
	if (doc_parse_foreign(text, file, a, &all, err) < 0 ||
	    (all.count && doc_parse(text, file, a, &ret->root, err) < 0))
		return -1;
	return 0;
}

/* The pair of the first `keys` keys of the path. */
static void find_pair(struct place *p, const char *path, size_t keys)
{
	const struct doc_node *map = p->root;

	p->pair = NULL;
	while (map && map->kind == DOC_MAPPING && keys--) {
		size_t len = strcspn(path, "."), i = 0;

		while (i < map->count && (map->pairs[i].key->len != len ||
					  memcmp(map->pairs[i].key->text, path, len) != 0))
			i++;
		if (i == map->count)
			return;
		p->map = map;
		p->at = i;
		if (!keys)
			p->pair = &map->pairs[i];
		map = map->pairs[i].value;
		path += len + (path[len] == '.');
	}
}

static size_t count_keys(const char *path)
{
	size_t keys = 1;

	while ((path = strchr(path, '.'))) {
		path++;
		keys++;
	}
	return keys;
}

static bool holds_more(const struct place *p)
{
	return p->pair && p->pair->value->kind == DOC_MAPPING && p->pair->value->count;
}

/*
 * From the whole path up, as long as nothing else stands in the mapping above and there was none, or an
 * empty one.
 */
static void find_both(struct place *now, struct place *before, const char *path)
{
	size_t keys = count_keys(path);

	find_pair(now, path, keys);
	find_pair(before, path, keys);
	while (keys > 1 && now->pair && !before->pair && now->map->count == 1) {
		find_pair(before, path, keys - 1);
		if (holds_more(before)) {
			before->pair = NULL;
			return;
		}
		find_pair(now, path, --keys);
	}
}

/* The lines of a pair; in braces the pair and one comma. */
static void take_out(const struct place *p, size_t *ret_begin, size_t *ret_end)
{
	const char *data = p->text.data;
	size_t begin = p->pair->key->begin, end = p->pair->value->end;

	if (p->map->style == DOC_FLOW) {
		if (p->at + 1 < p->map->count)
			end = p->map->pairs[p->at + 1].key->begin;
		else if (p->at)
			begin = p->map->pairs[p->at - 1].value->end;
	} else {
		while (begin && data[begin - 1] != '\n')
			begin--;
		while (end < p->text.len && (!end || data[end - 1] != '\n'))
			end++;
	}
	*ret_begin = begin;
	*ret_end = end;
}

/* Nothing but the path stands in it. */
static bool is_alone(const struct doc_node *node, const char *path)
{
	size_t len = strcspn(path, ".");

	if (!*path || node->kind == DOC_SCALAR)
		return !*path || doc_null(node);
	return node->kind == DOC_MAPPING &&
	       (!node->count || (node->count == 1 && node->pairs[0].key->len == len &&
				 !memcmp(node->pairs[0].key->text, path, len) &&
				 is_alone(node->pairs[0].value, path + len + !!path[len])));
}

/* The same pairs in the same order, but for the path: a flaw of what is written above damages no text. */
static bool same_but(const struct doc_node *now, const struct doc_node *before,
		     const char *path)
{
	size_t len = strcspn(path, "."), i = 0, k = 0;
	size_t now_count = now ? now->count : 0, before_count = before ? before->count : 0;
	const char *rest = path + len + !!path[len];

	while (i < now_count || k < before_count) {
		const struct doc_pair *n = i < now_count ? &now->pairs[i] : NULL;
		const struct doc_pair *b = k < before_count ? &before->pairs[k] : NULL;
		bool n_is = n && n->key->len == len && !memcmp(n->key->text, path, len);
		bool b_is = b && b->key->len == len && !memcmp(b->key->text, path, len);

		if (n_is && b_is && *rest && n->value->kind == DOC_MAPPING &&
				    b->value->kind == DOC_MAPPING
			    ? !same_but(n->value, b->value, rest)
		    : n_is || b_is ? (n_is && !is_alone(n->value, rest)) ||
					     (b_is && !is_alone(b->value, rest))
				   : !n || !b || !doc_equal(n->key, b->key) ||
					     !doc_equal(n->value, b->value))
			return false;
		i += n_is || !b_is;
		k += b_is || !n_is;
	}
	return true;
}

static bool same_value(const struct doc_node *one, const struct doc_node *two)
{
	return one && two ? doc_equal(one, two) : one == two;
}

static int verify(const struct place *was, const struct place *before, struct bytes text,
		  const char *file, const char *path, struct arena *a, struct err *err)
{
	struct place now;

	if (read_text(text, file, a, &now, err) < 0)
		return err_prefix(err, "'%s' cannot be put back in place", path);
	if (same_value(doc_get_path(now.root, path), doc_get_path(before->root, path)) &&
	    same_but(now.root, was->root, path))
		return 0;
	return err_at(err, ERR_FORMAT, (struct srcpos){file, 0, 0},
		      "'%s' cannot be put back in place without changing more than it", path);
}

int edit_put_back(struct bytes text, struct bytes before, const char *file, const char *path,
		  struct strbuf *out, struct err *err)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf next = STRBUF_INIT;
	struct place now, old;
	size_t begin, end;

	if (read_text(text, file, &a, &now, err) < 0 ||
	    read_text(before, file, &a, &old, err) < 0)
		return -1;
	find_both(&now, &old, path);
	if (!now.pair) { /* it went already, or there is no place for what was there */
		strbuf_add(&next, text.data, text.len);
	} else {
		take_out(&now, &begin, &end);
		if (old.pair) {
			begin = now.pair->key->end;
			end = now.pair->value->end;
		}
		strbuf_add(&next, text.data, begin);
		if (old.pair)
			strbuf_add(&next, (const char *)old.text.data + old.pair->key->end,
				   old.pair->value->end - old.pair->key->end);
		strbuf_add(&next, (const char *)text.data + end, text.len - end);
	}
	if (verify(&now, &old, bytes_of(next.buf, next.len), file, path, &a, err) < 0)
		return -1;
	strbuf_add(out, next.buf, next.len);
	return 0;
}
