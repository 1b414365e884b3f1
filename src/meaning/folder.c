/* folder.c - all that stands in a folder: each file, or the list of them. */
#include "meaning/internal.h"

#include "base/cleanup.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "repo/object.h"
#include "runbook/omitted.h"

static int list_all(struct naming *n)
{
	struct meaning_list *all = n->all;

	if (all->names.arena)
		return 0;
	if (snapshot_list(n->files, NULL, n->a, &all->files, &all->count, n->err) < 0)
		return -1;
	all->names.arena = n->a;
	for (size_t i = 0; i < all->count; i++)
		for (char *at = arena_strdup(n->a, all->files[i].path), *slash; at;
		     at = slash ? slash + 1 : NULL) {
			slash = strchr(at, '/');
			if (slash)
				*slash = '\0';
			strmap_put(&all->names, at, all);
		}
	return 0;
}

int meaning_files(struct naming *n, struct snapshot_file **ret, size_t *ret_count)
{
	if (list_all(n) < 0)
		return -1;
	*ret = n->all->files;
	*ret_count = meaning_may(n, 16 * n->all->count) ? n->all->count : 0;
	return 0;
}

int meaning_is_named(struct naming *n, const char *name, bool *ret)
{
	if (list_all(n) < 0)
		return -1;
	*ret = strmap_get(&n->all->names, name) != NULL;
	return 0;
}

int meaning_below(struct naming *n, const char *path, struct snapshot_file **ret,
		  size_t *ret_count)
{
	const char *prefix = arena_printf(n->a, "%s/", path);

	if (snapshot_list(n->files, &(struct prefix_set){&prefix, 1}, n->a, ret, ret_count,
			  n->err) < 0)
		return -1;
	if (!meaning_may(n, 64 * *ret_count))
		*ret_count = 0;
	return 0;
}

int meaning_folder(struct naming *n, const char *path)
{
	struct snapshot_file *files;
	size_t count;

	if (meaning_below(n, path, &files, &count) < 0)
		return -1;
	if (count > MEANING_BESIDE) {
		meaning_unknown(n, path);
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		if (files[i].mode != TREE_FILE && files[i].mode != TREE_EXECUTABLE)
			meaning_unknown(n, files[i].path);
		else if ((n->strict ? meaning_loaded(n, files[i].path, true)
				    : meaning_whole(n, files[i].path, true)) < 0)
			return -1;
	return 0;
}

/* Out of the folder that is taken, to what the commit has elsewhere. */
static int follow_link(struct naming *n, const char *folder, const char *path)
{
	const char *slash = strrchr(path, '/'), *key = arena_printf(n->a, "\004%s", path), *to;
	uint32_t mode;

	if (!meaning_may(n, MEANING_LOOK) || strmap_get(&n->seen, key))
		return 0;
	strmap_put(&n->seen, key, n);
	if (snapshot_link(n->files, path, n->a, &to, n->err) < 0)
		return -1;
	to = to ? meaning_path(n,
			       arena_printf(n->a, "%c%.*s", MEANING_TOP,
					    slash ? (int)(slash - path) : 0, path),
			       to)
		: NULL;
	if (!to || !*to || path_is_within(to, folder))
		return 0;
	if (meaning_mode(n, to, &mode) < 0)
		return -1;
	if (mode == TREE_SYMLINK)
		meaning_unknown(n, path);
	if (mode == TREE_FILE || mode == TREE_EXECUTABLE)
		return meaning_whole(n, to, false);
	key = arena_printf(n->a, "\005%d %s", n->takes, to); /* once, however many lead there */
	if (mode != TREE_DIRECTORY || strmap_get(&n->seen, key))
		return 0;
	strmap_put(&n->seen, key, n);
	return meaning_tree(n, to);
}

int meaning_tree(struct naming *n, const char *path)
{
	CLEANUP(strbuf_free) struct strbuf list = STRBUF_INIT;
	struct snapshot_file *files;
	size_t count;

	if (meaning_below(n, path, &files, &count) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!meaning_is_declared(n, files[i].path) &&
		    !content_is_beside(n->runbook, files[i].path, n->a))
			strbuf_addf(&list, "%o %s %s\n", files[i].mode, OID_HEX(&files[i].id),
				    files[i].path);
	for (size_t i = 0; i < count && !n->keeps_links; i++)
		if (files[i].mode == TREE_SYMLINK && follow_link(n, path, files[i].path) < 0)
			return -1;
	if (!list.len)
		return 0;
	meaning_part(n, path, bytes_of(list.buf, list.len), path, 0);
	meaning_taken(n, path);
	return 0;
}
