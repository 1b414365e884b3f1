#include "yaml/doc.h"

#include <yaml.h>

#include "base/limits.h"
#include "yaml/internal.h"

struct reader {
	yaml_parser_t parser;
	yaml_event_t event;
	struct scan_cursor cursor;
	struct arena *arena;
	struct doc_foreign found;
	size_t nodes;
	unsigned depth;
	bool foreign;
};

static void reader_free(struct reader *r)
{
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
}

/* Byte offset in the caller's text of one of libyaml's marks. */
static size_t byte_of(struct reader *r, yaml_mark_t mark)
{
	scan_cursor_seek(&r->cursor, mark.index);
	return r->cursor.byte + r->cursor.base;
}

static struct srcpos pos_of(struct reader *r, yaml_mark_t mark)
{
	scan_cursor_seek(&r->cursor, mark.index);
	return scan_cursor_pos(&r->cursor);
}

static int next_event(struct reader *r, struct err *err)
{
	const yaml_parser_t *p = &r->parser;

	yaml_event_delete(&r->event);
	if (yaml_parser_parse(&r->parser, &r->event))
		return 0;
	memset(&r->event, 0, sizeof(r->event));
	if (p->error == YAML_READER_ERROR)
		return err_at(err, ERR_FORMAT, scan_cursor_pos(&r->cursor), "cannot read: %s",
			      p->problem);
	return err_at(err, ERR_FORMAT, pos_of(r, p->problem_mark), "not valid YAML: %s%s%s",
		      p->problem ? p->problem : "unknown fault", p->context ? ", " : "",
		      p->context ? p->context : "");
}

static int refuse(struct reader *r, struct err *err, const char *what, const char *name)
{
	return err_at(err, ERR_FORMAT, pos_of(r, r->event.start_mark), "%s '%s': not allowed",
		      what, name);
}

static int check_tag(struct reader *r, const yaml_char_t *anchor, const yaml_char_t *tag,
		     struct doc_node *node, struct err *err)
{
	if (r->foreign) {
		node->tag = tag ? arena_strdup(r->arena, (const char *)tag) : NULL;
		return 0;
	}
	if (anchor)
		return refuse(r, err, "anchor", (const char *)anchor);
	if (tag)
		return refuse(r, err, "tag", (const char *)tag);
	return 0;
}

static struct doc_node *node_new(struct reader *r, enum doc_kind kind)
{
	struct doc_node *node = arena_alloc(r->arena, sizeof(*node));

	node->kind = kind;
	node->begin = byte_of(r, r->event.start_mark);
	node->at = scan_cursor_pos(&r->cursor);
	node->end = byte_of(r, r->event.end_mark);
	return node;
}

static enum doc_style style_of(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return DOC_SINGLE_QUOTED;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return DOC_DOUBLE_QUOTED;
	case YAML_LITERAL_SCALAR_STYLE:
		return DOC_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return DOC_FOLDED;
	default:
		return DOC_PLAIN;
	}
}

/* libyaml takes `[?x]` for the explicit key x; YAML 1.2 for the text "?x". */
static bool glued_to_question(const struct reader *r, const struct doc_node *node)
{
	size_t begin = node->begin - r->cursor.base;

	return begin && begin <= r->cursor.len && r->cursor.text[begin - 1] == '?' && node->len;
}

static int read_scalar(struct reader *r, struct doc_node **ret_node, struct err *err)
{
	struct doc_node *node = node_new(r, DOC_SCALAR);
	const char *fault = NULL;

	if (check_tag(r, r->event.data.scalar.anchor, r->event.data.scalar.tag, node, err))
		return -1;
	node->len = r->event.data.scalar.length;
	node->text = arena_memdup(r->arena, r->event.data.scalar.value, node->len);
	node->style = style_of(r->event.data.scalar.style);
	if (!r->foreign && glued_to_question(r, node))
		return err_at(err, ERR_FORMAT, node->at,
			      "a '?' right before '%s' means different things to different "
			      "readers",
			      node->text);
	if (!r->foreign && node->style == DOC_DOUBLE_QUOTED)
		fault = scan_escaped(bytes_of(node->text, node->len));
	if (fault)
		return err_at(err, ERR_FORMAT, node->at,
			      "an escape in this text stands for %s: not allowed", fault);
	*ret_node = node;
	return 0;
}

