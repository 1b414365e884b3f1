/* gate_change.c - the versions of every path that a change brings, and the rules asked. */
#include "gate/gate_internal.h"

#include "base/limits.h"
#include "ledger/governed.h"
#include "policy/judge_change.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/repo.h"

/* Git's modes, as policy knows them; 0664 of very old gits is a file. */
static unsigned mode_of(uint32_t mode)
{
	return mode == TREE_FILE_OLD ? TREE_FILE : mode == TREE_DIRECTORY ? MODE_ABSENT : mode;
}

static struct version version_of(uint32_t mode, const struct oid *id, struct arena *arena)
{
	char hex[OID_HEX_SIZE];

	if (mode_of(mode) == MODE_ABSENT)
		return (struct version){0};
	oid_hex(id, hex);
	return (struct version){mode_of(mode), arena_strdup(arena, hex)};
}

static void close_all(struct snapshot **snapshots, size_t count)
{
	for (size_t i = 0; snapshots && i < count; i++)
		snapshot_freep(&snapshots[i]);
}

void gate_change_close(struct gate_change *change)
{
	snapshot_freep(&change->now);
	close_all(change->was, change->parents);
	close_all(change->bases, change->base_count);
	change->was = change->bases = NULL;
}

/* A commit that is an ancestor of another one is their merge base. */
static bool has_say(const struct oid *parents, size_t count, const struct oid_list *bases,
		    size_t i)
{
	for (size_t j = 0; j < count; j++) {
		const struct oid_list *pair = &bases[i * count + j];

		if (i == j || pair->count != 1 || !oid_equal(&pair->ids[0], &parents[i]))
			continue;
		if (j < i || !oid_equal(&parents[i], &parents[j])) /* of twins, the first */
			return false;
	}
	return true;
}

static int add_base(struct gate_change *change, struct oid *known, const struct oid *base,
		    size_t *ret, struct err *err)
{
	for (*ret = 0; *ret < change->base_count; ++*ret)
		if (oid_equal(&known[*ret], base))
			return 0;
	if (change->base_count == LIMIT_MERGE_BASES)
		return err_set(err, ERR_LIMIT, "a merge with more than %d merge bases",
			       LIMIT_MERGE_BASES);
	if (snapshot_of_commit(change->gate->l->repo, base, &change->bases[*ret], err) < 0)
		return -1;
	known[change->base_count++] = *base;
	return 0;
}

/* The parents that count are commits[keep[0]], commits[keep[1]], ... */
static int open_bases(struct gate_change *change, const struct oid_list *bases, size_t count,
		      const size_t *keep, size_t kept, struct err *err)
{
	struct merge_bases *pairs = arena_array(change->arena, kept * kept, sizeof(*pairs));
	struct oid known[LIMIT_MERGE_BASES];

	change->pairs = pairs;
	change->bases = arena_array(change->arena, LIMIT_MERGE_BASES, sizeof(*change->bases));
	for (size_t i = 0; i < kept; i++)
		for (size_t j = 0; j < kept; j++) {
			const struct oid_list *list = &bases[keep[i] * count + keep[j]];
			size_t *items = arena_array(change->arena, list->count + 1,
						    sizeof(*items));

			for (size_t b = 0; b < list->count; b++)
				if (add_base(change, known, &list->ids[b], &items[b], err) < 0)
					return -1;
			pairs[i * kept + j] = (struct merge_bases){items, list->count};
		}
	return 0;
}

int gate_change_parents(struct gate_change *change, const struct oid *parents, size_t count,
			struct err *err)
{
	struct repo *repo = change->gate->l->repo;
	size_t keep[LIMIT_PARENTS] = {0}, kept = 0;
	struct oid_list *bases = NULL;

	if (count > LIMIT_PARENTS)
		return err_set(err, ERR_LIMIT, "a commit with %zu parents, more than %d", count,
			       LIMIT_PARENTS);
	if (history_pair_bases(repo, parents, count, change->arena, &bases, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (has_say(parents, count, bases, i))
			keep[kept++] = i;
	change->parents = kept ? kept : 1;
	change->was = arena_array(change->arena, change->parents, sizeof(*change->was));
	if (!kept)
		return snapshot_of_tree(repo, &OID_ZERO, &change->was[0], err);
	for (size_t i = 0; i < kept; i++)
		if (snapshot_of_commit(repo, &parents[keep[i]], &change->was[i], err) < 0)
			return -1;
	return open_bases(change, bases, count, keep, kept, err);
}

/* The differences of one snapshot from what stands after the change, walked by path. */
struct differences {
	const struct tree_change *items;
	size_t count, at;
};

static int read_differences(const struct gate_change *change, struct snapshot *const *from,
			    size_t count, struct differences *ret, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct tree_change *items;

		if (snapshot_diff(from[i], change->now, NULL, change->arena, &items,
				  &ret[i].count, err) < 0)
			return -1;
		ret[i].items = items;
		ret[i].at = 0;
	}
	return 0;
}

static const struct tree_change *standing_at(struct differences *d, const char *path)
{
	while (d->at < d->count && strcmp(d->items[d->at].path, path) < 0)
		d->at++;
	return d->at < d->count && !strcmp(d->items[d->at].path, path) ? &d->items[d->at]
								       : NULL;
}

/* What stood at the path before; where nothing differs, what stands there now. */
static void versions_at(struct differences *d, size_t count, const char *path,
			const struct version *now, struct version *ret, struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		const struct tree_change *item = standing_at(&d[i], path);

		ret[i] = item ? version_of(item->old_mode, &item->old_id, arena) : *now;
	}
}

