#include "ledger/patch.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "ledger/chain.h"
#include "model/ledger_commit.h"
#include "repo/object.h"
#include "repo/patch.h"
#include "repo/snapshot.h"
#include "sign/digest.h"

struct patching {
	const struct ledger *l;
	const struct event *event;
	struct strbuf *out;
	struct arena scratch;
};

/* Are these the bytes that the event names? What it does not name was there before. */
static int check_named(struct patching *p, const char *path, struct bytes data, struct err *err)
{
	const struct event_values *files = &p->event->fields[FIELD_FILE];
	const char *want = arena_printf(&p->scratch, "sha256:%s %s",
					SHA256_HEX(data.data, data.len), path);

	for (size_t i = 0; i < files->count; i++) {
		const char *blank = strchr(files->items[i], ' ');

		if (blank && !strcmp(blank + 1, path) && strcmp(files->items[i], want) != 0)
			return err_set(err, ERR_UNTRUSTED,
				       "'%s' is not the file that event %s names", path,
				       event_get(p->event, FIELD_SEQUENCE));
	}
	return 0;
}

static int read_file(struct patching *p, const struct oid *blob, struct bytes *ret,
		     struct err *err)
{
	*ret = (struct bytes){0};
	return oid_is_zero(blob) ? 0
				 : object_read(p->l->repo, blob, OBJECT_BLOB, LIMIT_BLOB,
					       &p->scratch, ret, err);
}

static int add_change(struct patching *p, const struct tree_change *change, struct err *err)
{
	struct bytes old, new;
	bool was = change->old_mode, is = change->new_mode;

	arena_reset(&p->scratch);
	if (read_file(p, was ? &change->old_id : &OID_ZERO, &old, err) < 0 ||
	    read_file(p, is ? &change->new_id : &OID_ZERO, &new, err) < 0 ||
	    (is && check_named(p, change->path, new, err) < 0))
		return -1;
	return patch_add(change->path, was ? &old : NULL, is ? &new : NULL, p->out, err);
}

/* The tree of an event, by the bytes that were verified. */
static int open_tree(const struct ledger *l, const struct ledger_view *view, uint64_t sequence,
		     struct snapshot **ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct ledger_commit commit;
	struct bytes raw;
	struct oid tree;

	if (chain_bytes(l->repo, view, sequence, &scratch, &raw, NULL, err) < 0 ||
	    ledger_commit_parse(raw, &scratch, &commit, err) < 0)
		return -1;
	return oid_parse(commit.tree, &tree)
		       ? snapshot_of_tree(l->repo, &tree, ret, err)
		       : err_set(err, ERR_FORMAT, "an event names no tree");
}

int ledger_patch(const struct ledger *l, const struct ledger_view *view,
		 const struct verified_event *event, struct strbuf *out, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *before = NULL, *after = NULL;
	CLEANUP(arena_free) struct arena list = ARENA_INIT;
	struct patching p = {.l = l, .event = &event->event, .out = out, .scratch = ARENA_INIT};
	struct tree_change *changes;
	size_t count;
	int result = 0;

	if ((event->sequence ? open_tree(l, view, event->sequence - 1, &before, err)
			     : snapshot_of_tree(l->repo, &OID_ZERO, &before, err)) < 0 ||
	    open_tree(l, view, event->sequence, &after, err) < 0 ||
	    snapshot_diff(before, after, NULL, &list, &changes, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !result; i++)
		result = add_change(&p, &changes[i], err);
	arena_free(&p.scratch);
	return result;
}
