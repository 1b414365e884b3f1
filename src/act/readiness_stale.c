/* readiness_stale.c - what has changed since a step was seen to work, or a gate decided. */
#include "act/means.h"
#include "act/readiness.h"

#include "ledger/ledger.h"
#include "runbook/digests.h"
#include "runbook/promotion.h"
#include "runbook/shown.h"
#include "runbook/verdicts.h"

static void stale(const struct ledger *l, struct step_view *view, bool run, const char *why)
{
	view->stale = true;
	if (run && !view->stale_run)
		view->stale_run = why;
	*ARENA_PUSH(l->arena, view->reasons, view->reason_count) = why;
}

/* A verdict is of one candidate, and never outlives it. */
static void check_gate(const struct ledger *l, const struct readiness *r,
		       struct step_view *view)
{
	const char *const *pins;
	size_t count;
	struct err unknown; /* then there is none of which it could hold */
	struct verdict_asked asked = {.runbook = r->runbook,
				      .environment = r->environment,
				      .step = view->step,
				      .settings = r->settings,
				      .clock = l->now};
	struct gate_said said;

	if (r->content &&
	    !state_pins(l->view->state, r->environment->id, &pins, &count, &unknown))
		asked.candidate = candidate_digest(r->content, pins, count, l->arena);
	gate_read(l->view->state, view->state->subject, &asked, 0, &said, &unknown);
	if (said.verdict && said.no_longer && !r->past)
		stale(l, view, false,
		      arena_printf(l->arena, "the verdict is void: %s", said.no_longer));
}

int readiness_stale(const struct ledger *l, const struct readiness *r, bool head,
		    struct step_view *view, struct err *err)
{
	const struct step_state *state = view->state;
	const struct entry *came, *seen = step_seen_to_work(state);
	struct arena *a = l->arena;
	struct stale *found;
	const char *differs;
	size_t count;

	if (view->step->kind == STEP_GATE) {
		check_gate(l, r, view);
		return 0;
	}
	if (!state->verified && !state->completed)
		return 0;
	if (step_stale(l->view->state, r->runbook, r->environment, view->step, state, a, &found,
		       &count, err) < 0 ||
	    promotion_waits(l->view->state, r->environment, view->step, state, &came, err) < 0)
		return -1;
	/* what is not declared to be run may be looked at instead, as for a promotion from here */
	if (came && !promotion_is(r->environment, came, entry_get(seen, "content"),
				  entry_get(seen, "candidate")))
		stale(l, view, true,
		      arena_printf(a, "what event %" PRIu64 " brought has not run",
				   came->sequence));
	for (size_t i = 0; i < count; i++)
		stale(l, view, found[i].run, found[i].why);
	differs = view->step->repo || !head
			  ? NULL
			  : inputs_differ(&view->committed, state->uses, state->inputs,
					  state->input_count, a);
	if (differs)
		stale(l, view, true, arena_printf(a, "%s changed since it ran", differs));
	if (!state->by_hand && state->run && head) {
		differs = means_changed(&view->committed.meant.run,
					subject_entry(state->subject, "run"), "it ran", a);
		if (differs)
			stale(l, view, true, differs);
	}
	if (!state->by_hand && state->verified && head) {
		differs = means_changed(&view->committed.meant.shown,
					subject_entry(state->subject, "verdicts/verify"),
					"it passed", a);
		if (differs)
			stale(l, view, false, differs);
	}
	differs = readiness_attested(r, state);
	if (differs)
		stale(l, view, true, differs);
	return 0;
}