/* The first path, in their order, that differs from some parent. */
static const struct tree_change *first_of(const struct differences *d, size_t count)
{
	const struct tree_change *first = NULL;

	for (size_t i = 0; i < count; i++)
		if (d[i].at < d[i].count &&
		    (!first || strcmp(d[i].items[d[i].at].path, first->path) < 0))
			first = &d[i].items[d[i].at];
	return first;
}

/* Both lists are sorted, so that one walk over them finds what changed: no path is looked for. */
int gate_change_gather(struct gate_change *change, struct err *err)
{
	struct arena *a = change->arena;
	struct facts shape = {.parents = change->parents,
			      .base_count = change->base_count,
			      .pairs = change->pairs};
	struct differences *was = arena_array(a, change->parents, sizeof(*was)),
			   *bases = arena_array(a, change->base_count + 1, sizeof(*bases));
	const struct tree_change *first;

	if (read_differences(change, change->was, change->parents, was, err) < 0 ||
	    read_differences(change, change->bases, change->base_count, bases, err) < 0)
		return -1;
	while ((first = first_of(was, change->parents))) {
		struct version *versions = arena_array(a, change->parents + change->base_count,
						       sizeof(*versions));
		struct change item = {.path = first->path,
				      .now = version_of(first->new_mode, &first->new_id, a),
				      .was = versions,
				      .bases = versions + change->parents};

		versions_at(was, change->parents, first->path, &item.now, versions, a);
		versions_at(bases, change->base_count, first->path, &item.now,
			    versions + change->parents, a);
		for (size_t i = 0; i < change->parents; i++)
			was[i].at += standing_at(&was[i], first->path) != NULL;
		if (!change_is_trivial(&shape, &item))
			*ARENA_PUSH(a, change->changes, change->count) = item;
	}
	return 0;
}

static int read_version(void *ctx, const struct version *version, struct arena *arena,
			struct bytes *ret, struct err *err)
{
	struct gate_change *change = ctx;
	struct oid id = OID_ZERO;

	if (version->id) /* else there is no such object */
		oid_parse(version->id, &id);
	return object_read(change->gate->l->repo, &id, OBJECT_BLOB, LIMIT_BLOB, arena, ret,
			   err);
}

static int list(void *ctx, const char *prefix, const char *const **ret, size_t *ret_count,
		struct err *err)
{
	struct gate_change *change = ctx;
	struct snapshot_file *files;
	const char **paths = NULL;
	size_t count, path_count = 0;

