/* One step of all, and whose turn it is. */
#include "act/readiness.h"

#include "base/texts.h"

bool step_lacks_approval(const struct step_view *view)
{
	return view->approval &&
	       approvals_given(view->approvals, view->approval_count) < view->approval->count;
}

bool step_is_claimed(const struct step_view *view)
{
	return view->asserted && view->state->phase == PHASE_PLANNED;
}

const char *step_standing(const struct step_view *view)
{
	if (view->contradicted)
		return "contradicted";
	if (view->stale)
		return "stale";
	if (step_is_claimed(view))
		return "claimed";
	return phase_word(view->state->phase);
}

static struct step_view *step_of(const struct readiness *r, const char *step)
{
	const struct step *spec = runbook_step(r->runbook, step);
	size_t low = 0, high = r->count;

	while (spec && low < high) { /* in the runbook's order */
		size_t middle = (low + high) / 2;

		if (r->steps[middle].step->index == spec->index)
			return &r->steps[middle];
		if (r->steps[middle].step->index < spec->index)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct step_view *readiness_step(const struct readiness *r, const char *step)
{
	return step_of(r, step);
}

static struct step_view *before(const struct readiness *r, const struct step_view *view)
{
	return view && view->need ? step_of(r, view->need) : NULL;
}

/* Each on the way keeps it, so that a chain is walked once for all that stand on it. */
const struct step_view *readiness_first(const struct readiness *r, const char *step)
{
	struct step_view *view = step_of(r, step), *next;
	const struct step_view *first = view;

	for (size_t i = 0; first && !first->first && i < r->count && before(r, first); i++)
		first = before(r, first);
	first = first && first->first ? first->first : first;
	for (; view && !view->first; view = next) {
		next = before(r, view);
		view->first = first;
	}
	return first;
}

/* Done, for the purpose of whose turn it is: a stale or merely claimed step is still owed something. */
static bool is_done(const struct step_view *view)
{
	if (view->step->optional || view->step->dormant ||
	    view->state->phase == PHASE_SUPERSEDED || view->state->phase == PHASE_DEPRECATED)
		return true;
	return step_meets_needs(view->state) && !view->stale && !view->contradicted;
}

/* What it needs runs again first: done before that, it would be done twice. */
static bool waits_for_run(const struct readiness *r, const struct step_view *view)
{
	for (size_t i = 0; i < view->step->needs.count; i++) {
		const struct step_view *need = step_of(r, view->step->needs.items[i]);

		if (need && need->stale_run && !is_done(need))
			return true;
	}
	return false;
}

const struct step_view *readiness_next(const struct readiness *r)
{
	/* What contradicts itself is settled before anything is built on it. */
	for (size_t i = 0; i < r->count; i++)
		if (r->steps[i].contradicted)
			return &r->steps[i];
	/* What nothing can be typed for is said where there is nothing else to do. */
	for (size_t i = 0; i < r->count; i++)
		if (!is_done(&r->steps[i]) && r->steps[i].next &&
		    text_begins(r->steps[i].next, "git ") && !waits_for_run(r, &r->steps[i]))
			return &r->steps[i];
	for (size_t i = 0; i < r->count; i++)
		if (!is_done(&r->steps[i]))
			return &r->steps[i];
	return NULL;
}

int readiness_newest_code(const struct ledger *l, const struct readiness *readiness,
			  const char **ret, struct err *err)
{
	const struct runbook *rb = readiness->runbook;
	uint64_t newest = 0;

	*ret = NULL;
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step_state *s;

		if (state_step(l->view->state, readiness->environment->id, rb->ids[i], &s,
			       err) < 0)
			return -1;
		if (!s->result || strcmp(s->result, "ok") != 0 || s->started < newest)
			continue;
		newest = s->started;
		*ret = s->code;
	}
	return 0;
}
