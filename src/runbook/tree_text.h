/*
 * tree_text.h - a tree of YAML as one text, for a digest of what it says: without layout, keys sorted,
 * every key and value with its length before it, so that no tree can pass for another.
 */
#ifndef RUNBOOK_TREE_TEXT_H
#define RUNBOOK_TREE_TEXT_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "yaml/doc.h"

/* key: the program's own word for it. skip: a key of it that is left out; NULL: none. node NULL: nothing. */
void tree_text(struct strbuf *out, const char *key, const struct doc_node *node,
	       const char *skip, struct arena *a);

#endif
