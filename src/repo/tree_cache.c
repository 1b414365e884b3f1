#include "repo/tree_cache.h"

#include "base/limits.h"
#include "repo/internal.h"

struct directory {
	struct tree_entry *entries; /* as Git sorts them */
	size_t count;
};

void tree_cache_free(struct tree_cache *cache)
{
	arena_free(&cache->arena);
	*cache = (struct tree_cache){0};
}

static int read_directory(struct tree_cache *cache, struct repo *repo, const struct oid *tree,
			  const struct directory **ret, struct err *err)
{
	struct directory *directory;
	struct tree_entry entry;
	struct tree_iter iter;
	struct bytes raw;
	char hex[OID_HEX_SIZE];
	int more;

	oid_hex(tree, hex);
	cache->trees.arena = &cache->arena;
	directory = strmap_get(&cache->trees, hex);
	if (!directory) {
		if (cache->size > LIMIT_TREE_CACHE)
			tree_cache_free(cache);
		cache->trees.arena = &cache->arena;
		directory = arena_alloc(&cache->arena, sizeof(*directory));
		if (object_read(repo, tree, OBJECT_TREE, LIMIT_TREE, &cache->arena, &raw, err) <
		    0)
			return -1;
		iter = tree_iter(raw);
		while ((more = tree_next(&iter, &entry, err)) > 0)
			*ARENA_PUSH(&cache->arena, directory->entries,
				    directory->count) = entry;
		if (more < 0)
			return -1;
		cache->size += raw.len + directory->count * sizeof(entry);
		strmap_put(&cache->trees, arena_strdup(&cache->arena, hex), directory);
	}
	*ret = directory;
	return 0;
}

/* A directory stands elsewhere than a file of the same name. */
static const struct tree_entry *find(const struct directory *directory, const char *name,
				     size_t len, bool is_directory)
{
	size_t low = 0, high = directory->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct tree_entry *entry = &directory->entries[middle];
		int order = tree_name_compare(entry->name, entry->name_len,
					      entry->mode == TREE_DIRECTORY, name, len,
					      is_directory);

		if (!order)
			return entry;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

int tree_cache_lookup(struct tree_cache *cache, struct repo *repo, const struct oid *tree,
		      const char *path, uint32_t *ret_mode, struct oid *ret_id, struct err *err)
{
	struct tree_entry at = {.mode = TREE_DIRECTORY, .id = *tree};

	while (*path && at.mode) {
		size_t len = strcspn(path, "/");
		const struct tree_entry *entry = NULL;
		const struct directory *directory;

		if (at.mode == TREE_DIRECTORY) { /* else it leads through a file */
			if (read_directory(cache, repo, &at.id, &directory, err) < 0)
				return -1;
			entry = find(directory, path, len, false);
			if (!entry)
				entry = find(directory, path, len, true);
		}
		at = entry ? *entry : (struct tree_entry){0};
		path += len + (path[len] == '/');
	}
	*ret_mode = at.mode;
	*ret_id = at.mode ? at.id : OID_ZERO;
	return 0;
}
