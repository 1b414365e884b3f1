#include "repo/snapshot.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/texts.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "repo/snapshot_kinds.h"

static struct snapshot *new_snapshot(struct repo *repo, enum snapshot_kind kind)
{
	struct snapshot *s = xmalloc(sizeof(*s));

	*s = (struct snapshot){.kind = kind, .repo = repo};
	return s;
}

static struct snapshot *of_tree(struct repo *repo, const struct oid *tree,
				const struct oid *label)
{
	struct snapshot *s = new_snapshot(repo, SNAPSHOT_TREE);

	s->tree = *tree;
	s->cache = xmalloc(sizeof(*s->cache));
	*s->cache = (struct tree_cache){0};
	if (label)
		oid_hex(label, s->label);
	s->label[strlen(s->label)] = ':'; /* ":" alone is the index; the rest is zero */
	return s;
}

int snapshot_of_commit(struct repo *repo, const struct oid *commit, struct snapshot **ret,
		       struct err *err)
{
	struct oid tree;

	if (commit_tree(repo, commit, &tree, err))
		return -1;
	*ret = of_tree(repo, &tree, commit);
	return 0;
}

int snapshot_of_tree(struct repo *repo, const struct oid *tree, struct snapshot **ret,
		     struct err *err)
{
	char hex[OID_HEX_SIZE];
	bool here = true;

	if (!oid_is_zero(tree) && object_exists(repo, tree, &here, err) < 0)
		return -1;
	if (!here) {
		oid_hex(tree, hex);
		return err_set(err, ERR_NOT_FOUND, "no object %s here", hex);
	}
	*ret = of_tree(repo, tree, tree);
	return 0;
}

/* A path with several versions has none that could be committed. */
static int check_merged(const struct snapshot *s, struct err *err)
{
	for (size_t i = 0; i < s->entry_count; i++) {
		if (s->entries[i].stage) {
			err_set(err, ERR_CONFLICT, "'%s' is not merged yet",
				s->entries[i].path);
			return err_next(err, "git status");
		}
	}
	return 0;
}

int snapshot_of_index(struct repo *repo, struct snapshot **ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *s = NULL;
	CLEANUP(index_freep) struct index *index = NULL;
	struct oid tree;
	bool here;

	if (index_open(repo_index_path(repo), &index, err))
		return -1;
	here = index_tree(index, &tree);
	if (here && object_exists(repo, &tree, &here, err) < 0)
		return -1;
	if (here) {
		*ret = of_tree(repo, &tree, NULL);
		return 0;
	}
	s = new_snapshot(repo, SNAPSHOT_ENTRIES);
	s->label[0] = ':';
	s->index = MOVE(index);
	if (index_entries(s->index, &s->entries, &s->entry_count, err) || check_merged(s, err))
		return -1;
	*ret = MOVE(s);
	return 0;
}

int snapshot_of_changes(const struct snapshot *base, const struct tree_change *changes,
			size_t count, struct snapshot **ret, struct err *err)
{
	struct snapshot *s;

	for (size_t i = 1; i < count; i++)
		if (strcmp(changes[i - 1].path, changes[i].path) >= 0)
			return err_set(err, ERR_FORMAT, "changes are not sorted: '%s'",
				       changes[i].path);
	s = new_snapshot(base->repo, SNAPSHOT_CHANGES);
	s->label[0] = ':';
	s->base = base;
	s->changes = changes;
	s->change_count = count;
	*ret = s;
	return 0;
}

int snapshot_of_worktree(struct repo *repo, struct snapshot **ret, struct err *err)
{
	if (!repo_work_tree(repo))
		return err_set(err, ERR_NOT_FOUND, "a bare repository has no work tree");
	*ret = new_snapshot(repo, SNAPSHOT_WORKTREE);
	return 0;
}

void snapshot_free(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	index_free(snapshot->index);
	if (snapshot->cache)
		tree_cache_free(snapshot->cache);
	free(snapshot->cache);
	free(snapshot);
}

bool snapshot_tree(const struct snapshot *snapshot, struct oid *ret)
{
	if (snapshot->kind == SNAPSHOT_TREE)
		*ret = snapshot->tree;
	return snapshot->kind == SNAPSHOT_TREE;
}

/* --- one path -------------------------------------------------------------------------------- */
size_t snapshot_seek_entry(const struct snapshot *snapshot, const char *path)
{
	return texts_seek(snapshot->entries, snapshot->entry_count, sizeof(*snapshot->entries),
			  path);
}

static size_t snapshot_seek_change(const struct snapshot *snapshot, const char *path)
{
	return texts_seek(snapshot->changes, snapshot->change_count, sizeof(*snapshot->changes),
			  path);
}

