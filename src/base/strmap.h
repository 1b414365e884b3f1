/*
 * strmap.h - a map from text to pointers. Keys are borrowed: they live as long as the map's
 * arena.
 */
#ifndef BASE_STRMAP_H
#define BASE_STRMAP_H

#include "base/arena.h"

struct strmap_entry {
	const char *key; /* NULL: free */
	void *value;
};

struct strmap {
	struct arena *arena;
	struct strmap_entry *entries;
	size_t size, count; /* size is a power of two, or 0 */
};

/* The value, or NULL when the key is not there. */
void *strmap_get(const struct strmap *map, const char *key);
/* Adds or replaces. */
void strmap_put(struct strmap *map, const char *key, void *value);

#endif
