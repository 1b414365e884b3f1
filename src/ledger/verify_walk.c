/* A stretch of a ledger, verified oldest first. */
#include "ledger/verify_internal.h"

#include "base/cleanup.h"
#include "ledger/chain.h"
#include "ledger/read_ahead.h"
#include "repo/ledger.h"

#include <string.h>

/* Whoever pushes so many acts that do not count is refused: of more he reads nothing. */
#define REFUSED_MAX 20

struct verify_walk {
	struct verifier *v;
	struct findings *findings;
	size_t refused; /* of findings about good events, errors */
	bool receiving;
	verified_event_fn *fn;
	void *context;
};

static int verify_one(struct verify_walk *walk, const struct oid *id,
		      const struct signed_event *said, struct arena *scratch, struct err *err)
{
	struct verified_event event;
	int verdict = verifier_next(walk->v, id, said, scratch, &event, walk->findings, err);

	if (verdict || !walk->fn)
		return verdict;
	return walk->fn(&event, walk->context, err);
}

/*
 * What lies from `i` on is no event, and said so behind the first `good` findings. A root's recover
 * further on rejects it for ever: 0, and *ret_next is what comes behind it; 1: there is none.
 */
static int skip_junk(struct verify_walk *walk, struct ledger_range *range, size_t i,
		     size_t good, struct arena *scratch, size_t *ret_next, struct err *err)
{
	size_t count = ledger_range_count(range), first = walk->findings->count;

	for (size_t k = i + 1; k < count; k++) {
		char to[OID_HEX_SIZE];
		struct signed_event said;
		struct bytes raw;
		int verdict;

		arena_reset(scratch);
		if (ledger_range_read(range, k, scratch, &raw, err) < 0)
			return -1;
		if (!chain_may_recover(raw))
			continue;
		walk->v->rejected = *ledger_range_id(range, k - 1);
		signed_event_read(raw, scratch, &said);
		verdict = verify_one(walk, ledger_range_id(range, k), &said, scratch, err);
		walk->v->rejected = OID_ZERO;
		if (verdict < 0 && err->code != ERR_UNSUPPORTED)
			return -1;
		if (verdict) {
			walk->findings->count = first;
			continue;
		}
		/* those of the junk go; its own stay */
		if (walk->findings->count > first)
			memmove(walk->findings->items + good, walk->findings->items + first,
				(walk->findings->count - first) *
					sizeof(*walk->findings->items));
		walk->findings->count -= first - good;
		oid_hex(ledger_range_id(range, k - 1), to);
		finding_add(walk->findings, RULE_LEDGER_INTEGRITY, FINDING_NOTE,
			    (struct finding){.commit = to},
			    "commits %.12s to %.12s were pushed after the last good event and "
			    "are rejected",
			    OID_HEX(ledger_range_id(range, i)), to);
		*ret_next = k + 1;
		return 0;
	}
	return 1;
}

/* Junk, or the event of a version that there may never be: whoever wrote it, a root rejects it. */
static int pass_by(struct verify_walk *walk, struct ledger_range *range, int verdict,
		   size_t good, struct arena *scratch, size_t *next, struct err *err)
{
	const struct err unread = *err;
	int skipped = skip_junk(walk, range, *next - 1, good, scratch, next, err);

	if (skipped == 1 && verdict < 0) {
		*err = unread;
		return -1;
	}
	return skipped;
}

static bool has_enough(struct verify_walk *walk, size_t first)
{
	for (size_t i = first; i < walk->findings->count; i++)
		walk->refused += walk->findings->items[i].severity == FINDING_ERROR;
	return walk->receiving && walk->refused >= REFUSED_MAX;
}

/* Oldest first, until something is not right. */
static int verify_all(struct verify_walk *walk, struct ledger_range *range,
		      struct progress *progress, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	CLEANUP(read_ahead_freep) struct read_ahead *ahead = read_ahead_new(range);
	size_t count = ledger_range_count(range);
	int verdict = 0;

	for (size_t i = 0; !verdict && i < count;) {
		size_t good = walk->findings->count;
		const struct signed_event *said;

		progress_step(progress, "verifying events", i, count);
		arena_reset(&scratch);
		verdict = read_ahead_get(ahead, i, &said, err) < 0
				  ? -1
				  : verify_one(walk, ledger_range_id(range, i), said, &scratch,
					       err);
		i++;
		if (verdict > 0 || (verdict < 0 && err->code == ERR_UNSUPPORTED))
			verdict = pass_by(walk, range, verdict, good, &scratch, &i, err);
		else if (!verdict && has_enough(walk, good))
			verdict = 1;
	}
	progress_done(progress);
	return verdict;
}

static bool range_has(const struct ledger_range *range, const struct oid *id)
{
	for (size_t i = 0; i < ledger_range_count(range); i++)
		if (oid_equal(ledger_range_id(range, i), id))
			return true;
	return false;
}

int ledger_verify(struct repo *repo, struct arena *a, const struct ledger_view *from,
		  const struct oid *tip, struct progress *progress, verified_event_fn *fn,
		  void *context, struct ledger_view **ret_view, struct findings *findings,
		  struct err *err)
{
	return ledger_receive(repo, a, from, tip, 0, progress, fn, context, ret_view, findings,
			      err);
}

int ledger_receive(struct repo *repo, struct arena *a, const struct ledger_view *from,
		   const struct oid *tip, int64_t clock, struct progress *progress,
		   verified_event_fn *fn, void *context, struct ledger_view **ret_view,
		   struct findings *findings, struct err *err)
{
	CLEANUP(verifier_freep) struct verifier *v = NULL;
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	struct verify_walk walk = {
		.findings = findings, .receiving = clock != 0, .fn = fn, .context = context};
	struct ledger_view *view;
	bool resume = from && from->fold; /* else from the genesis: time is lost, and no more */
	int verdict;

	if (!resume)
		v = verifier_new(repo, a);
	else if (verifier_resume(repo, a, from, &v, err) < 0)
		return -1;
	walk.v = v;
	if (from) {
		v->received = clock;
		v->received_after = from->sequence;
	}
	if (ledger_range_open(repo, tip, resume ? &from->head : NULL, &range, err) < 0)
		return -1;
	verdict = verify_all(&walk, range, progress, err);
	if (verdict < 0)
		return -1;
	if (from && (resume ? !ledger_range_met_base(range) : !range_has(range, &from->head)))
		return err_set(err, ERR_UNTRUSTED,
			       "the ledger was rewound or has diverged: event %" PRIu64
			       ", seen before, is not in its chain",
			       from->sequence);
	if (verifier_view(v, &view, err) < 0)
		return -1;
	*ret_view = oid_is_zero(&view->head) ? NULL : view;
	return verdict;
}

int ledger_fold_again(struct repo *repo, struct arena *a, const struct oid *head,
		      struct fold **ret, struct err *err)
{
	struct findings ignored = {.arena = a};
	struct ledger_view *view;

	if (ledger_verify(repo, a, NULL, head, NULL, NULL, NULL, &view, &ignored, err) != 0)
		return -1;
	*ret = view->fold;
	return 0;
}
