#include "repo/tree_node.h"

#include "base/memory.h"
#include "repo/internal.h"

struct tree_node *tree_node_new(struct tree_node *parent, const char *name, size_t len,
				bool directory)
{
	struct tree_node *node = xmalloc(sizeof(*node) + len + 1);

	memset(node, 0, sizeof(*node));
	node->parent = parent;
	node->directory = directory;
	node->name_len = len;
	memcpy(node->name, name, len);
	node->name[len] = '\0';
	return node;
}

/* Directories nest at most LIMIT_IMAGE_DEPTH deep, so recursion is bounded here and below. */
void tree_node_free(struct tree_node *node)
{
	for (size_t i = 0; i < node->count; i++)
		tree_node_free(node->children[i]);
	free(node->children);
	free(node);
}

/* Where a child is (true), or would have to be put. */
static bool find_slot(const struct tree_node *dir, const char *name, size_t len, bool directory,
		      size_t *ret_at)
{
	size_t low = 0, high = dir->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct tree_node *child = dir->children[middle];
		int order = tree_name_compare(child->name, child->name_len, child->directory,
					      name, len, directory);

		if (!order) {
			*ret_at = middle;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_at = low;
	return false;
}

struct tree_node *tree_node_find(const struct tree_node *dir, const char *name, size_t len)
{
	size_t at;

	if (find_slot(dir, name, len, true, &at) || find_slot(dir, name, len, false, &at))
		return dir->children[at];
	return NULL;
}

void tree_node_insert(struct tree_node *dir, size_t at, struct tree_node *child)
{
	if (dir->count == dir->alloc) {
		dir->alloc = dir->alloc ? dir->alloc * 2 : 8;
		dir->children = xrealloc(dir->children,
					 dir->alloc * sizeof(struct tree_node *));
	}
	memmove(dir->children + at + 1, dir->children + at,
		(dir->count - at) * sizeof(struct tree_node *));
	dir->children[at] = child;
	dir->count++;
}

struct tree_node *tree_node_add(struct tree_node *dir, const char *name, size_t len,
				bool directory)
{
	struct tree_node *child = tree_node_new(dir, name, len, directory);
	size_t at;

	find_slot(dir, name, len, directory, &at);
	tree_node_insert(dir, at, child);
	child->loaded = directory;
	return child;
}

void tree_node_remove(struct tree_node *dir, struct tree_node *child)
{
	size_t at;

	find_slot(dir, child->name, child->name_len, child->directory, &at);
	dir->count--;
	memmove(dir->children + at, dir->children + at + 1,
		(dir->count - at) * sizeof(struct tree_node *));
	tree_node_free(child);
}
