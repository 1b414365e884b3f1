#include "ledger/chain.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/texts.h"
#include "model/ledger_commit.h"
#include "repo/ledger.h"
#include "repo/object.h"
#include "sign/digest.h"

/* The files that an event of the chain brought along lie in its own tree. */
struct brought {
	struct repo *repo;
	struct oid tree;
};

static int read_brought(void *context, const char *path, struct arena *a, struct bytes *ret,
			bool *ret_found, struct err *err)
{
	struct brought *brought = context;
	struct oid blob;
	uint32_t mode;

	if (tree_lookup(brought->repo, &brought->tree, path, &mode, &blob, err) < 0)
		return -1;
	*ret_found = mode == TREE_FILE;
	return *ret_found
		       ? object_read(brought->repo, &blob, OBJECT_BLOB, LIMIT_BLOB, a, ret, err)
		       : 0;
}

int chain_read(struct repo *repo, struct bytes raw, struct arena *a, struct event *ret,
	       struct event_origin *ret_origin, struct attachments *ret_attachments,
	       struct err *err)
{
	struct brought *brought = arena_alloc(a, sizeof(*brought));
	struct ledger_commit commit;

	if (ledger_commit_parse(raw, a, &commit, err) < 0 ||
	    event_decode(commit.message, a, ret, err) < 0)
		return -1;
	brought->repo = repo;
	if (!oid_parse(commit.tree, &brought->tree))
		return err_set(err, ERR_FORMAT, "an event names no tree");
	*ret_origin = (struct event_origin){
		.time = commit.time,
		.name = arena_strndup(a, commit.name,
				      strlen(commit.name) - strlen(COMMIT_NAME_MARK))};
	if (ret_attachments)
		*ret_attachments = (struct attachments){read_brought, brought};
	return 0;
}

/* -- the chain ----------------------------------------------------------------------------------- */

/* How many commits stand there with the last good event before a recover. */
static int find_previous(struct ledger_range *range, size_t before, const char *base,
			 const char *sha256, size_t *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	for (size_t i = before; i-- > 0;) {
		struct bytes raw;

		arena_reset(&scratch);
		if (ledger_range_read(range, i, &scratch, &raw, err) < 0)
			return -1;
		if (strcmp(SHA256_HEX(raw.data, raw.len), sha256) != 0)
			continue;
		*ret = i + 1;
		return 0;
	}
	*ret = 0;
	if (text_is(base, sha256))
		return 0;
	return err_set(err, ERR_UNTRUSTED, "a recover follows no event of its chain");
}

bool chain_may_recover(struct bytes raw)
{
	static const char line[] = "\nMcade-Event: recover\n";

	return memmem(raw.data, raw.len, line, strlen(line)) != NULL;
}

/* Newest first, since what is rejected may itself look like a recover. */
int chain_drop_rejected(struct ledger_range *range, const char *base, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	for (size_t i = ledger_range_count(range); i-- > 0;) {
		struct ledger_commit commit;
		struct event event;
		struct bytes raw;
		size_t good;

		arena_reset(&scratch);
		if (ledger_range_read(range, i, &scratch, &raw, err) < 0)
			return -1;
		if (!chain_may_recover(raw))
			continue;
		if (ledger_commit_parse(raw, &scratch, &commit, err) < 0 ||
		    event_decode(commit.message, &scratch, &event, err) < 0)
			return -1;
		if (event.word != EVENT_RECOVER)
			continue;
		if (find_previous(range, i, base,
				  event_get(&event, FIELD_PREVIOUS) + strlen("sha256:"), &good,
				  err) < 0)
			return -1;
		ledger_range_drop(range, good, i);
		i = good;
	}
	return 0;
}

int chain_open(struct repo *repo, const struct ledger_view *view, struct ledger_range **ret,
	       struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;

	if (ledger_range_open(repo, &view->head, NULL, &range, err) < 0)
		return -1;
	if (ledger_range_count(range) != view->sequence + 1 &&
	    chain_drop_rejected(range, NULL, err) < 0)
		return -1;
	if (ledger_range_count(range) != view->sequence + 1)
		return err_set(err, ERR_UNTRUSTED,
			       "the chain has %zu events, its head is event %" PRIu64,
			       ledger_range_count(range), view->sequence);
	*ret = MOVE(range);
	return 0;
}

/* Where the record does not say it, the chain does: by counting. */
static int find_commit(struct repo *repo, const struct ledger_view *view, uint64_t sequence,
		       struct oid *ret, struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;

	if (chain_open(repo, view, &range, err) < 0)
		return -1;
	if (sequence >= ledger_range_count(range))
		return err_set(err, ERR_NOT_FOUND, "there is no event %" PRIu64, sequence);
	*ret = *ledger_range_id(range, sequence);
	return 0;
}

int chain_bytes(struct repo *repo, const struct ledger_view *view, uint64_t sequence,
		struct arena *a, struct bytes *ret, struct oid *ret_commit, struct err *err)
{
	const struct indexed_event *known = view->fold ? event_index_at(fold_index(view->fold),
									sequence)
						       : NULL;
	struct oid commit;

	if ((!known || !event_index_commit(known, &commit)) &&
	    find_commit(repo, view, sequence, &commit, err) < 0)
		return -1;
	if (object_read(repo, &commit, OBJECT_COMMIT, LIMIT_COMMIT, a, ret, err) < 0)
		return err_prefix(err, "event %" PRIu64, sequence);
	if (known && !event_index_is_of(known, SHA256_HEX(ret->data, ret->len)))
		return err_set(err, ERR_UNTRUSTED,
			       "event %" PRIu64 " has other bytes than when it was verified",
			       sequence);
	if (ret_commit)
		*ret_commit = commit;
	return 0;
}

int chain_event(struct repo *repo, const struct ledger_view *view, uint64_t sequence,
		struct arena *a, struct event *ret, struct event_origin *ret_origin,
		struct attachments *ret_attachments, struct err *err)
{
	struct bytes raw;

	return chain_bytes(repo, view, sequence, a, &raw, NULL, err) < 0
		       ? -1
		       : chain_read(repo, raw, a, ret, ret_origin, ret_attachments, err);
}
