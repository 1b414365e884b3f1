#include "fold/fold_internal.h"
#include "runbook/runbook.h"

const struct different *fold_different(const struct fold *f, const char *path)
{
	const struct different *d = strmap_get(&f->overlay_places, path);

	return d && d->differs ? d : NULL;
}

/* As it was, for fold_undo(). */
static void set(struct fold *f, struct different *d, bool differs, struct bytes data)
{
	*ARENA_PUSH(f->arena, f->mark.changed, f->mark.changed_count) = (struct changed){d, *d};
	f->apart += differs;
	f->apart -= d->differs;
	d->differs = differs;
	d->data = data;
}

void fold_differ(struct fold *f, const char *path, struct bytes data)
{
	struct different *d = strmap_get(&f->overlay_places, path);

	if (!d) {
		d = arena_alloc(f->arena, sizeof(*d));
		d->path = arena_strdup(f->arena, path);
		*ARENA_PUSH(f->arena, f->overlay, f->overlay_count) = d;
		strmap_put(&f->overlay_places, d->path, d);
	}
	set(f, d, true, data);
}

void fold_agree(struct fold *f, const char *path)
{
	struct different *d = strmap_get(&f->overlay_places, path);

	if (d && d->differs)
		set(f, d, false, (struct bytes){NULL, 0});
}

int fold_read(struct fold *f, const char *path, struct arena *a, struct bytes *ret,
	      bool *ret_found, struct err *err)
{
	const struct different *d = fold_different(f, path);

	if (!d)
		return f->tree.read(f->tree.context, path, a, ret, ret_found, err);
	*ret_found = d->data.data != NULL;
	if (*ret_found)
		*ret = d->data;
	return 0;
}

static int read_record(void *context, const char *path, struct arena *a, struct bytes *ret,
		       bool *ret_found, struct err *err)
{
	return fold_read(context, path, a, ret, ret_found, err);
}

static bool signer_of(void *context, uint64_t sequence, const char **ret_principal,
		      int64_t *ret_time)
{
	struct fold *f = context;
	const struct indexed_event *e = event_index_at(f->index, sequence);

	if (!e)
		return false;
	*ret_principal = event_index_principal(f->index, e);
	*ret_time = e->time;
	return *ret_principal != NULL;
}

static bool signed_at(void *context, uint64_t sequence, int64_t *ret)
{
	struct fold *f = context;
	const struct indexed_event *e = event_index_at(f->index, sequence);

	if (e)
		*ret = e->signed_at;
	return e;
}

static bool had_role(void *context, uint64_t sequence, const char *role)
{
	struct fold *f = context;
	const struct indexed_event *e = event_index_at(f->index, sequence);

	return e && event_index_had_role(f->index, e, role);
}

void fold_reopen(struct fold *f)
{
	f->record = state_open(f->arena, (struct state_source){read_record, signer_of,
							       signed_at, had_role, f});
}

struct fold *fold_new(struct arena *a, struct fold_tree tree, struct fold_help help)
{
	struct fold *f = arena_alloc(a, sizeof(*f));

	f->arena = a;
	f->tree = tree;
	f->help = help;
	f->index = event_index_new(a);
	f->pins.lines.tail = f->seals.lines.tail = (struct strbuf)STRBUF_INIT;
	f->newest_places.arena = f->overlay_places.arena = a;
	fold_watch(f);
	fold_reopen(f);
	return f;
}

void fold_close(struct fold *f)
{
	if (!f)
		return;
	event_index_close(f->index);
	grown_close(&f->pins.lines);
	grown_close(&f->seals.lines);
}

struct state *fold_record(struct fold *f)
{
	return f->record;
}

const struct fold_dispute *fold_disputes(const struct fold *f, size_t *ret_count)
{
	*ret_count = f->dispute_count;
	return f->disputes;
}

const struct fold_dispute *fold_dispute_at(const struct fold *f, uint64_t sequence)
{
	size_t low = 0, high = f->dispute_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->disputes[middle].sequence < sequence)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->dispute_count && f->disputes[low].sequence == sequence
		       ? &f->disputes[low]
		       : NULL;
}

bool fold_owns_id(const struct fold *f, const struct fold_dispute *dispute)
{
	uint64_t first;

	return event_index_find(f->index, dispute->id, &first) && first == dispute->sequence;
}

struct event_index *fold_index(const struct fold *f)
{
	return f->index;
}

bool fold_is_apart(const struct fold *f)
{
	return f->apart > 0;
}

uint64_t fold_unseen(const struct fold *f)
{
	return f->unseen;
}

int fold_runbook_text(struct fold *f, struct arena *a, struct bytes *ret, struct err *err)
{
	bool found;

	if (fold_read(f, "runbook.yaml", a, ret, &found, err) < 0)
		return -1;
	return found ? 0
		     : err_set(err, ERR_UNTRUSTED,
			       "the ledger has adopted a runbook and lost it");
}

int fold_runbook(struct fold *f, const struct runbook **ret, struct err *err)
{
	const struct adopted_state *adopted;
	struct bytes text;

	*ret = NULL;
	if (state_adopted(f->record, &adopted, err) < 0)
		return -1;
	if (!adopted->runbook)
		return 0;
	if ((!f->runbook || strcmp(f->runbook_sha256, adopted->runbook) != 0) &&
	    !fold_recall_runbook(f, adopted->runbook)) {
		if (fold_runbook_text(f, f->arena, &text, err) < 0 ||
		    runbook_parse(text, "adopted runbook.yaml", f->arena, &f->runbook, err) < 0)
			return -1;
		f->runbook_text = text;
		f->runbook_sha256 = arena_strdup(f->arena, adopted->runbook);
	}
	f->runbook = runbook_by_rules(f->runbook, adopted->rules, f->arena);
	*ret = runbook_governing(f->runbook, adopted->governed, f->arena);
	return 0;
}
