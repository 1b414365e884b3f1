/* Where the governed branches stood for events on which everybody rests. */
#include "ledger/fold_internal.h"

#include "base/cleanup.h"

#define KEPT 8	 /* of each branch; whoever had seen less is asked nothing */
#define SPARE 64 /* before old ones go */

/* Those that are kept, without a branch (NULL: of all). */
static void thin(struct fold *f, const char *but)
{
	struct strmap counts = {.arena = f->arena};
	const struct fold_tip *tip = f->tips, **end = &f->tips;

	f->tips = NULL;
	f->tip_count = 0;
	for (; tip; tip = tip->before) {
		uintptr_t count = (uintptr_t)strmap_get(&counts, tip->ref);
		struct fold_tip *kept;

		if (count >= KEPT || (but && !strcmp(tip->ref, but)))
			continue;
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
		thin(f, NULL);
}

static const struct fold_tip *tip_of(const struct fold *f, const char *ref, uint64_t seen)
{
	const struct fold_tip *tip = f->tips;

	while (tip && (tip->sequence > seen || strcmp(tip->ref, ref) != 0))
		tip = tip->before;
	return tip;
}

const char *fold_tip(const struct fold *f, const char *ref, uint64_t seen)
{
	const struct fold_tip *tip = tip_of(f, ref, seen);

	return tip ? tip->commit : NULL;
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

	for (size_t i = 0; i < left->count; i++) /* nothing comes of those any more */
		thin(f, strchr(left->items[i], ' ') + 1);
	for (size_t i = 0; i < tips->count; i++) {
		const char *hex, *ref;
		const struct fold_tip *is;

		event_pair_parts(tips->items[i], &scratch, &hex, &ref);
		is = tip_of(f, ref, UINT64_MAX);
		if (!is || (is->sequence <= seen && strcmp(is->commit, hex) != 0))
			fold_note_tip(f, ref, hex, event_index_count(f->index));
	}
}
