#include "document/dochistory.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/strmap.h"
#include "base/texts.h"
#include "repo/history.h"
#include "repo/repo.h"

#define DEPTH_MAX 128 /* directories in directories */

/* Trees of commits that were walked: parents come first, so that theirs are known. */
struct known {
	struct oid commit, tree;
	bool used;
};

struct walk {
	struct repo *repo;
	doc_wanted *wanted;
	const void *ctx;
	struct arena *arena; /* of one commit */
	struct known *known;
	size_t size; /* a power of two */
	/* paths of the commit at hand that differ from some parent */
	struct strmap seen;
	const char **paths;
	size_t path_count;
};

static struct known *slot(const struct walk *w, const struct oid *commit)
{
	uint64_t hash;
	size_t at;

	memcpy(&hash, commit->id, sizeof(hash));
	at = (size_t)hash & (w->size - 1);
	while (w->known[at].used && !oid_equal(&w->known[at].commit, commit))
		at = (at + 1) & (w->size - 1);
	return &w->known[at];
}

static void note(struct walk *w, const char *path)
{
	if (!w->wanted(w->ctx, path) || strmap_get(&w->seen, path))
		return;
	strmap_put(&w->seen, path, w);
	*ARENA_PUSH(w->arena, w->paths, w->path_count) = path;
}

/* Git's order of a tree: a directory sorts as if a slash stood behind its name. */
static int compare(const struct tree_entry *a, const struct tree_entry *b)
{
	size_t len = a->name_len < b->name_len ? a->name_len : b->name_len;
	int order = memcmp(a->name, b->name, len);
	char after_a, after_b;

	if (order)
		return order;
	after_a = a->name_len > len ? a->name[len] : a->mode == TREE_DIRECTORY ? '/' : '\0';
	after_b = b->name_len > len ? b->name[len] : b->mode == TREE_DIRECTORY ? '/' : '\0';
	return (unsigned char)after_a - (unsigned char)after_b;
}

static int diff(struct walk *w, const struct oid *old, const struct oid *now,
		const char *prefix, unsigned depth, struct err *err);

/* One entry that one or both sides have. */
static int entry(struct walk *w, const struct tree_entry *old, const struct tree_entry *now,
		 const char *prefix, unsigned depth, struct err *err)
{
	const struct tree_entry *any = now ? now : old;
	const char *path;

	if (old && now && old->mode == now->mode && oid_equal(&old->id, &now->id))
		return 0;
	path = arena_printf(w->arena, "%s%s", prefix, any->name);
	if (any->mode == TREE_DIRECTORY)
		return diff(w, old ? &old->id : NULL, now ? &now->id : NULL,
			    arena_printf(w->arena, "%s/", path), depth + 1, err);
	if (any->mode != TREE_SUBMODULE)
		note(w, path);
	return 0;
}

static int open_tree(struct walk *w, const struct oid *id, struct tree_iter *ret,
		     struct err *err)
{
	struct bytes raw = bytes_of("", 0);

	if (id && object_read(w->repo, id, OBJECT_TREE, LIMIT_TREE, w->arena, &raw, err) < 0)
		return -1;
	*ret = tree_iter(raw);
	return 0;
}

static int diff(struct walk *w, const struct oid *old, const struct oid *now,
		const char *prefix, unsigned depth, struct err *err)
{
	struct tree_iter a, b;
	struct tree_entry left, right;
	int more_a, more_b;

	if (depth > DEPTH_MAX)
		return err_set(err, ERR_LIMIT, "'%s' lies deeper than %d directories", prefix,
			       DEPTH_MAX);
	if (open_tree(w, old, &a, err) < 0 || open_tree(w, now, &b, err) < 0 ||
	    (more_a = tree_next(&a, &left, err)) < 0 ||
	    (more_b = tree_next(&b, &right, err)) < 0)
		return -1;
	while (more_a || more_b) {
		int order = !more_a ? 1 : !more_b ? -1 : compare(&left, &right);

		if (entry(w, order <= 0 ? &left : NULL, order >= 0 ? &right : NULL, prefix,
			  depth, err) < 0)
			return -1;
		if (order <= 0 && (more_a = tree_next(&a, &left, err)) < 0)
			return -1;
		if (order >= 0 && (more_b = tree_next(&b, &right, err)) < 0)
			return -1;
	}
	return 0;
}