/* Entries that are only intended are passed over: no commit would hold them. */
static void entry_in_index(const struct snapshot *s, const char *path, uint32_t *ret_mode,
			   struct oid *ret_id)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t at = snapshot_seek_entry(s, path), len;
	const char *below;

	*ret_mode = 0;
	*ret_id = OID_ZERO;
	if (at < s->entry_count && !strcmp(s->entries[at].path, path)) {
		if (!s->entries[at].intent_to_add) {
			*ret_mode = s->entries[at].mode;
			*ret_id = s->entries[at].id;
		}
		return;
	}
	below = arena_printf(&scratch, "%s/", path);
	len = strlen(below);
	for (at = snapshot_seek_entry(s, below);
	     at < s->entry_count && !strncmp(s->entries[at].path, below, len); at++) {
		if (!s->entries[at].intent_to_add) {
			*ret_mode = TREE_DIRECTORY;
			return;
		}
	}
}

static int entry_in_changes(const struct snapshot *s, const char *path, uint32_t *ret_mode,
			    struct oid *ret_id, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t at = snapshot_seek_change(s, path), count;
	struct snapshot_file *files;
	const char *below;

	if (at < s->change_count && !strcmp(s->changes[at].path, path) &&
	    s->changes[at].new_mode) {
		*ret_mode = s->changes[at].new_mode;
		*ret_id = s->changes[at].new_id;
		return 0;
	}
	if (at == s->change_count || strcmp(s->changes[at].path, path) != 0) {
		if (snapshot_entry(s->base, path, ret_mode, ret_id, err))
			return -1;
		if (*ret_mode && *ret_mode != TREE_DIRECTORY)
			return 0;
	}
	/* A directory is there as long as anything is in it. */
	below = arena_printf(&scratch, "%s/", path);
	if (snapshot_list(s, &(struct prefix_set){&below, 1}, &scratch, &files, &count, err))
		return -1;
	*ret_mode = count ? TREE_DIRECTORY : 0;
	*ret_id = OID_ZERO;
	return 0;
}

int snapshot_entry(const struct snapshot *snapshot, const char *path, uint32_t *ret_mode,
		   struct oid *ret_id, struct err *err)
{
	uint32_t mode = 0;
	struct oid id = OID_ZERO;
	int rc = 0;

	if (!tree_path_ok(path) || strlen(path) > LIMIT_PATH) {
		*ret_mode = 0;
		*ret_id = OID_ZERO;
		return 0;
	}
	switch (snapshot->kind) {
	case SNAPSHOT_TREE:
		if (!oid_is_zero(&snapshot->tree))
			rc = tree_cache_lookup(snapshot->cache, snapshot->repo, &snapshot->tree,
					       path, &mode, &id, err);
		break;
	case SNAPSHOT_ENTRIES:
		entry_in_index(snapshot, path, &mode, &id);
		break;
	case SNAPSHOT_CHANGES:
		rc = entry_in_changes(snapshot, path, &mode, &id, err);
		break;
	case SNAPSHOT_WORKTREE:
		rc = disk_entry(snapshot, path, &mode, err);
		break;
	}
	if (rc)
		return -1;
	*ret_mode = mode == TREE_FILE_OLD ? TREE_FILE : mode;
	*ret_id = mode ? id : OID_ZERO;
	return 0;
}

/* The bytes of a blob by its id, as found in an entry or a change; not for the work tree. */
static int snapshot_read_id(const struct snapshot *snapshot, const struct oid *id,
			    struct arena *arena, struct bytes *ret, struct err *err)
{
	return object_read(snapshot->repo, id, OBJECT_BLOB, LIMIT_BLOB, arena, ret, err);
}

int snapshot_read(const struct snapshot *snapshot, const char *path, struct arena *arena,
		  struct bytes *ret, bool *ret_found, struct err *err)
{
	struct bytes bytes;
	struct oid id;
	uint32_t mode;

	if (snapshot->kind == SNAPSHOT_WORKTREE) {
		if (tree_path_ok(path) && strlen(path) <= LIMIT_PATH)
			return disk_read(snapshot, path, arena, ret, ret_found, err);
		*ret_found = false;
		return 0;
	}
	if (snapshot_entry(snapshot, path, &mode, &id, err))
		return -1;
	if (mode != TREE_FILE && mode != TREE_EXECUTABLE) {
		*ret_found = false;
		return 0;
	}
	if (snapshot_read_id(snapshot, &id, arena, &bytes, err))
		return err_prefix(err, "'%s%s'", snapshot->label, path);
	*ret = bytes;
	*ret_found = true;
	return 0;
}

int snapshot_link(const struct snapshot *snapshot, const char *path, struct arena *arena,
		  const char **ret, struct err *err)
{
	struct bytes bytes;
	struct oid id;
	uint32_t mode;

	*ret = NULL;
	if (snapshot_entry(snapshot, path, &mode, &id, err))
		return -1;
	if (mode != TREE_SYMLINK)
		return 0;
	if (snapshot->kind == SNAPSHOT_WORKTREE)
		return disk_link(snapshot, path, arena, ret, err);
	if (snapshot_read_id(snapshot, &id, arena, &bytes, err))
		return err_prefix(err, "'%s%s'", snapshot->label, path);
	*ret = arena_strndup(arena, bytes.data, bytes.len);
	return 0;
}
