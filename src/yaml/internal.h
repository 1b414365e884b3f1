/*
 * internal.h - what the files of yaml/ share.
 */
#ifndef YAML_INTERNAL_H
#define YAML_INTERNAL_H

#include "yaml/doc.h"

/*
 * A place in the text that only has to move a little at a time: libyaml counts characters, we
 * count bytes and lines.
 */
struct scan_cursor {
	const char *text;
	size_t len, base; /* base: bytes before the text, a BOM's */
	size_t chars, byte;
	size_t line_begin;
	unsigned line;
	struct doc_part part; /* of a larger text */
	const char *file;
};

void scan_cursor_init(struct scan_cursor *c, struct bytes text, const char *file);
/* Moves to a character offset; afterwards c->byte is its byte. */
void scan_cursor_seek(struct scan_cursor *c, size_t chars);
struct srcpos scan_cursor_pos(const struct scan_cursor *c);

/* Refuses what is not UTF-8 and, when strict, characters that are not what they look like. */
int scan_text(struct bytes text, const char *file, bool strict, struct err *err);
/* The same for text that escapes have produced. NULL, or what is wrong with it. */
const char *scan_escaped(struct bytes text);

/* doc_keys.c: refuses a key that a mapping has twice, or lists it in `foreign` (NULL: refuse). */
int doc_keys(struct doc_node *node, struct arena *a, struct doc_foreign *foreign,
	     struct err *err);

#endif
