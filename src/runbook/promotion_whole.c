/* Is an environment whole, with one content: is each step that has to be complete there, and since when? */
#include "runbook/promotion.h"

#include "base/texts.h"
#include "runbook/shown.h"

struct looking {
	struct state *record;
	const struct runbook *rb;
	const struct environment *there;
	const char *content;
	bool same_pins;
	int64_t clock;
	struct arena *a;
	struct shortfall *found;
	size_t count;
	size_t asked;	 /* that have to be done, and have a say */
	uint64_t undone; /* the newest rollback there; 0: none */
	uint64_t plain;	 /* that named no event to go back to */
	int64_t since;
	struct err *err;
};

static void add(struct looking *l, const struct step *step, bool verify, const char *why)
{
	*ARENA_PUSH(l->a, l->found, l->count) = (struct shortfall){step ? step->id : NULL, why,
								   verify, false};
}

/* Since it was written down: nobody shortens the time by saying that it occurred before. */
static void count_from(struct looking *l, uint64_t sequence)
{
	int64_t when;

	if (sequence && state_signed_at(l->record, sequence, &when) && when > l->since)
		l->since = when;
}

/* A pin that the step does not name may have been replaced since: with the new one nothing was seen. */
static int check_pins(struct looking *l, const struct step *step,
		      const struct step_state *state)
{
	const char *const *pins;
	size_t count;

	if (state_pins(l->record, l->there->id, &pins, &count, l->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *path, *value;
		uint64_t replaced;

		event_pin_parts(pins[i], l->a, &path, &value);
		if (state_pin_replaced(l->record, l->there->id, path, &replaced, l->err) < 0)
			return -1;
		if (replaced <= state->verified)
			continue;
		add(l, step, true,
		    arena_printf(l->a, "is stale (pin %s was replaced since)", path));
		break;
	}
	return 0;
}

/* The newest answer to a check that a person answers: a yes after a no, and no verification since. */
static uint64_t last_answer(const struct step_state *state)
{
	const struct entry *said;
	uint64_t newest = 0;
	size_t next = 0;

	while ((said = subject_next(state->subject, "verdicts/check:", &next)))
		if (said->sequence > newest)
			newest = said->sequence;
	return newest;
}

/* Since when it works with the values of the pins that matter: of all, where they come along. */
static int count_shown(struct looking *l, const struct step *step,
		       const struct step_state *state)
{
	const struct entry *shown = subject_entry(state->subject, "shown");
	uint64_t since = shown ? shown->sequence : state->verified, pinned, replaced;
	const char *const *pins;
	size_t count;

	pinned = subject_sequence(state->subject, "shown-pinned");
	if (state_pins(l->record, l->there->id, &pins, &count, l->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *path, *value;

		event_pin_parts(pins[i], l->a, &path, &value);
		if (!l->same_pins && !texts_have(step->pins.items, step->pins.count, path))
			continue;
		if (state_pin_replaced(l->record, l->there->id, path, &replaced, l->err) < 0)
			return -1;
		if (replaced > since)
			since = replaced < pinned ? pinned : state->verified;
	}
	count_from(l, since);
	if (!shown)
		count_from(l, last_answer(state));
	return 0;
}

static const char *before_undone(struct looking *l, const char *what, const char *more)
{
	return arena_printf(l->a, "was %s before the rollback of event %" PRIu64 "%s", what,
			    *more ? l->plain : l->undone, more);
}

/* Nothing shows that it is there again. False: something does, or there was no rollback. */
static bool check_redone(struct looking *l, const struct step *step,
			 const struct step_state *state, bool stale)
{
	const struct entry *seen = step_seen_to_work(state);
	struct redo redo = step_redo(l->rb, step, state, l->plain, l->a);

	/* what ran before the event to which one went back was not undone, and is looked at */
	if (!redo.due && (!l->undone || (seen && seen->sequence > l->undone)))
		return false;
	add(l, step, !redo.run, before_undone(l, "seen to work", redo.blind ? REDO_BLIND : ""));
	/* where nothing is promoted to, a rollback alone makes no step stale */
	l->found[l->count - 1].reopen = redo.run && !stale;
	return true;
}

static int check_shown(struct looking *l, const struct step *step,
		       const struct step_state *state)
{
	const char *content;
	struct stale *stale;
	size_t count;
	bool shows;

	if (step_stale(l->record, l->rb, l->there, step, state, l->a, &stale, &count, l->err) <
		    0 ||
	    step_shows_run(l->record, l->rb, step, state, &shows, l->err) < 0)
		return -1;
	content = entry_get(step_content_of(state, shows), "content");
	if (check_redone(l, step, state, count))
		; /* and that is why it may be stale */
	else if (count)
		add(l, step, false, arena_printf(l->a, "is stale (%s)", stale->why));
	else if (!step->repo && (state->dirty || state->dirty_checks || !content))
		add(l, step, true, "was seen to work with files of no commit");
	else if (!step->repo && strcmp(content, l->content) != 0)
		add(l, step, !shows, SHORTFALL_CONTENT);
	else if (l->same_pins && check_pins(l, step, state) < 0)
		return -1;
	count_from(l, state->completed);
	return count_shown(l, step, state);
}

/* A gate is whole while its newest verdict is go, of what is there. */
static int check_gate(struct looking *l, const struct step *step,
		      const struct step_state *state)
{
	const struct verdict_asked asked = {
		.runbook = l->rb, .environment = l->there, .step = step, .clock = l->clock};
	struct gate_said said;

	if (gate_read_of(l->record, state->subject, asked, l->content, l->a, &said, l->err) < 0)
		return -1;
	if (!gate_is_go(&said))
		add(l, step, false, "is not GO");
	else if (said.sequence < l->undone)
		add(l, step, false, before_undone(l, "GO", ""));
	count_from(l, said.sequence);
	count_from(l, last_answer(state));
	return 0;
}

static int check_step(struct looking *l, const struct step *step)
{
	const struct step_state *state;
	enum phase is;

	if (!step_in(step, l->there->id))
		return 0;
	if (state_step(l->record, l->there->id, step->id, &state, l->err) < 0)
		return -1;
	is = state->phase;
	if (step->kind == STEP_GATE && !step->optional && !step->dormant &&
	    is != PHASE_DORMANT && is != PHASE_SUPERSEDED) {
		l->asked++;
		return check_gate(l, step, state);
	}
	if (is == PHASE_COMPLETE && step->kind != STEP_GATE && !step->dormant) {
		l->asked += !step->optional;
		return check_shown(l, step, state);
	}
	/* also behind a hold, but for what shall not be done */
	if (step->optional || step->dormant || is == PHASE_DORMANT || is == PHASE_SUPERSEDED) {
		if (is != PHASE_SKIPPED &&
		    (state->before == PHASE_RUNNING || state->before == PHASE_FAILED))
			add(l, step, false,
			    arena_printf(l->a, "is %s", phase_word(state->before)));
		return 0;
	}
	add(l, step, false, arena_printf(l->a, "is %s", phase_word(is)));
	return 0;
}

/* An environment that was seen not to hold is whole since then, at the earliest. */
static int count_failed(struct looking *l)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	const struct subject *s;

	if (state_subject(l->record, state_subject_path(l->there->id, here, l->a), &s, l->err) <
	    0)
		return -1;
	count_from(l, subject_sequence(s, "failed"));
	return 0;
}

int promotion_falls_short(struct state *record, const struct runbook *rb,
			  const struct environment *there, const char *content, bool same_pins,
			  int64_t clock, struct arena *a, struct shortfall **ret,
			  size_t *ret_count, int64_t *ret_since, struct err *err)
{
	struct looking l = {.record = record,
			    .rb = rb,
			    .there = there,
			    .content = content ? content : "",
			    .same_pins = same_pins,
			    .clock = clock,
			    .a = a,
			    .err = err};

	if (promotion_undone(record, there->id, &l.undone, &l.plain, err) < 0)
		return -1;
	for (size_t i = 0; i < rb->step_count; i++)
		if (check_step(&l, step_at(rb, i)) < 0)
			return -1;
	/* set aside, every one of them: nothing was seen to work */
	if (!l.asked && !l.count)
		add(&l, NULL, false, "no step that has to be done was");
	if (count_failed(&l) < 0)
		return -1;
	*ret = l.found;
	*ret_count = l.count;
	*ret_since = l.count ? 0 : l.since;
	return 0;
}
