/* evidence.c - see evidence.h. */
#include "repo/evidence.h"

#include "base/hex.h"
#include "base/memory.h"
#include "base/time.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/repo.h"
#include "repo/tree_image.h"

#define BRANCHES "refs/heads/mcade/evidence/"
#define RACES 10
#define SHA256_HEX 64
#define KEY_HEX 8

static bool is_month(const char *text)
{
	char date[DATE_TEXT_SIZE];
	int64_t ignored;

	return strlen(text) == 7 && snprintf(date, sizeof(date), "%s-01", text) == 10 &&
	       time_parse_date(date, &ignored);
}

static const char *path_of(const char *sha256, struct arena *arena)
{
	return arena_printf(arena, "%.2s/%s", sha256, sha256);
}

static int check(const char *month, const char *key, const struct evidence_body *bodies,
		 size_t count, struct err *err)
{
	if (!is_month(month))
		return err_set(err, ERR_FORMAT, "evidence of '%s', expected a month", month);
	if (!hex_is(key, KEY_HEX))
		return err_set(err, ERR_FORMAT, "evidence of key '%s', expected %d hex digits",
			       key, KEY_HEX);
	for (size_t i = 0; i < count; i++)
		if (!hex_is(bodies[i].sha256, SHA256_HEX))
			return err_set(err, ERR_FORMAT, "evidence '%s', expected a SHA-256",
				       bodies[i].sha256);
	return 0;
}

static int load_head(struct repo *repo, const struct oid *head, struct tree_image **ret,
		     struct err *err)
{
	struct oid tree;

	if (oid_is_zero(head)) {
		*ret = tree_image_new();
		return 0;
	}
	return commit_tree(repo, head, &tree, err) < 0 ||
			       tree_image_load(repo, &tree, ret, err) < 0
		       ? -1
		       : 0;
}

/* Puts in what is missing; *ret_blobs are those. */
static int add_bodies(struct tree_image *image, const struct evidence_body *bodies,
		      size_t count, struct arena *arena, struct bytes **ret_blobs,
		      size_t *ret_count, struct err *err)
{
	struct bytes *blobs = NULL;
	size_t new_count = 0;

	for (size_t i = 0; i < count; i++) {
		const char *path = path_of(bodies[i].sha256, arena);
		struct oid id, there;

		object_hash(OBJECT_BLOB, bodies[i].bytes, &id);
		if (tree_image_get(image, path, &there, err) < 0)
			return -1;
		if (oid_equal(&id, &there))
			continue;
		if (tree_image_set(image, path, &id, err) < 0)
			return -1;
		*ARENA_PUSH(arena, blobs, new_count) = bodies[i].bytes;
	}
	*ret_blobs = blobs;
	*ret_count = new_count;
	return 0;
}

static struct bytes commit_bytes(const struct oid *tree, const struct oid *parent, int64_t when,
				 struct arena *arena)
{
	char tree_hex[OID_HEX_SIZE], parent_hex[OID_HEX_SIZE];
	bool first = oid_is_zero(parent);

	oid_hex(tree, tree_hex);
	oid_hex(parent, parent_hex);
	return bytes_text(arena_printf(
		arena,
		"tree %s\n%s%s%s"
		"author mcade evidence <mcade@localhost> %" PRId64 " +0000\n"
		"committer mcade evidence <mcade@localhost> %" PRId64 " +0000\n\nevidence\n",
		tree_hex, first ? "" : "parent ", first ? "" : parent_hex, first ? "" : "\n",
		when, when));
}

static int append_once(struct repo *repo, struct ledger_lock *lock, const char *ref,
		       int64_t when, const struct evidence_body *bodies, size_t count,
		       struct err *err)
{
	CLEANUP(tree_image_freep) struct tree_image *image = NULL;
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct ledger_append append = {.ref = ref, .reflog = "mcade: evidence"};
	struct bytes *blobs;
	struct oid tree, commit;

