/*
 * differs.h - what one runbook.yaml has otherwise than another: its steps, environments, policies and
 * other items by their ids, and every other key.
 */
#ifndef RUNBOOK_DIFFERS_H
#define RUNBOOK_DIFFERS_H

#include "base/arena.h"
#include "base/strmap.h"
#include "yaml/doc.h"

enum runbook_how { RUNBOOK_ADDED, RUNBOOK_CHANGED, RUNBOOK_RENAMED, RUNBOOK_GONE };

struct runbook_change {
	const char *key; /* "steps" */
	const char *id;	 /* of its item; NULL: the key itself */
	enum runbook_how how;
	const char *was;   /* of a step that was renamed: its id before; NULL */
	const char **keys; /* of an item or mapping that changed: those that differ */
	size_t key_count;
};

/*
 * before NULL: there was none. was_of: the earlier ids of steps that have another now, by that
 * (runbook_was_of()); NULL: none has. In the order of the later text; what is gone stands last under its
 * key.
 */
void runbook_differs(const struct doc_node *before, const struct doc_node *after,
		     const struct strmap *was_of, struct arena *a, struct runbook_change **ret,
		     size_t *ret_count);

const char *runbook_how_word(enum runbook_how how); /* "added", "changed", "renamed", "gone" */

#endif
