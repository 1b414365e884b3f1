/* A stretch of a ledger, verified oldest first. */
#include "engine/audit.h"

#include "repo/ledger.h"

struct verify_walk {
	struct verifier *v;
	struct findings *findings;
	verified_event_fn *fn;
	void *context;
};

static int verify_one(const struct oid *id, struct bytes raw, struct arena *scratch, void *data,
		      struct err *err)
{
	struct verify_walk *walk = data;
	struct verified_event event;
	int verdict = verifier_next(walk->v, id, raw, scratch, &event, walk->findings, err);

	if (verdict || !walk->fn)
		return verdict;
	return walk->fn(&event, walk->context, err);
}

int ledger_verify(struct repo *repo, struct arena *a, const struct ledger_view *from,
		  const struct oid *tip, verified_event_fn *fn, void *context,
		  struct ledger_view **ret_view, struct findings *findings, struct err *err)
{
	CLEANUP(verifier_freep) struct verifier *v = NULL;
	struct verify_walk walk = {.findings = findings, .fn = fn, .context = context};
	struct ledger_view *view;
	bool met_base = true;
	int verdict;

	if (!from)
		v = verifier_new(repo, a);
	else if (verifier_resume(repo, a, from, &v, err) < 0)
		return -1;
	walk.v = v;
	verdict = ledger_walk(repo, tip, from ? &from->head : NULL, verify_one, &walk,
			      &met_base, err);
	if (verdict < 0)
		return -1;
	if (from && !met_base)
		return err_set(err, ERR_UNTRUSTED,
			       "the ledger went back or apart: event %" PRIu64
			       ", seen before, is not in its chain",
			       from->sequence);
	if (verifier_view(v, &view, err) < 0)
		return -1;
	*ret_view = oid_is_zero(&view->head) ? NULL : view;
	return verdict;
}
