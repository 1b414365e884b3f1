/* readiness_stale.c - what has changed since a step was seen to work, or a gate decided. */
#include "act/means.h"
#include "act/readiness.h"

#include "base/texts.h"
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

/* A verdict is of one candidate, and never outlives it: that of which `gate` would speak now, which is what would be
 * promoted where something is. */
static void check_gate(const struct ledger *l, const struct readiness *r,
		       struct step_view *view)
{
	struct event now = {.word = EVENT_GATE};
	struct err unknown; /* then there is none of which it could hold */
	struct verdict_asked asked = {.runbook = r->runbook,
				      .environment = r->environment,
				      .step = view->step,
				      .clock = l->now};
	struct gate_said said;

	event_set(&now, l->arena, FIELD_STEP, view->step->id);
	if (r->content && !readiness_candidate(l, r, r->code, &now, &unknown)) {
		asked.candidate = event_get(&now, FIELD_CANDIDATE);
		asked.settings = event_get(&now, FIELD_SETTINGS);
	}
	gate_read(l->view->state, view->state->subject, &asked, 0, &said, &unknown);
	if (said.verdict && said.no_longer && !r->past)
		stale(l, view, false,
		      arena_printf(l->arena, "the verdict is void: %s", said.no_longer));
}

/* What ran means something else; else what showed that it works. A part of both is named once. */
static void check_meaning(const struct ledger *l, struct step_view *view)
{
	const struct step_meaning *now = &view->committed.meant;
	const struct subject *subject = view->state->subject;
	struct words ran = {NULL, 0}, shown = {NULL, 0};
	const char **only = NULL;
	size_t count = 0;

	if (view->state->run)
		ran = means_changed(&now->run, subject_entry(subject, "run"), l->arena);
	if (view->state->verified)
		shown = means_changed(&now->shown, subject_entry(subject, "verdicts/verify"),
				      l->arena);
	for (size_t i = 0; i < shown.count; i++)
		if (!texts_have(ran.items, ran.count, shown.items[i]))
			*ARENA_PUSH(l->arena, only, count) = shown.items[i];
	shown = (struct words){only, count};
	if (ran.count)
		stale(l, view, true, means_words(&now->run, ran, "it ran", l->arena));
	if (shown.count)
		stale(l, view, false, means_words(&now->shown, shown, "it passed", l->arena));
	for (size_t i = 0; i < ran.count; i++)
		*ARENA_PUSH(l->arena, view->changed, view->changed_count) = ran.items[i];
	for (size_t i = 0; i < shown.count; i++)
		*ARENA_PUSH(l->arena, view->changed, view->changed_count) = shown.items[i];
}

/* -- what it passed by --------------------------------------------------------------------------- */

static void add_passed(const struct ledger *l, const struct entry *act, struct words *ret)
{
	const char **list = NULL;
	size_t count = 0, said_count;
	const char *const *said = entry_list(act, event_field_kept(FIELD_WAIVED), &said_count);

	for (size_t i = 0; i < ret->count; i++)
		*ARENA_PUSH(l->arena, list, count) = ret->items[i];
	for (size_t i = 0; i < said_count; i++)
		if (!texts_have(list, count, said[i]))
			*ARENA_PUSH(l->arena, list, count) = said[i];
	*ret = (struct words){list, count};
}

/* The rules that were waived for it, or for its completion; each once. */
static struct words passed(const struct ledger *l, const struct step_state *state)
{
	const struct entry *act = subject_entry(state->subject,
						state->by_hand ? "verdicts/done" : "run");
	const struct entry *completed = subject_entry(state->subject, "complete");
	struct words list = {NULL, 0};

	if (act)
		add_passed(l, act, &list);
	if (completed && (!act || completed->sequence > act->sequence))
		add_passed(l, completed, &list);
	return list;
}

/* It was let run, and is no release: not what came last, which HEAD is no more, or not yet, either. */
static int ran_besides(const struct ledger *l, const struct readiness *r,
		       const struct step_state *state, const struct entry *came, bool *ret,
		       struct err *err)
{
	struct words list = passed(l, state);
	const char *const *pins;
	size_t count;

	*ret = false;
	if (!came || !texts_have(list.items, list.count, rule_word(RULE_PROMOTION)))
		return 0;
	if (state_pins(l->view->state, r->environment->id, &pins, &count, err) < 0)
		return -1;
	*ret = !r->content ||
	       !promotion_is(r->environment, came, r->content,
			     candidate_digest(r->content, pins, count, l->arena));
	return 0;
}

/* "ran in incident 0123456789ab, past promotion", "done under a waiver of conditions, order": for ever, also when
 * that is over. came: what it is not, though only that is let in; NULL: it is. */
static void say_passed(const struct ledger *l, struct step_view *view, const struct entry *came)
{
	const struct step_state *state = view->state;
	const char *incident = state->by_hand ? NULL
					      : entry_get(subject_entry(state->subject, "run"),
							  event_field_kept(FIELD_INCIDENT));
	struct words list = passed(l, state);
	struct arena *a = l->arena;
	const char *text;

	if (!list.count)
		return;
	text = arena_printf(a, "%s ", state->by_hand ? "done" : "ran");
	text = incident ? arena_printf(a, "%sin incident %.12s, past ", text, incident)
			: arena_printf(a, "%sunder a waiver of ", text);
	for (size_t i = 0; i < list.count; i++)
		text = arena_printf(a, "%s%s%s", text, i ? ", " : "", list.items[i]);
	if (came)
		text = arena_printf(a, "%s: not what event %" PRIu64 " brought", text,
				    came->sequence);
	*ARENA_PUSH(a, view->reasons, view->reason_count) = text;
}

/* ------------------------------------------------------------------------------------------------ */

int readiness_stale(const struct ledger *l, const struct readiness *r, bool head,
		    struct step_view *view, struct err *err)
{
	const struct step_state *state = view->state;
	const struct entry *came, *seen;
	bool besides;
	struct arena *a = l->arena;
	struct stale *found;
	const char *differs;
	size_t count;
	bool shows;

	if (view->step->kind == STEP_GATE) {
		check_gate(l, r, view);
		return 0;
	}
	if (promotion_waits(l->view->state, r->environment, view->step, state, &came, err) <
		    0 ||
	    ran_besides(l, r, state, came, &besides, err) < 0)
		return -1;
	say_passed(l, view, besides ? came : NULL);
	if (state->phase == PHASE_SUPERSEDED && state->replacement)
		*ARENA_PUSH(a, view->reasons, view->reason_count) = arena_printf(
			a, "superseded by %s", state->replacement);
	if (!state->verified && !state->completed)
		return 0;
	if (step_stale(l->view->state, r->runbook, r->environment, view->step, state, a, &found,
		       &count, err) < 0 ||
	    step_shows_run(l->view->state, r->runbook, view->step, state, &shows, err) < 0)
		return -1;
	/* what is not declared to be run may be looked at instead, as for a promotion from here */
	seen = step_content_of(state, shows);
	/* to run it again is no way from there: what is let run once is not advised */
	if (came && !besides &&
	    !promotion_is(r->environment, came, entry_get(seen, "content"),
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
	if (differs) {
		stale(l, view, true, arena_printf(a, "%s changed since it ran", differs));
		*ARENA_PUSH(a, view->changed, view->changed_count) = differs;
	}
	if (head && !state->by_hand)
		check_meaning(l, view);
	differs = readiness_attested(r, state);
	if (differs)
		stale(l, view, true, differs);
	return 0;
}