static int read_alias(struct reader *r, struct doc_node **ret_node, struct err *err)
{
	const char *name = (const char *)r->event.data.alias.anchor;
	struct doc_node *node;

	if (!r->foreign)
		return refuse(r, err, "alias", name);
	node = node_new(r, DOC_ALIAS);
	node->text = arena_strdup(r->arena, name);
	node->len = strlen(name);
	*ret_node = node;
	return 0;
}

static int read_node(struct reader *r, struct doc_node **ret_node, struct err *err);

static int read_sequence(struct reader *r, struct doc_node *node, struct err *err)
{
	const struct doc_node **items = NULL;
	struct doc_node *item;
	size_t count = 0;

	for (;;) {
		if (next_event(r, err))
			return -1;
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			break;
		if (read_node(r, &item, err))
			return -1;
		*ARENA_PUSH(r->arena, items, count) = item;
	}
	node->items = items;
	node->count = count;
	if (node->style == DOC_FLOW)
		node->end = byte_of(r, r->event.end_mark);
	else if (count)
		node->end = items[count - 1]->end;
	return 0;
}

static int check_key(struct reader *r, const struct doc_node *key, struct err *err)
{
	if (r->foreign)
		return 0;
	if (key->kind != DOC_SCALAR)
		return err_at(err, ERR_FORMAT, key->at,
			      "a key must be a scalar, found a collection");
	if (key->style == DOC_PLAIN && !key->text[0])
		return err_at(err, ERR_FORMAT, key->at, "a key must not be empty");
	if (key->style == DOC_PLAIN && !strcmp(key->text, "<<"))
		return err_at(err, ERR_FORMAT, key->at, "merge key '<<': not allowed");
	return 0;
}

static int read_mapping(struct reader *r, struct doc_node *node, struct err *err)
{
	struct doc_pair *pairs = NULL;
	struct doc_node *key, *value;
	size_t count = 0;

	for (;;) {
		if (next_event(r, err))
			return -1;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		if (read_node(r, &key, err) || check_key(r, key, err) || next_event(r, err) ||
		    read_node(r, &value, err))
			return -1;
		*ARENA_PUSH(r->arena, pairs, count) = (struct doc_pair){key, value};
	}
	node->pairs = pairs;
	node->count = count;
	if (node->style == DOC_FLOW)
		node->end = byte_of(r, r->event.end_mark);
	else if (count)
		node->end = pairs[count - 1].value->end;
	return doc_keys(node, r->arena, r->foreign ? &r->found : NULL, err);
}

static int read_collection(struct reader *r, struct doc_node **ret_node, struct err *err)
{
	bool mapping = r->event.type == YAML_MAPPING_START_EVENT;
	struct doc_node *node = node_new(r, mapping ? DOC_MAPPING : DOC_SEQUENCE);
	bool flow;
	int bad;

	if (mapping) {
		flow = r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
		bad = check_tag(r, r->event.data.mapping_start.anchor,
				r->event.data.mapping_start.tag, node, err);
	} else {
		flow = r->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
		bad = check_tag(r, r->event.data.sequence_start.anchor,
				r->event.data.sequence_start.tag, node, err);
	}
	if (bad)
		return -1;
	node->style = flow ? DOC_FLOW : DOC_BLOCK;
	if (++r->depth > LIMIT_YAML_DEPTH)
		return err_at(err, ERR_LIMIT, node->at, "nested more than %d deep",
			      LIMIT_YAML_DEPTH);
	if (mapping ? read_mapping(r, node, err) : read_sequence(r, node, err))
		return -1;
	r->depth--;
	*ret_node = node;
	return 0;
}