	if (snapshot_list(change->now, &(struct prefix_set){&prefix, 1}, change->arena, &files,
			  &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(change->arena, paths, path_count) = files[i].path;
	*ret = paths;
	*ret_count = path_count;
	return 0;
}

static int look(void *ctx, const char *path, struct version *ret, struct err *err)
{
	struct gate_change *change = ctx;
	uint32_t mode = 0;
	struct oid id = OID_ZERO;

	*ret = (struct version){0};
	if (snapshot_entry(change->now, path, &mode, &id, err) < 0)
		return -1;
	if (mode)
		*ret = version_of(mode, &id, change->arena);
	return 0;
}

static bool later(void *ctx, const char *since)
{
	const struct gate_change *change = ctx;

	return gate_since_later(change->gate, since);
}

int gate_is_published(struct gate *gate, const struct oid *commit, bool *ret, struct err *err)
{
	struct ref *refs;
	size_t count;

	*ret = false;
	if (ref_list(gate->l->repo, "refs/remotes/", gate->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++)
		if (!oid_is_zero(&refs[i].id) &&
		    history_is_ancestor(gate->l->repo, commit, &refs[i].id, ret, err) < 0)
			return -1;
	return 0;
}

/* A change that its author can still take back with one command. */
static int find_undo(struct gate_change *change, struct err *err)
{
	struct gate *gate = change->gate;
	const struct oid *parents;
	struct oid head;
	size_t count;
	bool published;

	change->undo = UNDO_NO;
	if (!change->commit || gate->door == DOOR_RECEIVE || !repo_work_tree(gate->l->repo))
		return 0;
	if (repo_head_commit(gate->l->repo, &head, err) < 0 ||
	    commit_parents(gate->l->repo, change->commit, change->arena, &parents, &count,
			   err) < 0)
		return -1;
	if (!oid_equal(&head, change->commit) || count != 1)
		return 0;
	if (gate_is_published(gate, change->commit, &published, err) < 0)
		return -1;
	change->undo = published ? UNDO_NO : UNDO_YES;
	return 0;
}

static bool may_undo(void *ctx)
{
	struct gate_change *change = ctx;
	struct err ignored;

	if (change->undo == UNDO_UNKNOWN && find_undo(change, &ignored) < 0)
		change->undo = UNDO_NO; /* it is only advice */
	return change->undo == UNDO_YES;
}

/* Asked only where something is refused: two walks over what is not pushed. */
static int find_unpublished(struct gate_change *change, struct oid *ret, struct err *err)
{
	struct gate *gate = change->gate;
	struct repo *repo = gate->l->repo;
	struct oid_list bases, ours, unseen;
	struct oid head, at, *seen = NULL;
	const char *governed;
	struct ref *refs;
	size_t count, seen_count = 0;

	*ret = OID_ZERO;
	if (!change->commit || gate->door == DOOR_RECEIVE || !repo_work_tree(repo))
		return 0;
	if (repo_head_commit(repo, &head, err) < 0 ||
	    gate_governed_ref(gate, &governed, err) < 0 ||
	    governed_at(gate->l, governed, &at, err) < 0 ||
	    ref_list(repo, "refs/remotes/", change->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!oid_is_zero(&refs[i].id))
			*ARENA_PUSH(change->arena, seen, seen_count) = refs[i].id;
	if (oid_is_zero(&at) ||
	    history_merge_bases(repo, &head, &at, change->arena, &bases, err) < 0 ||
	    bases.count != 1 ||
	    history_new_commits(repo, &head, 1, bases.ids, 1, change->arena, &ours, err) < 0 ||
	    history_new_commits(repo, &head, 1, seen, seen_count, change->arena, &unseen, err) <
		    0)
		return 0;
	for (size_t i = 0; i < ours.count && ours.count == unseen.count; i++)
		if (oid_equal(&ours.ids[i], change->commit))
			*ret = bases.ids[0];
	return 0;
}

static bool begun(void *ctx, const char *record, const char **ret_author, int64_t *ret_time)
{
	const struct gate_change *change = ctx;

	return gate_begun(change->gate, record, ret_author, ret_time);
}

static const char *unpublished(void *ctx)
{
	struct gate_change *change = ctx;
	char hex[OID_HEX_SIZE];
	struct err ignored; /* it is only advice */
	struct oid base;

	if (find_unpublished(change, &base, &ignored) < 0 || oid_is_zero(&base))
		return NULL;
	oid_hex(&base, hex);
	return arena_strndup(change->arena, hex, 12);
}

int gate_judge(struct gate *gate, struct gate_change *change, struct facts *facts,
	       struct findings *found, struct err *err)
{
	facts->door = gate->door;
	facts->now = gate->again ? 0 : gate->l->now;
	facts->standing = gate->standing;
	facts->adopted = gate->adopted;
	facts->followed = gate->followed;
	facts->ledger_ref = gate->l->ref;
	facts->runbook = gate->runbook;
	facts->in_force = gate->in_force;
	facts->freezes = gate->freezes;
	facts->freeze_count = gate->freeze_count;
	facts->kept = gate->kept;
	facts->record = gate->l->view ? &gate->record : NULL;
	facts->ask_owner = gate->ask_owner;
	facts->ask_pinner = gate->ask_pinner;
	facts->parents = change->parents;
	facts->base_count = change->base_count;
	facts->pairs = change->pairs;
	facts->changes = change->changes;
	facts->change_count = change->count;
	facts->readings = &gate->readings;
	facts->sound = (struct facts_sound){gate->stands.sound, gate->stands.runbook};
	facts->read = read_version;
	facts->look = look;
	facts->list = list;
	facts->twin = gate_twin;
	facts->later = later;
	facts->may_undo = may_undo;
	facts->unpublished = unpublished;
	facts->begun = gate->door == DOOR_LINT ? begun : NULL;
	facts->ctx = change;
	gate->changes += change->count;
	if (judge_change(facts, found, err) < 0)
		return -1;
	if (gate->door == DOOR_LINT)
		gate_note_begun(gate, facts);
	return gate->seen ? gate->seen(gate->seen_ctx, facts, err) : 0;
}
