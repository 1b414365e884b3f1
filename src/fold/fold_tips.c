/* Where the governed branches stood for events on which everybody rests. */
#include "fold/fold_internal.h"

#include "base/cleanup.h"

#define KEPT 8	 /* of each branch; whoever had seen less is asked nothing */
#define SPARE 64 /* before old ones go */
#define ANEW "-" /* in the place of a commit: nothing comes of those before any more */

static void thin(struct fold *f)
{
	struct strmap counts = {.arena = f->arena};
	const struct fold_tip *const newest = f->tips, *tip = newest, **end = &f->tips;

	f->tips = NULL;
	f->tip_count = 0;
	for (; tip; tip = tip->before) {
		uintptr_t count = (uintptr_t)strmap_get(&counts, tip->ref);
		struct fold_tip *kept;

		if (count >= KEPT) {
			f->tips_since = newest->sequence;
			continue;
		}
		strmap_put(&counts, tip->ref, (void *)(count + 1));
		kept = arena_memdup(f->arena, tip, sizeof(*tip));
		kept->before = NULL;
		*end = kept;
		end = &kept->before;
		f->tip_count++;
	}
	f->tip_limit = 2 * f->tip_count + SPARE;
}

void fold_note_tip(struct fold *f, const char *ref, const char *commit, uint64_t sequence)
{
	struct fold_tip *tip = arena_alloc(f->arena, sizeof(*tip));

	*tip = (struct fold_tip){f->tips, arena_strdup(f->arena, ref),
				 arena_strdup(f->arena, commit), sequence};
	f->tips = tip;
	if (++f->tip_count > f->tip_limit)
		thin(f);
}

/* Of as many as are always kept: when old ones go, nobody's answer changes. */
static const struct fold_tip *tip_of(const struct fold *f, const char *ref, uint64_t seen)
{
	unsigned later = 0;

	for (const struct fold_tip *tip = f->tips; tip && later < KEPT; tip = tip->before) {
		if (strcmp(tip->ref, ref) != 0)
			continue;
		if (tip->sequence <= seen)
			return tip;
		later++;
	}
	return NULL;
}

const char *fold_tip(const struct fold *f, const char *ref, uint64_t seen)
{
	const struct fold_tip *tip = tip_of(f, ref, seen);

	return tip && strcmp(tip->commit, ANEW) != 0 ? tip->commit : NULL;
}

/*
 * Whoever writes on top of an event has read it. Only a start that is recorded anew, behind what came
 * meanwhile, is of an earlier hour: by what its signer had seen then.
 */
uint64_t fold_tips_seen(struct fold *f, const struct event *event)
{
	uint64_t seen = 0;

	if (event->word != EVENT_START || !event_get(event, FIELD_OCCURRED))
		return UINT64_MAX;
	return fold_seen_sequence(f, event, &seen) ? seen : 0;
}

void fold_note_tips(struct fold *f, const struct event *event)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct event_values *tips = &event->fields[FIELD_TIP];
	const struct event_values *left = &event->fields[FIELD_REWRITTEN];
	uint64_t seen = fold_tips_seen(f, event);

	for (size_t i = 0; i < left->count; i++)
		fold_note_tip(f, strchr(left->items[i], ' ') + 1, ANEW,
			      event_index_count(f->index));
	for (size_t i = 0; i < tips->count; i++) {
		const char *hex, *ref;
		const struct fold_tip *is;

		event_pair_parts(tips->items[i], &scratch, &hex, &ref);
		is = tip_of(f, ref, UINT64_MAX);
		if (!is || (is->sequence <= seen && strcmp(is->commit, hex) != 0))
			fold_note_tip(f, ref, hex, event_index_count(f->index));
	}
}
