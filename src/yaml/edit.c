#include "yaml/edit.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/utf8.h"
#include "yaml/doc.h"
#include "yaml/emit.h"

struct edit {
	struct bytes text;
	const char *file, *path, *value;
	struct arena arena;
	struct strbuf new_text;
};

static void edit_free(struct edit *e)
{
	arena_free(&e->arena);
	strbuf_free(&e->new_text);
}

/* new_text = the text with bytes [begin, end) replaced. */
static void splice(struct edit *e, size_t begin, size_t end, const struct strbuf *with)
{
	const char *data = e->text.data;

	strbuf_add(&e->new_text, data, begin);
	strbuf_add(&e->new_text, with->buf, with->len);
	strbuf_add(&e->new_text, data + end, e->text.len - end);
}

static void add_blanks(struct strbuf *out, size_t count)
{
	while (count--)
		strbuf_addch(out, ' ');
}

/* "a: {b: value}" of the path "a.b". */
static void add_flow(struct edit *e, struct strbuf *out, const char *path)
{
	size_t len = strcspn(path, ".");

	emit_scalar(out, arena_strndup(&e->arena, path, len), len);
	strbuf_addstr(out, ": ");
	if (path[len]) {
		strbuf_addch(out, '{');
		add_flow(e, out, path + len + 1);
		strbuf_addch(out, '}');
	} else {
		emit_scalar(out, e->value, strlen(e->value));
	}
}

/* The same as lines; no line break behind the last. */
static void add_block(struct edit *e, struct strbuf *out, const char *path, size_t indent,
		      const char *newline)
{
	size_t len = strcspn(path, ".");

	add_blanks(out, indent);
	emit_scalar(out, arena_strndup(&e->arena, path, len), len);
	strbuf_addch(out, ':');
	if (path[len]) {
		strbuf_addstr(out, newline);
		add_block(e, out, path + len + 1, indent + 2, newline);
	} else {
		strbuf_addch(out, ' ');
		emit_scalar(out, e->value, strlen(e->value));
	}
}

/* Adds the path's lines behind the line that holds byte `at` (a value's end). */
static void insert_lines(struct edit *e, size_t at, const char *path, size_t indent)
{
	CLEANUP(strbuf_free) struct strbuf lines = STRBUF_INIT;
	const char *data = e->text.data;
	const char *newline = memmem(data, e->text.len, "\r\n", 2) ? "\r\n" : "\n";
	bool at_start = !at || data[at - 1] == '\n'; /* a block scalar ends behind its lines */

	if (!at_start) {
		while (at < e->text.len && data[at] != '\n')
			at++;
		if (at < e->text.len) {
			at++;
			at_start = true;
		}
	}
	if (!at_start)
		strbuf_addstr(&lines, newline);
	add_block(e, &lines, path, indent, newline);
	if (at_start)
		strbuf_addstr(&lines, newline);
	splice(e, at, at, &lines);
}

static void insert_flow(struct edit *e, const struct doc_node *map, const char *path)
{
	CLEANUP(strbuf_free) struct strbuf entry = STRBUF_INIT;
	size_t at = map->begin + 1;

	if (map->count) {
		at = map->pairs[map->count - 1].value->end;
		strbuf_addstr(&entry, ", ");
	}
	add_flow(e, &entry, path);
	splice(e, at, at, &entry);
}

static void insert_key(struct edit *e, const struct doc_node *map, const char *path)
{
	if (map->style == DOC_FLOW)
		insert_flow(e, map, path);
	else
		insert_lines(e, map->end, path, map->pairs[0].key->at.column - 1);
}

/* `key:` or `key: ~` where the path goes on: the value becomes a mapping. */
static void replace_null(struct edit *e, const struct doc_node *map,
			 const struct doc_pair *pair, const char *path)
{
	CLEANUP(strbuf_free) struct strbuf flow = STRBUF_INIT;
	const struct doc_node *value = pair->value;

	if (map->style == DOC_BLOCK && value->begin == value->end) {
		insert_lines(e, value->end, path, pair->key->at.column - 1 + 2);
		return;
	}
	if (value->begin == value->end)
		strbuf_addch(&flow, ' ');
	strbuf_addch(&flow, '{');
	add_flow(e, &flow, path);
	strbuf_addch(&flow, '}');
	splice(e, value->begin, value->end, &flow);
}

/* Keeps quotes that were there, and a number a number. */
static void add_in_style(struct strbuf *out, const struct doc_node *old, const char *value)
{
	struct doc_node plain = {.kind = DOC_SCALAR, .text = value, .len = strlen(value)};
	enum doc_type type = doc_type(old);
	size_t begin = out->len;

	if (old->style == DOC_PLAIN && type != DOC_STRING && type != DOC_NULL &&
	    doc_type(&plain) == type) {
		strbuf_addstr(out, value);
		return;
	}
	if (old->style == DOC_DOUBLE_QUOTED && !strpbrk(value, "\"\\")) {
		strbuf_addf(out, "\"%s\"", value);
		return;
	}
	emit_scalar(out, value, strlen(value));
	if (old->style == DOC_SINGLE_QUOTED && out->buf[begin] != '\'') {
		strbuf_setlen(out, begin);
		strbuf_addf(out, "'%s'", value);
	}
}

