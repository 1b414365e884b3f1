/* Whole snapshots: listing what is in one, and comparing two. */
#include "repo/snapshot_kinds.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "repo/object.h"

#define TREE_COST 8 /* opening a tree, in entries of one that is open */

struct walk {
	struct repo *repo;
	const struct prefix_set *only;
	struct arena *arena;
	struct strbuf path; /* of the entry at hand; ends in a slash between entries */
	size_t seen;
	unsigned depth;
	struct snapshot_file *files;
	size_t file_count;
	struct tree_change *changes;
	size_t change_count;
};

static uint32_t plain_mode(uint32_t mode)
{
	return mode == TREE_FILE_OLD ? TREE_FILE : mode;
}

/* Room for everything honest; trees that hold one tree a thousand times over end here. */
static int count_entries(struct walk *w, size_t count, struct err *err)
{
	w->seen += count;
	if (w->seen > LIMIT_FILES)
		return err_set(err, ERR_LIMIT, "more than %zu files", LIMIT_FILES);
	return 0;
}

static int enter(struct walk *w, struct err *err)
{
	if (++w->depth > LIMIT_TREE_DEPTH || w->path.len > LIMIT_PATH)
		return err_set(err, ERR_LIMIT, "directories nest deeper than %d",
			       LIMIT_TREE_DEPTH);
	return 0;
}

static int read_tree(struct walk *w, const struct oid *tree, struct arena *scratch,
		     struct tree_iter *ret, struct err *err)
{
	struct bytes raw = {"", 0};

	if (!oid_is_zero(tree) &&
	    (count_entries(w, TREE_COST, err) ||
	     object_read(w->repo, tree, OBJECT_TREE, LIMIT_TREE, scratch, &raw, err)))
		return -1;
	*ret = tree_iter(raw);
	return 0;
}

/* --- listing --------------------------------------------------------------------------------- */
static int list_tree(struct walk *w, const struct oid *tree, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t base = w->path.len;
	struct tree_entry entry;
	struct tree_iter iter;
	int more;

	if (enter(w, err) || read_tree(w, tree, &scratch, &iter, err))
		return -1;
	while ((more = tree_next(&iter, &entry, err)) > 0) {
		if (count_entries(w, 1, err))
			return -1;
		strbuf_setlen(&w->path, base);
		strbuf_add(&w->path, entry.name, entry.name_len);
		if (entry.mode == TREE_DIRECTORY) {
			strbuf_addch(&w->path, '/');
			if (prefix_set_below(w->only, w->path.buf) &&
			    list_tree(w, &entry.id, err))
				return -1;
		} else if (prefix_set_has(w->only, w->path.buf)) {
			*ARENA_PUSH(w->arena, w->files, w->file_count) = (struct snapshot_file){
				arena_strdup(w->arena, w->path.buf), plain_mode(entry.mode),
				entry.id};
		}
	}
	strbuf_setlen(&w->path, base);
	w->depth--;
	return more;
}

static void list_entry(struct walk *w, const struct index_entry *entry)
{
	if (!entry->intent_to_add)
		*ARENA_PUSH(w->arena, w->files, w->file_count) = (struct snapshot_file){
			arena_strdup(w->arena, entry->path), plain_mode(entry->mode),
			entry->id};
}

/* Entries are sorted: only those between a prefix's first and last are looked at. */
static void list_entries(struct walk *w, const struct snapshot *s)
{
	size_t at = 0;

	while (at < s->entry_count) {
		size_t next = s->entry_count;

		if (prefix_set_has(w->only, s->entries[at].path)) {
			list_entry(w, &s->entries[at++]);
			continue;
		}
		for (size_t i = 0; i < w->only->count; i++) {
			size_t first = snapshot_seek_entry(s, w->only->items[i]);

			if (first > at && first < next)
				next = first;
		}
		at = next;
	}
}

static void push_new(struct walk *w, const struct tree_change *change)
{
	if (change->new_mode && prefix_set_has(w->only, change->path))
		*ARENA_PUSH(w->arena, w->files, w->file_count) = (struct snapshot_file){
			change->path, plain_mode(change->new_mode), change->new_id};
}

