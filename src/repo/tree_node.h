/*
 * tree_node.h - the files and directories that a tree image is made of: a directory keeps its
 * children in Git's order. For tree_image.c only.
 */
#ifndef REPO_TREE_NODE_H
#define REPO_TREE_NODE_H

#include "repo/oid.h"

struct tree_node {
	struct tree_node *parent, **children;
	size_t count, alloc;
	struct oid id;
	bool directory;
	bool loaded; /* a directory's children are known */
	bool dirty;  /* id is out of date; so is every parent's */
	bool stored; /* the repository has it */
	size_t name_len;
	char name[];
};

struct tree_node *tree_node_new(struct tree_node *parent, const char *name, size_t len,
				bool directory);
/* And everything below it. */
void tree_node_free(struct tree_node *node);
/* The file or directory of that name; NULL when there is none. */
struct tree_node *tree_node_find(const struct tree_node *dir, const char *name, size_t len);
/* Puts a child where the caller knows that it belongs. */
void tree_node_insert(struct tree_node *dir, size_t at, struct tree_node *child);
/* Makes a child in its place; the name must be free. */
struct tree_node *tree_node_add(struct tree_node *dir, const char *name, size_t len,
				bool directory);
/* Takes a child out and frees it. */
void tree_node_remove(struct tree_node *dir, struct tree_node *child);

#endif