static void replace_scalar(struct edit *e, const struct doc_node *old)
{
	CLEANUP(strbuf_free) struct strbuf scalar = STRBUF_INIT;
	const char *data = e->text.data;
	size_t end = old->end;

	if (old->begin == old->end)
		strbuf_addch(&scalar, ' ');
	add_in_style(&scalar, old, e->value);
	if (old->style == DOC_LITERAL || old->style == DOC_FOLDED)
		while (end > old->begin && (data[end - 1] == '\n' || data[end - 1] == '\r'))
			end--; /* the lines' breaks belong to what follows */
	splice(e, old->begin, end, &scalar);
}

static const struct doc_pair *pair_of(const struct doc_node *map, const char *key, size_t len)
{
	for (size_t i = 0; i < map->count; i++)
		if (map->pairs[i].key->len == len && !memcmp(map->pairs[i].key->text, key, len))
			return &map->pairs[i];
	return NULL;
}

static int change(struct edit *e, const struct doc_node *root, struct err *err)
{
	const struct doc_node *map = root;
	const char *path = e->path;

	for (;;) {
		size_t len = strcspn(path, ".");
		const struct doc_pair *pair;

		if (map->kind != DOC_MAPPING)
			return err_at(err, ERR_FORMAT, map->at,
				      "path '%s' runs into a %s before '%s'", e->path,
				      doc_type_name(doc_type(map)), path);
		pair = pair_of(map, path, len);
		if (!pair) {
			insert_key(e, map, path);
			return 0;
		}
		if (!path[len]) {
			if (pair->value->kind != DOC_SCALAR)
				return err_at(err, ERR_FORMAT, pair->value->at,
					      "'%s' is a %s, expected a single value", e->path,
					      doc_type_name(doc_type(pair->value)));
			replace_scalar(e, pair->value);
			return 0;
		}
		path += len + 1;
		if (doc_null(pair->value)) {
			replace_null(e, map, pair, path);
			return 0;
		}
		map = pair->value;
	}
}

/* True when the only difference is that `path` now holds the value. old: NULL where absent. */
static bool only_changed(const struct doc_node *old, const struct doc_node *now,
			 const char *path, const char *value)
{
	size_t len = strcspn(path, ".");
	bool met = false;

	if (now->kind != DOC_MAPPING || (old && old->kind != DOC_MAPPING && !doc_null(old)))
		return false;
	for (size_t i = 0; i < now->count; i++) {
		const struct doc_node *key = now->pairs[i].key;
		const struct doc_node *v = now->pairs[i].value, *before = NULL;

		if (old && i < old->count) {
			if (!doc_equal(old->pairs[i].key, key))
				return false;
			before = old->pairs[i].value;
		}
		if (key->len == len && !memcmp(key->text, path, len)) {
			met = true;
			if (path[len] ? !only_changed(before, v, path + len + 1, value)
				      : v->kind != DOC_SCALAR || strcmp(v->text, value) != 0)
				return false;
		} else if (!before || !doc_equal(before, v)) {
			return false;
		}
	}
	return met && now->count >= (old ? old->count : 0);
}

static bool path_is_good(const char *path)
{
	for (const char *p = path;; p++) {
		size_t len = strcspn(p, ".");

		if (!len)
			return false;
		p += len;
		if (!*p)
			return utf8_is_printable_line(bytes_text(path));
	}
}

static int verify(struct edit *e, const struct doc_node *old, struct err *err)
{
	const struct doc_node *now;

	if (doc_parse(bytes_of(e->new_text.buf, e->new_text.len), e->file, &e->arena, &now,
		      err))
		return err_prefix(err, "'%s' cannot be set in place", e->path);
	if (!only_changed(old, now, e->path, e->value))
		return err_at(err, ERR_FORMAT, (struct srcpos){e->file, 0, 0},
			      "'%s' cannot be set in place without changing more than it",
			      e->path);
	return 0;
}

int edit_set(struct bytes text, const char *file, const char *path, const char *value,
	     struct strbuf *out, struct err *err)
{
	CLEANUP(edit_free)
	struct edit e = {text, file, path, value, ARENA_INIT, STRBUF_INIT};
	const struct doc_node *root = NULL;
	struct doc_foreign all;

	if (!path_is_good(path))
		return err_set(err, ERR_FORMAT, "path '%s' is not keys joined by dots", path);
	if (!utf8_is_printable_line(bytes_text(value)))
		return err_set(err, ERR_FORMAT, "the value for '%s' is not one line of text",
			       path);
	if (doc_parse_foreign(text, file, &e.arena, &all, err) ||
	    (all.count && doc_parse(text, file, &e.arena, &root, err)))
		return -1;
	if (!root || doc_null(root))
		insert_lines(&e, text.len, path, 0);
	else if (change(&e, root, err))
		return -1;
	if (verify(&e, root, err))
		return -1;
	strbuf_add(out, e.new_text.buf, e.new_text.len);
	return 0;
}
