/*
 * tree_cache.h - paths looked up in trees, each directory read once: thousands of questions about
 * a directory of thousands cost no more than reading it.
 */
#ifndef REPO_TREE_CACHE_H
#define REPO_TREE_CACHE_H

#include "base/strmap.h"
#include "repo/object.h"

struct tree_cache {
	struct arena arena;
	struct strmap trees; /* by id */
	size_t size;	     /* bytes held: beyond LIMIT_TREE_CACHE all is forgotten */
};

void tree_cache_free(struct tree_cache *cache);
/* As tree_lookup(). */
int tree_cache_lookup(struct tree_cache *cache, struct repo *repo, const struct oid *tree,
		      const char *path, uint32_t *ret_mode, struct oid *ret_id,
		      struct err *err);

#endif
