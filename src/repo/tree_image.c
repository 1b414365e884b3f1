/* tree_image.c - see tree_image.h. */
#include "repo/tree_image.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "repo/internal.h"
#include "repo/object.h"
#include "repo/tree_node.h"

struct tree_image {
	struct repo *repo; /* NULL for one that started empty */
	struct tree_node *root;
	struct strbuf buffer;
};

static struct tree_image *image_new(struct repo *repo)
{
	struct tree_image *image = xmalloc(sizeof(*image));

	*image = (struct tree_image){repo, tree_node_new(NULL, "", 0, true), STRBUF_INIT};
	return image;
}

struct tree_image *tree_image_new(void)
{
	struct tree_image *image = image_new(NULL);

	image->root->loaded = true;
	image->root->dirty = true;
	return image;
}

int tree_image_load(struct repo *repo, const struct oid *tree, struct tree_image **ret,
		    struct err *err)
{
	enum object_type type;
	size_t size;

	if (object_stat(repo, tree, &type, &size, err) < 0)
		return -1;
	if (type != OBJECT_TREE)
		return err_set(err, ERR_FORMAT, "expected a tree, found a %s",
			       object_type_name(type));
	*ret = image_new(repo);
	(*ret)->root->id = *tree;
	(*ret)->root->stored = true;
	return 0;
}

void tree_image_free(struct tree_image *image)
{
	tree_node_free(image->root);
	strbuf_free(&image->buffer);
	free(image);
}

static int wrong_shape(const struct oid *tree, const char *how, struct err *err)
{
	return err_set(err, ERR_UNTRUSTED, "tree '%s': %s", OID_HEX(tree), how);
}

static int load_entries(struct tree_node *dir, struct bytes raw, struct err *err)
{
	struct tree_iter iter = tree_iter(raw);
	struct tree_entry entry;
	struct tree_node *child;
	int more;

	while ((more = tree_next(&iter, &entry, err)) > 0) {
		bool directory = entry.mode == TREE_DIRECTORY;

		if (!directory && entry.mode != TREE_FILE)
			return wrong_shape(&dir->id, "holds more than files and directories",
					   err);
		child = tree_node_new(dir, entry.name, entry.name_len, directory);
		child->id = entry.id;
		child->stored = true;
		tree_node_insert(dir, dir->count, child);
	}
	if (more < 0)
		return wrong_shape(&dir->id, "not well-formed", err);
	return 0;
}

static int load(struct tree_image *image, struct tree_node *dir, struct err *err)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct bytes raw;

	if (dir->loaded)
		return 0;
	if (object_read(image->repo, &dir->id, OBJECT_TREE, LIMIT_TREE, &arena, &raw, err) < 0)
		return -1;
	if (load_entries(dir, raw, err) < 0) {
		while (dir->count)
			tree_node_free(dir->children[--dir->count]);
		return -1;
	}
	dir->loaded = true;
	return 0;
}

/*
 * Follows a path as far as there is something. ret_left: the part of the path that is not there
 * ("" when all is). A file on the way counts as found, with the rest of the path left.
 */
static int follow(struct tree_image *image, const char *path, struct tree_node **ret,
		  const char **ret_left, struct err *err)
{
	struct tree_node *node = image->root;

	while (*path && node->directory) {
		size_t len = strcspn(path, "/");
		struct tree_node *child;

		if (load(image, node, err) < 0)
			return -1;
		child = tree_node_find(node, path, len);
		if (!child)
			break;
		path += len + (path[len] == '/');
		node = child;
	}
	*ret = node;
	*ret_left = path;
	return 0;
}

static int check(const char *path, struct err *err)
{
	size_t depth = 0;

	if (path_check(bytes_text(path), err) < 0)
		return -1;
	for (const char *at = path; *at; at++)
		depth += *at == '/';
	if (depth >= LIMIT_IMAGE_DEPTH)
		return err_set(err, ERR_LIMIT, "path '%s' is deeper than %d", path,
			       LIMIT_IMAGE_DEPTH);
	return 0;
}

static void touch(struct tree_node *node)
{
	for (; node; node = node->parent) {
		node->dirty = true;
		node->stored = false;
	}
}

int tree_image_set(struct tree_image *image, const char *path, const struct oid *blob,
		   struct err *err)
{
	const char *left;
	struct tree_node *node;

	size_t len = strlen(path);

	if (follow(image, path, &node, &left, err) < 0)
		return -1;
	/* What is there has been checked, by its last component at the latest. */
	if ((*left || !len || path[len - 1] == '/') && check(path, err) < 0)
		return -1;
	if (!*left && node->directory)
		return err_set(err, ERR_FORMAT, "'%s' is a directory, expected a file", path);
	if (*left && !node->directory)
		return err_set(err, ERR_FORMAT, "'%s' leads through a file", path);
	while (*left) {
		len = strcspn(left, "/");
		node = tree_node_add(node, left, len, left[len] == '/');
		left += len + (left[len] == '/');
	}
	if (oid_equal(&node->id, blob))
		return 0;
	node->id = *blob;
	touch(node->parent);
	return 0;
}

int tree_image_remove(struct tree_image *image, const char *path, struct err *err)
{
	const char *left;
	struct tree_node *node;

	if (check(path, err) < 0 || follow(image, path, &node, &left, err) < 0)
		return -1;
	if (*left || node->directory)
		return err_set(err, ERR_NOT_FOUND, "no file '%s'", path);
	do {
		struct tree_node *parent = node->parent;

		tree_node_remove(parent, node);
		node = parent;
	} while (!node->count && node->parent);
	touch(node);
	return 0;
}

