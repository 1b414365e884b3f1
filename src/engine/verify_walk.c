/* A stretch of a ledger, verified oldest first. */
#include "engine/audit.h"

#include "base/cleanup.h"
#include "repo/ledger.h"

struct verify_walk {
	struct verifier *v;
	struct findings *findings;
	verified_event_fn *fn;
	void *context;
};

static int verify_one(struct verify_walk *walk, const struct oid *id, struct bytes raw,
		      struct arena *scratch, struct err *err)
{
	struct verified_event event;
	int verdict = verifier_next(walk->v, id, raw, scratch, &event, walk->findings, err);

	if (verdict || !walk->fn)
		return verdict;
	return walk->fn(&event, walk->context, err);
}

/* Oldest first, until something is not right. */
static int verify_all(struct verify_walk *walk, struct ledger_range *range,
		      struct progress *progress, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t count = ledger_range_count(range);
	int verdict = 0;

	for (size_t i = 0; !verdict && i < count; i++) {
		struct bytes raw;

		progress_step(progress, "verifying events", i, count);
		arena_reset(&scratch);
		verdict = ledger_range_read(range, i, &scratch, &raw, err) < 0
				  ? -1
				  : verify_one(walk, ledger_range_id(range, i), raw, &scratch,
					       err);
	}
	progress_done(progress);
	return verdict;
}

int ledger_verify(struct repo *repo, struct arena *a, const struct ledger_view *from,
		  const struct oid *tip, struct progress *progress, verified_event_fn *fn,
		  void *context, struct ledger_view **ret_view, struct findings *findings,
		  struct err *err)
{
	CLEANUP(verifier_freep) struct verifier *v = NULL;
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	struct verify_walk walk = {.findings = findings, .fn = fn, .context = context};
	struct ledger_view *view;
	int verdict;

	if (!from)
		v = verifier_new(repo, a);
	else if (verifier_resume(repo, a, from, &v, err) < 0)
		return -1;
	walk.v = v;
	if (ledger_range_open(repo, tip, from ? &from->head : NULL, &range, err) < 0)
		return -1;
	verdict = verify_all(&walk, range, progress, err);
	if (verdict < 0)
		return -1;
	if (from && !ledger_range_met_base(range))
		return err_set(err, ERR_UNTRUSTED,
			       "the ledger went back or apart: event %" PRIu64
			       ", seen before, is not in its chain",
			       from->sequence);
	if (verifier_view(v, &view, err) < 0)
		return -1;
	*ret_view = oid_is_zero(&view->head) ? NULL : view;
	return verdict;
}