static int version_at(struct walk *w, const struct oid *tree, const char *path,
		      struct doc_version *ret, struct err *err)
{
	*ret = (struct doc_version){0, OID_ZERO};
	return tree_lookup(w->repo, tree, path, &ret->mode, &ret->id, err);
}

static int visit_path(struct walk *w, const struct doc_commit *commit, const char *path,
		      doc_visit *visit, void *ctx, struct err *err)
{
	size_t count = commit->parent_count ? commit->parent_count : 1;
	struct doc_version *was = arena_array(w->arena, count, sizeof(*was));
	struct doc_change change = {.path = path, .was = was, .count = count};

	if (version_at(w, &commit->tree, path, &change.now, err) < 0)
		return -1;
	for (size_t i = 0; i < commit->parent_count; i++)
		if (version_at(w, &commit->parent_trees[i], path, &was[i], err) < 0)
			return -1;
	return visit(ctx, commit, &change, w->arena, err);
}

static int read_commit(struct walk *w, const struct oid *id, struct doc_commit *ret,
		       struct err *err)
{
	struct commit commit;
	struct oid *trees;

	if (commit_read(w->repo, id, w->arena, &commit, err) < 0)
		return -1;
	trees = arena_array(w->arena, commit.parent_count + 1, sizeof(*trees));
	for (size_t i = 0; i < commit.parent_count; i++)
		trees[i] = slot(w, &commit.parents[i])->tree;
	*ret = (struct doc_commit){
		.id = *id,
		.tree = commit.tree,
		.parents = commit.parents,
		.parent_trees = trees,
		.parent_count = commit.parent_count,
		.author = arena_printf(w->arena, "%.*s <%.*s>", (int)commit.author.name.len,
				       (const char *)commit.author.name.data,
				       (int)commit.author.email.len,
				       (const char *)commit.author.email.data),
		.time = commit.author.time,
	};
	*slot(w, id) = (struct known){*id, commit.tree, true};
	return 0;
}

static int walk_commit(struct walk *w, const struct oid *id, doc_visit *visit, void *ctx,
		       struct err *err)
{
	struct doc_commit commit;

	w->seen = (struct strmap){.arena = w->arena};
	w->paths = NULL;
	w->path_count = 0;
	if (read_commit(w, id, &commit, err) < 0)
		return -1;
	for (size_t i = 0; i < commit.parent_count; i++)
		if (!oid_equal(&commit.parent_trees[i], &commit.tree) &&
		    diff(w, &commit.parent_trees[i], &commit.tree, "", 0, err) < 0)
			return -1;
	if (!commit.parent_count && diff(w, NULL, &commit.tree, "", 0, err) < 0)
		return -1;
	texts_sort(w->paths, w->path_count);
	for (size_t i = 0; i < w->path_count; i++)
		if (visit_path(w, &commit, w->paths[i], visit, ctx, err) < 0)
			return -1;
	return 0;
}

int dochistory_walk(struct repo *repo, const struct oid *head, doc_wanted *wanted,
		    doc_visit *visit, void *ctx, struct progress *progress, size_t *ret_commits,
		    struct err *err)
{
	CLEANUP(arena_free) struct arena all = ARENA_INIT, scratch = ARENA_INIT;
	struct walk w = {
		.repo = repo, .wanted = wanted, .ctx = ctx, .arena = &scratch, .size = 64};
	struct oid_list list;

	if (history_new_commits(repo, head, 1, NULL, 0, &all, &list, err) < 0)
		return -1;
	while (w.size < 2 * list.count)
		w.size *= 2;
	w.known = arena_array(&all, w.size, sizeof(*w.known));
	for (size_t i = 0; i < list.count; i++) {
		progress_step(progress, "reading commits", i, list.count);
		if (walk_commit(&w, &list.ids[i], visit, ctx, err) < 0) {
			progress_done(progress);
			return -1;
		}
		arena_reset(&scratch);
	}
	progress_done(progress);
	*ret_commits = list.count;
	return 0;
}