static int read_node(struct reader *r, struct doc_node **ret_node, struct err *err)
{
	if (++r->nodes > LIMIT_YAML_NODES)
		return err_at(err, ERR_LIMIT, pos_of(r, r->event.start_mark),
			      "more than %zu values", LIMIT_YAML_NODES);
	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(r, ret_node, err);
	case YAML_ALIAS_EVENT:
		return read_alias(r, ret_node, err);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return read_collection(r, ret_node, err);
	default:
		return err_at(err, ERR_FORMAT, pos_of(r, r->event.start_mark),
			      "not valid YAML: a value is missing");
	}
}

/* The event is a document's start; afterwards it is its end. */
static int read_document(struct reader *r, struct doc_node **ret_root, struct err *err)
{
	bool directives = r->event.data.document_start.version_directive ||
			  r->event.data.document_start.tag_directives.start !=
				  r->event.data.document_start.tag_directives.end;

	if (directives && !r->foreign)
		return err_at(err, ERR_FORMAT, pos_of(r, r->event.start_mark),
			      "directives ('%%YAML', '%%TAG'): not allowed");
	if (next_event(r, err) || read_node(r, ret_root, err) || next_event(r, err))
		return -1;
	return 0;
}

static int read_stream(struct reader *r, struct doc_foreign *ret, struct err *err)
{
	const struct doc_node **roots = NULL;
	struct doc_node *root;
	size_t count = 0;

	if (next_event(r, err)) /* the start of the stream */
		return -1;
	for (;;) {
		if (next_event(r, err))
			return -1;
		if (r->event.type == YAML_STREAM_END_EVENT)
			break;
		if (count && !r->foreign)
			return err_at(err, ERR_FORMAT, pos_of(r, r->event.start_mark),
				      "a second document begins: only one is allowed");
		if (read_document(r, &root, err))
			return -1;
		*ARENA_PUSH(r->arena, roots, count) = root;
	}
	*ret = (struct doc_foreign){roots, count, r->found.duplicates,
				    r->found.duplicate_count};
	return 0;
}

static int read_text(struct bytes text, struct doc_part part, const char *file, struct arena *a,
		     bool foreign, struct doc_foreign *ret, struct err *err)
{
	struct reader r = {.arena = a, .foreign = foreign};
	size_t base = 0;
	int result;

	if (scan_text(text, file, !foreign, err))
		return -1;
	if (foreign && bytes_begins(text, bytes_text("\xef\xbb\xbf")))
		base = 3;
	text = bytes_of((const char *)text.data + base, text.len - base);
	if (!yaml_parser_initialize(&r.parser))
		return err_set(err, ERR_LIMIT, "no memory to read '%s'", file);
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, text.data ? text.data : (const void *)"",
				     text.len);
	scan_cursor_init(&r.cursor, text, file);
	r.cursor.base = base;
	r.cursor.part = part;
	result = read_stream(&r, ret, err);
	reader_free(&r);
	return result;
}

int doc_parse_part(struct bytes text, struct doc_part part, const char *file, struct arena *a,
		   const struct doc_node **ret_root, struct err *err)
{
	struct doc_foreign all;

	if (read_text(text, part, file, a, false, &all, err))
		return -1;
	if (!all.count)
		return err_at(err, ERR_FORMAT, (struct srcpos){file, 1, 1},
			      "'%s' holds no document", file);
	*ret_root = all.roots[0];
	return 0;
}

int doc_parse(struct bytes text, const char *file, struct arena *a,
	      const struct doc_node **ret_root, struct err *err)
{
	return doc_parse_part(text, (struct doc_part){0}, file, a, ret_root, err);
}

int doc_parse_foreign(struct bytes text, const char *file, struct arena *a,
		      struct doc_foreign *ret_foreign, struct err *err)
{
	return read_text(text, (struct doc_part){0}, file, a, true, ret_foreign, err);
}
