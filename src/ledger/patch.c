#include "ledger/patch.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "ledger/chain.h"
#include "model/ledger_commit.h"
#include "repo/object.h"
#include "repo/patch.h"
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

static int each_file(const char *path, const struct oid *before, const struct oid *after,
		     void *context, struct err *err)
{
	struct patching *p = context;
	struct bytes old, new;

	arena_reset(&p->scratch);
	if (read_file(p, before, &old, err) < 0 || read_file(p, after, &new, err) < 0 ||
	    (!oid_is_zero(after) && check_named(p, path, new, err) < 0))
		return -1;
	return patch_add(path, oid_is_zero(before) ? NULL : &old,
			 oid_is_zero(after) ? NULL : &new, p->out, err);
}

static int tree_of(const struct ledger *l, const struct ledger_view *view, uint64_t sequence,
		   struct oid *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct ledger_commit commit;
	struct bytes raw;

	if (chain_bytes(l->repo, view, sequence, &scratch, &raw, NULL, err) < 0 ||
	    ledger_commit_parse(raw, &scratch, &commit, err) < 0)
		return -1;
	return oid_parse(commit.tree, ret) ? 0
					   : err_set(err, ERR_FORMAT, "an event names no tree");
}

int ledger_patch(const struct ledger *l, const struct ledger_view *view,
		 const struct verified_event *event, struct strbuf *out, struct err *err)
{
	struct patching p = {.l = l, .event = &event->event, .out = out, .scratch = ARENA_INIT};
	struct oid before = OID_ZERO, after;
	int result;

	if (tree_of(l, view, event->sequence, &after, err) < 0 ||
	    (event->sequence && tree_of(l, view, event->sequence - 1, &before, err) < 0))
		return -1;
	result = tree_changes(l->repo, &before, &after, each_file, &p, err);
	arena_free(&p.scratch);
	return result;
}
