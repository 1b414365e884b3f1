/*
 * doc.h - YAML text as a tree in which every node knows its place.
 *
 *	const struct doc_node *root, *name;
 *
 *	if (doc_parse(text, "runbook.yaml", arena, &root, err))
 *		return -1;			// runbook.yaml:41:9: duplicate key 'run' ...
 *	name = doc_get(root, "name");
 *
 * The language is the part of YAML 1.2 that means the same to every reader: one document; block
 * and flow collections; plain, quoted, literal and folded scalars. Refused with position:
 * duplicate keys, keys that are not scalars, anchors, aliases, tags, merge keys, directives,
 * further documents, a BOM, anything but UTF-8, and characters that are not shown as what they
 * are (controls, bidi controls, NEL, LS, PS), written plainly or through an escape. Scalars are
 * text; what a plain one stands for in the core schema (YAML 1.2.2, 10.3.2) doc_type() tells:
 * `on`, `yes` and `no` are words.
 *
 * Playbooks and other people's YAML are read with doc_parse_foreign(), which allows tags,
 * anchors and several documents and lists duplicate keys instead of failing on them.
 */
#ifndef YAML_DOC_H
#define YAML_DOC_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

enum doc_kind {
	DOC_SCALAR,
	DOC_SEQUENCE,
	DOC_MAPPING,
	DOC_ALIAS, /* foreign text only: text is the anchor's name; never followed */
};

enum doc_style {
	DOC_PLAIN,
	DOC_SINGLE_QUOTED,
	DOC_DOUBLE_QUOTED,
	DOC_LITERAL,
	DOC_FOLDED,
	DOC_BLOCK, /* collections */
	DOC_FLOW,
};

struct doc_node;
struct doc_pair {
	const struct doc_node *key, *value;
};

/* Lives in the arena given to doc_parse(), text included: the input need not stay. */
struct doc_node {
	enum doc_kind kind;
	enum doc_style style;
	struct srcpos at;
	/*
	 * Where its text stands in the input, quotes and brackets included. An absent value
	 * (`key:`) has begin == end. A block collection ends where its last member ends.
	 */
	size_t begin, end;
	const char *text; /* scalar: its value, NUL-terminated; NULL for collections */
	size_t len;
	const char *tag;		      /* foreign text only; else NULL */
	size_t count;			      /* of items or pairs */
	const struct doc_node *const *items;  /* DOC_SEQUENCE */
	const struct doc_pair *pairs;	      /* DOC_MAPPING, in the order of the text */
	const struct doc_pair *const *sorted; /* by key, scalars only; NULL: few */
	size_t sorted_count;
};

/* `file` is borrowed by every position; it must live as long as the arena. */
int doc_parse(struct bytes text, const char *file, struct arena *a,
	      const struct doc_node **ret_root, struct err *err);

/* A text that is cut out of a larger one: how many lines stand before it, and how many are left out
 * of it from the byte `gap` on. Places are those of the larger text. */
struct doc_part {
	unsigned before;
	size_t gap;
	unsigned left_out;
};
int doc_parse_part(struct bytes text, struct doc_part part, const char *file, struct arena *a,
		   const struct doc_node **ret_root, struct err *err);

/* How one is told, at the doors and by lint: its text, the line of the first. */
#define DOC_DUPLICATE "duplicate key '%s', first on line %u: the last one wins silently"
struct doc_duplicate {
	const struct doc_node *first, *again; /* the two keys */
};

struct doc_foreign {
	const struct doc_node **roots; /* one a document; none for an empty text */
	size_t count;
	struct doc_duplicate *duplicates;
	size_t duplicate_count;
};

int doc_parse_foreign(struct bytes text, const char *file, struct arena *a,
		      struct doc_foreign *ret_foreign, struct err *err);

/* The value of a key; NULL when there is none or `map` is not a mapping (NULL included). */
const struct doc_node *doc_get(const struct doc_node *map, const char *key);
/* The same for keys joined by dots: "platform.redis.image". */
const struct doc_node *doc_get_path(const struct doc_node *root, const char *path);

enum doc_type {
	DOC_NULL,
	DOC_BOOL,
	DOC_INT,
	DOC_FLOAT,
	DOC_STRING,
	DOC_LIST, /* a sequence */
	DOC_MAP,  /* a mapping */
	DOC_OTHER /* an alias */
};

/* What a node is in the core schema; only a plain scalar can be other than a string. */
enum doc_type doc_type(const struct doc_node *node);
const char *doc_type_name(enum doc_type type); /* "null", "boolean", "integer", ... */
/* False, and ret untouched, when the node is something else (or an integer is too large). */
bool doc_null(const struct doc_node *node);
bool doc_bool(const struct doc_node *node, bool *ret_value);
bool doc_int(const struct doc_node *node, int64_t *ret_value);
bool doc_number(const struct doc_node *node, double *ret_value); /* integer or float */

/* The same kinds, texts, types and order; styles and places do not matter. */
bool doc_equal(const struct doc_node *a, const struct doc_node *b);

#endif
