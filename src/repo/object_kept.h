/*
 * object_kept.h - objects that were read and found to hash to their ids, kept for whoever walks a
 * history: each tree of it is the child's and the parent's, and is read once. Bytes under an id never
 * change; what a store loses meanwhile is not noticed by it.
 */
#ifndef REPO_OBJECT_KEPT_H
#define REPO_OBJECT_KEPT_H

#include "repo/object.h"

#define KEPT_MOST ((size_t)32 << 20) /* bytes of each of two generations; the older one goes */

struct kept_object {
	struct oid id;
	enum object_type type;
	struct bytes bytes;
	bool used;
};

struct kept_generation {
	struct arena arena;
	struct kept_object *table;
	size_t size, count, bytes; /* size: a power of two, or 0 */
};

struct kept_objects {
	struct kept_generation now, before;
};

/* NULL: it is not kept. Valid until the next kept_put(). */
const struct kept_object *kept_find(struct kept_objects *kept, const struct oid *id);
void kept_put(struct kept_objects *kept, const struct oid *id, enum object_type type,
	      struct bytes bytes);
void kept_free(struct kept_objects *kept);

#endif
