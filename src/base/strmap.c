#include "base/strmap.h"

/* FNV-1a, 64 bits: short keys, no adversary gains by collisions beyond a linear scan of one
 * table. */
static size_t hash(const char *key)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

static struct strmap_entry *slot(const struct strmap *map, const char *key)
{
	size_t i = hash(key) & (map->size - 1);

	while (map->entries[i].key && strcmp(map->entries[i].key, key) != 0)
		i = (i + 1) & (map->size - 1);
	return &map->entries[i];
}

void *strmap_get(const struct strmap *map, const char *key)
{
	return map->size ? slot(map, key)->value : NULL;
}

static void grow(struct strmap *map)
{
	struct strmap larger = *map;

	larger.size = map->size ? map->size * 2 : 16;
	larger.entries = arena_array(map->arena, larger.size, sizeof(*larger.entries));
	for (size_t i = 0; i < map->size; i++)
		if (map->entries[i].key)
			*slot(&larger, map->entries[i].key) = map->entries[i];
	*map = larger;
}

void strmap_put(struct strmap *map, const char *key, void *value)
{
	struct strmap_entry *entry;

	if (map->count * 2 >= map->size)
		grow(map);
	entry = slot(map, key);
	if (!entry->key)
		map->count++;
	entry->key = key;
	entry->value = value;
}