	if (ref_peek(repo, ref, &append.expected, err) < 0 ||
	    load_head(repo, &append.expected, &image, err) < 0 ||
	    add_bodies(image, bodies, count, &arena, &blobs, &append.blob_count, err) < 0)
		return -1;
	if (!append.blob_count)
		return 0;
	if (tree_image_id(image, &tree, err) < 0)
		return -1;
	append.tree = image;
	append.blobs = blobs;
	append.commit = commit_bytes(&tree, &append.expected, when, &arena);
	return ledger_append(repo, lock, &append, &commit, err);
}

int evidence_append(struct repo *repo, struct ledger_lock *lock, const char *month,
		    const char *key, int64_t when, const struct evidence_body *bodies,
		    size_t count, struct err *err)
{
	char ref[128];
	int result = -1;

	if (check(month, key, bodies, count, err) < 0)
		return -1;
	snprintf(ref, sizeof(ref), BRANCHES "%s/%s", month, key);
	for (int i = 0; i < RACES && result < 0; i++) {
		result = append_once(repo, lock, ref, when, bodies, count, err);
		if (result < 0 && err->code != ERR_CONFLICT)
			break;
	}
	return result;
}

struct evidence_store {
	struct repo *repo;
	struct oid *trees; /* newest month first */
	size_t count;
	struct arena arena;
};

static int newest_first(const void *a, const void *b)
{
	const char *x = strstr(((const struct ref *)a)->name, "mcade/evidence/");
	const char *y = strstr(((const struct ref *)b)->name, "mcade/evidence/");

	return strcmp(y, x);
}

static int add_branches(struct evidence_store *store, const char *prefix, struct ref **refs,
			size_t *count, struct err *err)
{
	struct ref *list;
	size_t found;

	if (ref_list(store->repo, prefix, &store->arena, &list, &found, err) < 0)
		return -1;
	for (size_t i = 0; i < found; i++)
		if (!list[i].target && strstr(list[i].name, "/mcade/evidence/"))
			*ARENA_PUSH(&store->arena, *refs, *count) = list[i];
	return 0;
}

int evidence_store_open(struct repo *repo, struct evidence_store **ret, struct err *err)
{
	CLEANUP(evidence_store_freep) struct evidence_store *store = xmalloc(sizeof(*store));
	struct ref *refs = NULL;
	size_t count = 0;

	*store = (struct evidence_store){.repo = repo, .arena = ARENA_INIT};
	if (add_branches(store, BRANCHES, &refs, &count, err) < 0 ||
	    add_branches(store, "refs/remotes/", &refs, &count, err) < 0)
		return -1;
	if (count)
		qsort(refs, count, sizeof(*refs), newest_first);
	for (size_t i = 0; i < count; i++) {
		struct err ignored; /* a branch that is damaged has nothing to show */
		struct oid tree;

		if (commit_tree(repo, &refs[i].id, &tree, &ignored) == 0)
			*ARENA_PUSH(&store->arena, store->trees, store->count) = tree;
	}
	*ret = MOVE(store);
	return 0;
}

void evidence_store_free(struct evidence_store *store)
{
	arena_free(&store->arena);
	free(store);
}

int evidence_find(struct evidence_store *store, const char *sha256, size_t limit,
		  struct arena *arena, struct bytes *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	if (!hex_is(sha256, SHA256_HEX))
		return err_set(err, ERR_FORMAT, "evidence '%s', expected a SHA-256", sha256);
	for (size_t i = 0; i < store->count; i++) {
		struct err ignored;
		uint32_t mode = 0;
		struct oid id;

		if (tree_lookup(store->repo, &store->trees[i], path_of(sha256, &scratch), &mode,
				&id, &ignored) == 0 &&
		    mode == TREE_FILE)
			return object_read(store->repo, &id, OBJECT_BLOB, limit, arena, ret,
					   err);
	}
	return err_set(err, ERR_NOT_FOUND, "evidence '%s' is not in this clone", sha256);
}
