/* One step of all, and whose turn it is. */
#include "act/readiness.h"

#include "base/texts.h"

const char *step_standing(const struct step_view *view)
{
	if (view->contradicted)
		return "contradicted";
	if (view->stale)
		return "stale";
	if (view->asserted && view->state->phase == PHASE_PLANNED)
		return "claimed"; /* what the import said, while it is all there is */
	return phase_word(view->state->phase);
}

const struct step_view *readiness_step(const struct readiness *r, const char *step)
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

const struct step_view *readiness_first(const struct readiness *r, const char *step)
{
	const struct step_view *view = readiness_step(r, step), *before;

	for (size_t i = 0; view && view->need && i < r->count; i++) {
		before = readiness_step(r, view->need);
		if (!before)
			break;
		view = before;
	}
	return view;
}

/* Done, for the purpose of whose turn it is: a stale or merely claimed step is still owed something. */
static bool is_done(const struct step_view *view)
{
	if (view->step->optional || view->step->dormant ||
	    view->state->phase == PHASE_SUPERSEDED || view->state->phase == PHASE_DEPRECATED)
		return true;
	return step_meets_needs(view->state) && !view->stale && !view->contradicted;
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
		    text_begins(r->steps[i].next, "git "))
			return &r->steps[i];
	for (size_t i = 0; i < r->count; i++)
		if (!is_done(&r->steps[i]))
			return &r->steps[i];
	return NULL;
}