int tree_image_get(struct tree_image *image, const char *path, struct oid *ret, struct err *err)
{
	const char *left;
	struct tree_node *node;

	if (follow(image, path, &node, &left, err) < 0)
		return -1;
	*ret = *left || node->directory ? OID_ZERO : node->id;
	return 0;
}

int tree_image_read(struct tree_image *image, struct repo *repo, const char *path,
		    struct arena *a, struct bytes *ret, bool *ret_found, struct err *err)
{
	struct oid blob;

	if (tree_image_get(image, path, &blob, err) < 0)
		return -1;
	*ret_found = !oid_is_zero(&blob);
	return *ret_found ? object_read(repo, &blob, OBJECT_BLOB, LIMIT_BLOB, a, ret, err) : 0;
}

/* Leaves the serialized directory in image->buffer. */
static void serialize(struct tree_image *image, const struct tree_node *dir)
{
	struct strbuf *out = &image->buffer;

	strbuf_setlen(out, 0);
	for (size_t i = 0; i < dir->count; i++) {
		const struct tree_node *child = dir->children[i];

		if (child->directory)
			strbuf_add(out, "40000 ", 6);
		else
			strbuf_add(out, "100644 ", 7);
		strbuf_add(out, child->name, child->name_len + 1);
		strbuf_add(out, child->id.id, OID_SIZE);
	}
}

static void update_id(struct tree_image *image, struct tree_node *dir)
{
	if (!dir->dirty)
		return;
	for (size_t i = 0; i < dir->count; i++)
		if (dir->children[i]->directory)
			update_id(image, dir->children[i]);
	serialize(image, dir);
	object_hash(OBJECT_TREE, bytes_of(image->buffer.buf, image->buffer.len), &dir->id);
	dir->dirty = false;
}

int tree_image_directory(struct tree_image *image, const char *path, struct oid *ret,
			 struct err *err)
{
	const char *left;
	struct tree_node *node;

	if (follow(image, path, &node, &left, err) < 0)
		return -1;
	if (*left || !node->directory) {
		*ret = OID_ZERO;
		return 0;
	}
	update_id(image, node);
	*ret = node->id;
	return 0;
}

int tree_image_id(struct tree_image *image, struct oid *ret, UNUSED struct err *err)
{
	update_id(image, image->root);
	*ret = image->root->id;
	return 0;
}

struct visit {
	struct tree_image *image;
	tree_image_fn *fn;
	void *data;
	struct strbuf path;
};

static int visit_directory(struct visit *visit, struct tree_node *dir, unsigned depth,
			   struct err *err)
{
	size_t base = visit->path.len;

	if (depth > LIMIT_IMAGE_DEPTH)
		return err_set(err, ERR_LIMIT, "tree is deeper than %d", LIMIT_IMAGE_DEPTH);
	if (load(visit->image, dir, err) < 0)
		return -1;
	for (size_t i = 0; i < dir->count; i++) {
		struct tree_node *child = dir->children[i];
		int result;

		strbuf_setlen(&visit->path, base);
		strbuf_add(&visit->path, child->name, child->name_len);
		if (child->directory) {
			strbuf_addch(&visit->path, '/');
			result = visit_directory(visit, child, depth + 1, err);
		} else {
			result = visit->fn(visit->path.buf, &child->id, visit->data, err);
		}
		if (result)
			return result;
	}
	strbuf_setlen(&visit->path, base);
	return 0;
}

int tree_image_each(struct tree_image *image, const char *directory, tree_image_fn *fn,
		    void *data, struct err *err)
{
	struct visit visit = {image, fn, data, STRBUF_INIT};
	const char *left;
	struct tree_node *node;
	int result;

	if (follow(image, directory, &node, &left, err) < 0)
		return -1;
	if (*left || !node->directory)
		return 0;
	strbuf_addstr(&visit.path, directory);
	if (visit.path.len)
		strbuf_addch(&visit.path, '/');
	result = visit_directory(&visit, node, 0, err);
	strbuf_free(&visit.path);
	return result;
}

static void forget(struct tree_node *dir)
{
	dir->stored = false;
	for (size_t i = 0; i < dir->count; i++)
		if (dir->children[i]->directory && dir->children[i]->loaded)
			forget(dir->children[i]);
}

void tree_image_forget(struct tree_image *image)
{
	if (image->root->loaded)
		forget(image->root);
}

struct writing {
	struct tree_image *image;
	struct repo *repo;
	tree_image_written_fn *fn;
	void *data;
};

static int write_directory(struct writing *writing, struct tree_node *dir, struct err *err)
{
	struct strbuf *buffer = &writing->image->buffer;
	struct oid id;

	if (dir->stored)
		return 0;
	for (size_t i = 0; i < dir->count; i++)
		if (dir->children[i]->directory &&
		    write_directory(writing, dir->children[i], err) < 0)
			return -1;
	serialize(writing->image, dir);
	if (object_write(writing->repo, OBJECT_TREE, bytes_of(buffer->buf, buffer->len), &id,
			 err) < 0)
		return -1;
	if (writing->fn && writing->fn(&id, writing->data, err) != 0)
		return -1;
	dir->stored = true;
	return 0;
}

int tree_image_write(struct tree_image *image, struct repo *repo, tree_image_written_fn *fn,
		     void *data, struct oid *ret, struct err *err)
{
	struct writing writing = {image, repo, fn, data};

	update_id(image, image->root);
	if (write_directory(&writing, image->root, err) < 0)
		return -1;
	*ret = image->root->id;
	return 0;
}
