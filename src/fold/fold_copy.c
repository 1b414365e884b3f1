/* fold_copy.c - a fold that begins as another is, or was. */
#include "fold/fold_internal.h"

struct fold *fold_copy(const struct fold *from, struct arena *a, struct fold_tree tree,
		       struct fold_help help)
{
	struct fold *f = fold_new(a, tree, help);

	f->index = event_index_until(from->index, event_index_count(from->index), a);
	fold_watch(f);
	f->clock = from->clock;
	f->unseen = from->unseen;
	f->tips = from->tips;
	f->tip_count = from->tip_count;
	f->tip_limit = from->tip_limit;
	f->tips_since = from->tips_since;
	f->runbook = from->runbook;
	f->runbook_sha256 = from->runbook_sha256;
	f->runbook_text = from->runbook_text;
	f->image = from->image;
	for (size_t i = 0; i < from->overlay_count; i++)
		if (from->overlay[i]->differs)
			fold_differ(f, from->overlay[i]->path, from->overlay[i]->data);
	fold_copy_past(f, from);
	for (size_t i = 0; i < from->dispute_count; i++)
		*ARENA_PUSH(a, f->disputes, f->dispute_count) = from->disputes[i];
	for (size_t i = 0; i < from->seen_by_count; i++)
		*ARENA_PUSH(a, f->seen_by, f->seen_by_count) = from->seen_by[i];
	return f;
}

struct fold *fold_until(const struct fold *from, uint64_t sequence, struct arena *a,
			struct fold_tree tree, struct fold_help help)
{
	const struct indexed_event *last = event_index_at(from->index, sequence);
	struct fold *f;

	if (!last || sequence < from->tips_since ||
	    (from->dispute_count && from->disputes[0].sequence <= sequence))
		return NULL;
	f = fold_new(a, tree, help);
	f->index = event_index_until(from->index, sequence + 1, a);
	fold_watch(f);
	f->clock = last->time;
	fold_copy_past(f, from);
	fold_bound_past(f, sequence);
	for (f->tips = from->tips; f->tips && f->tips->sequence > sequence;)
		f->tips = f->tips->before;
	f->tip_count = from->tip_count; /* at most: old ones go the sooner */
	f->tip_limit = from->tip_limit;
	f->tips_since = from->tips_since;
	return f;
}
