/* evidence.c - see evidence.h. */
#include "repo/evidence.h"

#include "base/hex.h"
#include "base/memory.h"
#include "base/time.h"
#include "base/texts.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/repo.h"
#include "repo/tree_image.h"

#define RACES 10
#define SHA256_HEX 64

static const char *path_of(const char *sha256, struct arena *arena)
{
	return arena_printf(arena, "%.2s/%s", sha256, sha256);
}

bool evidence_path_ok(const char *path)
{
	return strlen(path) == 3 + SHA256_HEX && path[2] == '/' &&
	       hex_is(path + 3, SHA256_HEX) && !strncmp(path, path + 3, 2);
}

static int branch_of(int64_t when, const struct evidence_body *bodies, size_t count,
		     char ret_ref[64], struct err *err)
{
	char date[DATE_TEXT_SIZE];

	time_format_date(when, date);
	if (!text_begins(date, "20"))
		return err_set(err, ERR_FORMAT, "evidence of %.4s, expected a year of ours",
			       date);
	for (size_t i = 0; i < count; i++)
		if (!hex_is(bodies[i].sha256, SHA256_HEX))
			return err_set(err, ERR_FORMAT, "evidence '%s', expected a SHA-256",
				       bodies[i].sha256);
	snprintf(ret_ref, 64, EVIDENCE_BRANCHES "%.4s", date);
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

/* The signed commit of this tree behind these parents, onto the branch. */
static int commit_image(struct repo *repo, struct ledger_lock *lock,
			const struct evidence_signer *signer, int64_t when,
			struct ledger_append *append, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf payload = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf armor = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf raw = STRBUF_INIT;
	struct oid parents[] = {append->anew ? append->merged : append->expected,
				append->anew ? OID_ZERO : append->merged};
	struct oid ignored;
	struct evidence_commit commit = {
		.parents = parents, .name = signer->name, .email = signer->email, .time = when};

	if (tree_image_id(append->tree, &commit.tree, err) < 0)
		return -1;
	while (commit.parent_count < 2 && !oid_is_zero(&parents[commit.parent_count]))
		commit.parent_count++;
	evidence_commit_build(&commit, false, &payload);
	if (signer->sign(signer->context, bytes_of(payload.buf, payload.len), &armor, err) < 0)
		return -1;
	commit.armor = armor.buf;
	evidence_commit_build(&commit, true, &raw);
	append->commit = bytes_of(raw.buf, raw.len);
	append->reflog = "mcade: evidence";
	return ledger_append(repo, lock, append, &ignored, err);
}

static int append_once(struct repo *repo, struct ledger_lock *lock, const char *ref,
		       const struct evidence_signer *signer, int64_t when,
		       const struct evidence_body *bodies, size_t count, struct err *err)
{
	CLEANUP(tree_image_freep) struct tree_image *image = NULL;
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct ledger_append append = {.ref = ref};
	struct bytes *blobs;

	if (ref_peek(repo, ref, &append.expected, err) < 0 ||
	    load_head(repo, &append.expected, &image, err) < 0 ||
	    add_bodies(image, bodies, count, &arena, &blobs, &append.blob_count, err) < 0)
		return -1;
	if (!append.blob_count)
		return 0;
	append.tree = image;
	append.blobs = blobs;
	return commit_image(repo, lock, signer, when, &append, err);
}

int evidence_append(struct repo *repo, struct ledger_lock *lock,
		    const struct evidence_signer *signer, int64_t when,
		    const struct evidence_body *bodies, size_t count, struct err *err)
{
	char ref[64];
	int result = -1;

	if (branch_of(when, bodies, count, ref, err) < 0)
		return -1;
	for (int i = 0; i < RACES && result < 0; i++) {
		result = append_once(repo, lock, ref, signer, when, bodies, count, err);
		if (result < 0 && err->code != ERR_RACE)
			break;
	}
	return result;
}

/* What is there under our own names is taken; anything else shows that nobody guards that branch. */
static int take(const char *path, const struct oid *blob, void *data, struct err *err)
{
	struct tree_image *image = data;
	struct oid here;

	if (!evidence_path_ok(path))
		return err_set(err, ERR_UNTRUSTED, "'%s' is not a name of evidence", path);
	if (tree_image_get(image, path, &here, err) < 0)
		return -1;
	return oid_is_zero(&here) ? tree_image_set(image, path, blob, err) : 0;
}

int evidence_merge(struct repo *repo, struct ledger_lock *lock,
		   const struct evidence_signer *signer, int64_t when, const char *ref,
		   const struct oid *theirs, struct err *err)
{
	CLEANUP(tree_image_freep) struct tree_image *image = NULL, *other = NULL;
	struct ledger_append append = {.ref = ref, .merged = *theirs};
	bool ahead, behind;

	if (ref_peek(repo, ref, &append.expected, err) < 0)
		return -1;
	if (oid_is_zero(&append.expected))
		return ref_update(repo, ref, theirs, &append.expected, "mcade: evidence", err);
	if (history_is_ancestor(repo, theirs, &append.expected, &ahead, err) < 0 ||
	    history_is_ancestor(repo, &append.expected, theirs, &behind, err) < 0)
		return -1;
	if (ahead)
		return 0;
	if (behind)
		return ref_update(repo, ref, theirs, &append.expected, "mcade: evidence", err);
	if (load_head(repo, &append.expected, &image, err) < 0 ||
	    load_head(repo, theirs, &other, err) < 0 ||
	    tree_image_each(other, "", take, image, err) < 0)
		return -1;
	append.tree = image;
	return commit_image(repo, lock, signer, when, &append, err);
}

/* -- what may go ---------------------------------------------------------------------------------- */

int evidence_holds(struct repo *repo, const struct oid *commit, struct evidence_gone gone,
		   bool *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct oid tree, blob;
	uint32_t mode;

	*ret = false;
	if (oid_is_zero(commit) || !gone.count)
		return 0;
	if (commit_tree(repo, commit, &tree, err) < 0)
		return -1;
	for (size_t i = 0; i < gone.count && !*ret; i++) {
		if (tree_lookup(repo, &tree, path_of(gone.sha256[i], &arena), &mode, &blob,
				err) < 0)
			return -1;
		*ret = mode != 0;
	}
	return 0;
}

/* All that the two have, less what is gone. */
static int join_images(struct repo *repo, const struct oid *ours, const struct oid *theirs,
		       struct evidence_gone gone, struct tree_image **ret, struct err *err)
{
	CLEANUP(tree_image_freep) struct tree_image *image = NULL, *other = NULL;
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;

	if (load_head(repo, ours, &image, err) < 0 ||
	    load_head(repo, theirs, &other, err) < 0 ||
	    tree_image_each(other, "", take, image, err) < 0)
		return -1;
	for (size_t i = 0; i < gone.count; i++) {
		const char *path = path_of(gone.sha256[i], &arena);
		struct oid blob;

		if (tree_image_get(image, path, &blob, err) < 0 ||
		    (!oid_is_zero(&blob) && tree_image_remove(image, path, err) < 0))
			return -1;
	}
	*ret = MOVE(image);
	return 0;
}

int evidence_renew(struct repo *repo, struct ledger_lock *lock,
		   const struct evidence_signer *signer, int64_t when, const char *ref,
		   const struct oid *theirs, struct evidence_gone gone, struct err *err)
{
	CLEANUP(tree_image_freep) struct tree_image *image = NULL;
	struct ledger_append append = {.ref = ref, .anew = true};
	struct oid here, there = OID_ZERO;
	bool ours_has, theirs_has;

	if (ref_peek(repo, ref, &append.expected, err) < 0 ||
	    evidence_holds(repo, &append.expected, gone, &ours_has, err) < 0 ||
	    evidence_holds(repo, theirs, gone, &theirs_has, err) < 0)
		return -1;
	if (!ours_has && !theirs_has)
		return 0;
	if (join_images(repo, &append.expected, theirs, gone, &image, err) < 0 ||
	    tree_image_id(image, &here, err) < 0)
		return -1;
	if (!theirs_has)
		append.merged = *theirs;
	if (!oid_is_zero(&append.merged) && commit_tree(repo, theirs, &there, err) < 0)
		return -1;
	if (oid_equal(&here, &there))
		return ref_update(repo, ref, theirs, &append.expected, "mcade: expunge", err);
	append.tree = image;
	return commit_image(repo, lock, signer, when, &append, err);
}

struct evidence_store {
	struct repo *repo;
	struct oid *trees; /* newest year first */
	size_t count;
	struct err unread; /* of the first branch that cannot be read; ERR_NONE: all can */
	struct arena arena;
};

/*
 * Keeps the first error by which nobody can tell what a branch holds. What is missing in this clone, or
 * is read and is not a tree of evidence, has nothing to show.
 */
static void keep_unread(struct err *unread, const struct err *err)
{
	if (unread->code == ERR_NONE && err->code != ERR_NOT_FOUND && err->code != ERR_FORMAT)
		err_copy(unread, err);
}

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
	if (add_branches(store, EVIDENCE_BRANCHES, &refs, &count, err) < 0 ||
	    add_branches(store, "refs/remotes/", &refs, &count, err) < 0)
		return -1;
	if (count)
		qsort(refs, count, sizeof(*refs), newest_first);
	for (size_t i = 0; i < count; i++) {
		struct err unread;
		struct oid tree;

		if (commit_tree(repo, &refs[i].id, &tree, &unread) == 0)
			*ARENA_PUSH(&store->arena, store->trees, store->count) = tree;
		else
			keep_unread(&store->unread, &unread);
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
	struct err unread = store->unread;

	if (!hex_is(sha256, SHA256_HEX))
		return err_set(err, ERR_FORMAT, "evidence '%s', expected a SHA-256", sha256);
	for (size_t i = 0; i < store->count; i++) {
		struct err failed;
		uint32_t mode = 0;
		struct oid id;

		if (tree_lookup(store->repo, &store->trees[i], path_of(sha256, &scratch), &mode,
				&id, &failed) < 0)
			keep_unread(&unread, &failed);
		else if (mode == TREE_FILE)
			return object_read(store->repo, &id, OBJECT_BLOB, limit, arena, ret,
					   err);
	}
	if (unread.code == ERR_NONE)
		return err_set(err, ERR_NOT_FOUND, "evidence '%s' is not in this clone",
			       sha256);
	err_copy(err, &unread);
	return err_prefix(err, "cannot tell whether evidence '%s' is in this clone", sha256);
}
