/* ledger_append.c - the one way in which this program moves a branch. */
#include "repo/ledger.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/time.h"
#include "repo/gc_watch.h"
#include "repo/internal.h"
#include "repo/ledger_lock.h"
#include "repo/ref.h"
#include "repo/sync.h"

#define SWEEP_TRIES 1500
#define SWEEP_MS 20

struct written {
	struct arena arena;
	struct oid *ids;
	size_t count;
};

static void written_free(struct written *written)
{
	arena_free(&written->arena);
}

static int note(const struct oid *id, void *data, UNUSED struct err *err)
{
	struct written *written = data;

	*ARENA_PUSH(&written->arena, written->ids, written->count) = *id;
	return 0;
}

/* The commit must say what it is appended to: nobody may sign one thing and store another. */
static int check_commit(const struct ledger_append *append, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf expected = STRBUF_INIT;
	const struct oid *const parents[] = {&append->expected, &append->merged};
	char hex[OID_HEX_SIZE];
	struct oid id;

	if (append->commit.len > LIMIT_COMMIT)
		return err_set(err, ERR_LIMIT, "commit of %zu bytes, at most %zu are stored",
			       append->commit.len, LIMIT_COMMIT);
	if (tree_image_id(append->tree, &id, err) < 0)
		return -1;
	oid_hex(&id, hex);
	strbuf_addf(&expected, "tree %s\n", hex);
	for (size_t i = append->anew; i < ARRAY_SIZE(parents); i++)
		if (!oid_is_zero(parents[i])) {
			oid_hex(parents[i], hex);
			strbuf_addf(&expected, "parent %s\n", hex);
		}
	strbuf_addstr(&expected, "author ");
	if (!bytes_begins(append->commit, bytes_of(expected.buf, expected.len)))
		return err_set(err, ERR_FORMAT,
			       "the commit's first lines are not those of its tree and its "
			       "parents, '%s'",
			       expected.buf);
	return 0;
}

static int write_objects(struct repo *repo, const struct ledger_append *append,
			 struct written *written, struct oid *ret_commit, struct err *err)
{
	struct oid id;

	written->count = 0;
	for (size_t i = 0; i < append->blob_count; i++) {
		if (object_write(repo, OBJECT_BLOB, append->blobs[i], &id, err) < 0)
			return -1;
		note(&id, written, err);
	}
	if (tree_image_write(append->tree, repo, note, written, &id, err) < 0)
		return -1;
	if (object_write(repo, OBJECT_COMMIT, append->commit, ret_commit, err) < 0)
		return -1;
	note(ret_commit, written, err);
	return repo->fsync ? sync_objects(repo->objects_dir, written->ids, written->count, err)
			   : 0;
}

/* The directories that a new branch made, up to refs/: libgit2 syncs only the last. */
static int sync_new_branch(struct repo *repo, const char *ref, struct err *err)
{
	char path[PATH_MAX];
	size_t base = strlen(repo->common_dir) + strlen("/refs");
	char *slash;

	snprintf(path, sizeof(path), "%s/%s", repo->common_dir, ref);
	while ((slash = strrchr(path, '/')) && (size_t)(slash - path) >= base) {
		*slash = '\0';
		if (file_sync(path, err) < 0)
			return -1;
	}
	return 0;
}

static int move_ref(struct repo *repo, struct ledger_lock *lock,
		    const struct ledger_append *append, const struct oid *commit,
		    struct err *err)
{
	struct err ignored;
	struct oid now;
	int status;

	if (ledger_intent(lock, append->ref, commit, err) < 0)
		return -1;
	status = ref_update(repo, append->ref, commit, &append->expected, append->reflog, err);
	if (status == 0 && repo->fsync && oid_is_zero(&append->expected))
		status = sync_new_branch(repo, append->ref, err);
	if (status < 0 && ref_read(repo, append->ref, &now, &ignored) == 0 &&
	    oid_equal(&now, commit))
		status = 0; /* it failed after the move: the ref decides */
	ledger_intent_done(lock);
	return status;
}

/* `git gc --prune=now` beside us may have swept objects while no ref named them yet. */
static int read_back(struct repo *repo, const struct ledger_append *append,
		     const struct written *written, const struct oid *commit, struct err *err)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct bytes raw;
	bool here;

	for (size_t i = 0; i < written->count; i++) {
		if (object_exists(repo, &written->ids[i], &here, err) < 0)
			return -1;
		if (!here)
			return err_set(err, ERR_IO, "object '%s' vanished after it was written",
				       OID_HEX(&written->ids[i]));
	}
	if (object_read(repo, commit, OBJECT_COMMIT, LIMIT_COMMIT, &arena, &raw, err) < 0)
		return -1;
	if (!bytes_equal(raw, append->commit))
		return err_set(err, ERR_UNTRUSTED, "other bytes were read than written");
	return 0;
}

/* What must be there before we build upon it, and that nobody was first. */
static int check_head(struct repo *repo, const struct ledger_append *append, struct err *err)
{
	char expected[OID_HEX_SIZE], found[OID_HEX_SIZE];
	struct oid head, tree;

	if (ref_peek(repo, append->ref, &head, err) < 0)
		return -1;
	oid_hex(&head, found);
	oid_hex(&append->expected, expected);
	if (!oid_equal(&head, &append->expected))
		return err_set(err, ERR_RACE, "'%s' has moved: expected '%s', found '%s'",
			       append->ref, expected, found);
	if (!oid_is_zero(&head) && commit_tree(repo, &head, &tree, err) < 0)
		return err_prefix(err, "cannot append to '%s'", append->ref);
	return 0;
}

/*
 * Once more from memory, where the bytes still are, for as long as somebody sweeps; what is under
 * the moved ref when the sweeper begins anew is safe.
 */
static int settle(struct repo *repo, const struct ledger_append *append,
		  struct written *written, const struct oid *commit, struct err *err)
{
	struct oid again;

	for (int i = 0; i < SWEEP_TRIES; i++) {
		bool sweeping = gc_sweeps_at_once(repo);

		if (read_back(repo, append, written, commit, err) == 0) {
			if (!sweeping)
				return 0;
		} else {
			tree_image_forget(append->tree);
			if (write_objects(repo, append, written, &again, err) < 0)
				return -1;
		}
		time_pause_ms(SWEEP_MS);
	}
	return read_back(repo, append, written, commit, err);
}

int ledger_append(struct repo *repo, struct ledger_lock *lock,
		  const struct ledger_append *append, struct oid *ret_commit, struct err *err)
{
	CLEANUP(written_free) struct written written = {ARENA_INIT, NULL, 0};
	struct oid commit;

	if (check_commit(append, err) < 0 || check_head(repo, append, err) < 0 ||
	    write_objects(repo, append, &written, &commit, err) < 0 ||
	    move_ref(repo, lock, append, &commit, err) < 0)
		return -1;
	if (settle(repo, append, &written, &commit, err) < 0)
		return err_prefix(err, "'%s' was moved, but", append->ref);
	*ret_commit = commit;
	return 0;
}