static int list_changes(struct walk *w, const struct snapshot *s, struct err *err)
{
	struct snapshot_file *old;
	size_t count, at = 0;

	if (snapshot_list(s->base, w->only, w->arena, &old, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		while (at < s->change_count && strcmp(s->changes[at].path, old[i].path) < 0)
			push_new(w, &s->changes[at++]);
		if (at < s->change_count && !strcmp(s->changes[at].path, old[i].path))
			push_new(w, &s->changes[at++]);
		else
			*ARENA_PUSH(w->arena, w->files, w->file_count) = old[i];
	}
	while (at < s->change_count)
		push_new(w, &s->changes[at++]);
	return 0;
}

int snapshot_list(const struct snapshot *snapshot, const struct prefix_set *only,
		  struct arena *arena, struct snapshot_file **ret, size_t *ret_count,
		  struct err *err)
{
	struct walk w = {
		.repo = snapshot->repo, .only = only, .arena = arena, .path = STRBUF_INIT};
	int rc = 0;

	switch (snapshot->kind) {
	case SNAPSHOT_TREE:
		rc = list_tree(&w, &snapshot->tree, err);
		break;
	case SNAPSHOT_ENTRIES:
		list_entries(&w, snapshot);
		break;
	case SNAPSHOT_CHANGES:
		rc = list_changes(&w, snapshot, err);
		break;
	case SNAPSHOT_WORKTREE:
		return disk_list(snapshot, only, arena, ret, ret_count, err);
	}
	strbuf_free(&w.path);
	if (rc)
		return -1;
	*ret = w.files;
	*ret_count = w.file_count;
	return 0;
}

static int names_of_tree(const struct snapshot *s, const char *directory, struct arena *arena,
			 const char ***ret, size_t *ret_count, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t len = strlen(directory);
	struct oid tree = s->tree;
	struct tree_entry entry;
	struct tree_iter iter;
	struct bytes raw;
	uint32_t mode = TREE_DIRECTORY;
	int more;

	if (len && snapshot_entry(s, arena_strndup(&scratch, directory, len - 1), &mode, &tree,
				  err) < 0)
		return -1;
	if (mode != TREE_DIRECTORY || oid_is_zero(&tree))
		return 0;
	if (object_read(s->repo, &tree, OBJECT_TREE, LIMIT_TREE, &scratch, &raw, err) < 0)
		return -1;
	iter = tree_iter(raw);
	while ((more = tree_next(&iter, &entry, err)) > 0)
		*ARENA_PUSH(arena, *ret, *ret_count) = arena_strndup(arena, entry.name,
								     entry.name_len);
	return more;
}

int snapshot_names(const struct snapshot *snapshot, const char *directory, struct arena *arena,
		   const char ***ret, size_t *ret_count, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct prefix_set below = {&directory, 1};
	struct snapshot_file *files;
	size_t count, len = strlen(directory);

	*ret = NULL;
	*ret_count = 0;
	if (snapshot->kind == SNAPSHOT_TREE)
		return names_of_tree(snapshot, directory, arena, ret, ret_count, err);
	if (snapshot_list(snapshot, &below, &scratch, &files, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) { /* those of one directory stand together */
		const char *name = files[i].path + len;
		size_t size = strcspn(name, "/");
		const char *last = *ret_count ? (*ret)[*ret_count - 1] : "";

		if (strncmp(last, name, size) != 0 || last[size])
			*ARENA_PUSH(arena, *ret, *ret_count) = arena_strndup(arena, name, size);
	}
	return 0;
}

/* --- comparing two trees --------------------------------------------------------------------- */
/* As Git sorts them: a directory counts as its name and a slash. */
static int compare_names(const struct tree_entry *a, const struct tree_entry *b)
{
	size_t len = a->name_len < b->name_len ? a->name_len : b->name_len;
	int order = memcmp(a->name, b->name, len);
	int after_a, after_b;

	if (order)
		return order;
	after_a = a->name_len > len	      ? (unsigned char)a->name[len]
		  : a->mode == TREE_DIRECTORY ? '/'
					      : 0;
	after_b = b->name_len > len	      ? (unsigned char)b->name[len]
		  : b->mode == TREE_DIRECTORY ? '/'
					      : 0;
	return after_a - after_b;
}

static int diff_trees(struct walk *w, const struct oid *old, const struct oid *new,
		      struct err *err);

static int add_change(struct walk *w, const struct tree_change *change, struct err *err)
{
	if (w->change_count == LIMIT_CHANGES)
		return err_set(err, ERR_LIMIT, "more than %zu paths differ", LIMIT_CHANGES);
	*ARENA_PUSH(w->arena, w->changes, w->change_count) = *change;
	return 0;
}

/* One name: in the old tree, in the new one, or in both (then both directories or neither). */
static int diff_pair(struct walk *w, const struct tree_entry *was, const struct tree_entry *now,
		     struct err *err)
{
	static const struct oid nothing;
	const struct tree_entry *any = was ? was : now;
	struct tree_change change = {0};

	if (count_entries(w, 1, err))
		return -1;
	if (was && now && oid_equal(&was->id, &now->id) &&
	    plain_mode(was->mode) == plain_mode(now->mode))
		return 0;
	strbuf_add(&w->path, any->name, any->name_len);
	if (any->mode == TREE_DIRECTORY) {
		strbuf_addch(&w->path, '/');
		if (!prefix_set_below(w->only, w->path.buf))
			return 0;
		return diff_trees(w, was ? &was->id : &nothing, now ? &now->id : &nothing, err);
	}
	if (!prefix_set_has(w->only, w->path.buf))
		return 0;
	change.path = arena_strdup(w->arena, w->path.buf);
	if (was) {
		change.old_mode = plain_mode(was->mode);
		change.old_id = was->id;
	}
	if (now) {
		change.new_mode = plain_mode(now->mode);
		change.new_id = now->id;
	}
	return add_change(w, &change, err);
}

static int diff_trees(struct walk *w, const struct oid *old, const struct oid *new,
		      struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t base = w->path.len;
	struct tree_iter olds, news;
	struct tree_entry a, b;
	int more_a, more_b;

	if (oid_equal(old, new))
		return 0;
	if (enter(w, err) || read_tree(w, old, &scratch, &olds, err) ||
	    read_tree(w, new, &scratch, &news, err))
		return -1;
	more_a = tree_next(&olds, &a, err);
	more_b = more_a < 0 ? -1 : tree_next(&news, &b, err);
	while (more_a >= 0 && more_b >= 0 && (more_a || more_b)) {
		int order = !more_a ? 1 : !more_b ? -1 : compare_names(&a, &b);

		strbuf_setlen(&w->path, base);
		if (diff_pair(w, order <= 0 ? &a : NULL, order >= 0 ? &b : NULL, err))
			return -1;
		if (order <= 0)
			more_a = tree_next(&olds, &a, err);
		if (more_a >= 0 && order >= 0)
			more_b = tree_next(&news, &b, err);
	}
	strbuf_setlen(&w->path, base);
	w->depth--;
	return more_a < 0 || more_b < 0 ? -1 : 0;
}

/* --- comparing two lists --------------------------------------------------------------------- */
static int push_change(struct walk *w, const struct snapshot_file *was,
		       const struct snapshot_file *now, struct err *err)
{
	struct tree_change change = {.path = was ? was->path : now->path};

	if (was && now && was->mode == now->mode && oid_equal(&was->id, &now->id) &&
	    !oid_is_zero(&was->id))
		return 0;
	if (was) {
		change.old_mode = was->mode;
		change.old_id = was->id;
	}
	if (now) {
		change.new_mode = now->mode;
		change.new_id = now->id;
	}
	return add_change(w, &change, err);
}

static int diff_lists(struct walk *w, const struct snapshot *old, const struct snapshot *new,
		      struct err *err)
{
	struct snapshot_file *a, *b;
	size_t a_count, b_count, i = 0, j = 0;

	if (snapshot_list(old, w->only, w->arena, &a, &a_count, err) ||
	    snapshot_list(new, w->only, w->arena, &b, &b_count, err))
		return -1;
	while (i < a_count || j < b_count) {
		int order = i == a_count ? 1 : j == b_count ? -1 : strcmp(a[i].path, b[j].path);

		if (push_change(w, order <= 0 ? &a[i] : NULL, order >= 0 ? &b[j] : NULL, err))
			return -1;
		i += order <= 0;
		j += order >= 0;
	}
	return 0;
}

int snapshot_diff(const struct snapshot *old, const struct snapshot *new,
		  const struct prefix_set *only, struct arena *arena, struct tree_change **ret,
		  size_t *ret_count, struct err *err)
{
	struct walk w = {.repo = old->repo, .only = only, .arena = arena, .path = STRBUF_INIT};
	int rc;

	if (old->kind == SNAPSHOT_TREE && new->kind == SNAPSHOT_TREE)
		rc = diff_trees(&w, &old->tree, &new->tree, err);
	else
		rc = diff_lists(&w, old, new, err);
	strbuf_free(&w.path);
	if (rc)
		return -1;
	*ret = w.changes;
	*ret_count = w.change_count;
	return 0;
}
