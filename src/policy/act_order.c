/* Whose turn it is: the phase of the step, what it needs, what comes before in other environments. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "base/time.h"
#include "runbook/promotion.h"
#include "runbook/shown.h"

static const char *phase_list(unsigned phases, struct arena *a)
{
	const char *text = "";

	for (int i = 0; i < PHASE_COUNT; i++)
		if (phases & (1u << i))
			text = arena_printf(a, "%s%s%s", text, *text ? ", " : "",
					    phase_word((enum phase)i));
	return text;
}

/* Complete, and nothing in the record says that it no longer holds, or that something else is to run. */
static int is_fresh(struct judging *j, bool *ret)
{
	const struct step_state *s = j->state;
	const struct entry *came;
	struct stale *stale;
	size_t count;

	*ret = false;
	if (s->phase != PHASE_COMPLETE || !s->definition || !j->step || !j->spec ||
	    j->act->aside)
		return 0;
	if (step_stale(j->act->record, j->act->runbook, j->spec, j->step, s, j->a, &stale,
		       &count, j->err) < 0 ||
	    promotion_waits(j->act->record, j->spec, j->step, s, &came, j->err) < 0)
		return -1;
	*ret = !count && !came;
	return 0;
}

/* What was wanted is so already, or the act that leads on. */
static const char *lead_on(struct judging *j)
{
	bool complete = j->state->phase == PHASE_COMPLETE, fresh;

	if (j->event->word == EVENT_ABANDON)
		return "hint: no run of it is open, so there is none to close";
	if (complete && j->event->word != EVENT_COMPLETE)
		return act_command(j, EVENT_REOPEN, "-m REASON");
	if (complete && is_fresh(j, &fresh) == 0 && fresh)
		return arena_printf(j->a,
				    "hint: it is complete; 'git mcade show %s --env %s' says "
				    "whether it still holds",
				    j->subject.id, j->environment);
	return act_lead_on(j, j->step, j->spec);
}

/* "running, by otto on web-1 since 2026-01-28T10:00:00Z" */
static const char *found_words(struct judging *j)
{
	const char *phase = phase_word(j->state->phase), *who, *host = j->state->host;
	char since[TIME_TEXT_SIZE];
	int64_t when;

	if (j->state->phase != PHASE_RUNNING ||
	    !state_signer(j->act->record, j->state->started, &who, &when))
		return phase;
	time_format(when, since);
	return arena_printf(j->a, "%s, by %s%s%s since %s", phase, who, host ? " on " : "",
			    host ? host : "", since);
}

static void wrong_phase(struct judging *j, unsigned phases)
{
	const char *phase = phase_word(j->state->phase);

	act_no(j, RULE_ORDER, phase_list(phases, j->a), found_words(j), lead_on(j),
	       "'%s' in '%s' is %s", j->subject.id, j->environment, phase);
}

/* -- what it needs ------------------------------------------------------------------------------- */

/* What stands for a need: where that is superseded, what took its place, and so on. NULL: whoever
 * asks took it himself. */
static int stand_in(struct judging *j, const struct step **need,
		    const struct step_state **ret_state)
{
	const struct step *next = *need;

	for (size_t i = 0; next && i <= j->act->runbook->step_count; i++) {
		*need = next == j->step ? NULL : next;
		if (!*need)
			return 0;
		if (state_step(j->act->record, j->environment, next->id, ret_state, j->err) < 0)
			return -1;
		next = (*ret_state)->phase == PHASE_SUPERSEDED
			       ? runbook_step(j->act->runbook, (*ret_state)->replacement)
			       : NULL;
	}
	return 0;
}

static bool never_blocks(const struct judging *j, const struct step *need)
{
	return !need || need->optional || need->dormant || !step_in(need, j->environment);
}

/* What was adopted by earlier rules is judged as it was: an upgrade takes nothing back. */
static int is_asked(struct judging *j, const struct step *need, const struct step_state *state,
		    bool *ret)
{
	const struct adopted_state *adopted;

	if (state_adopted(j->act->record, &adopted, j->err) < 0)
		return -1;
	*ret = adopted->rules >= RULES_VOID && need->kind == STEP_MANUAL &&
	       state->phase == PHASE_COMPLETE && state->by_hand && !need->repo &&
	       !j->step->repo && !(j->act->aside && !event_get(j->event, FIELD_CONTENT));
	return 0;
}

/* What a person says of one release is void for another: a sign-off outlives its content as little as a gate's
 * verdict does. What another repository has is of no content here. NULL: it holds. */
static int find_void(struct judging *j, const struct step *need, const struct step_state *state,
		     const char **ret)
{
	const char *mine = event_get(j->event, FIELD_CONTENT);
	bool asked;

	*ret = NULL;
	if (is_asked(j, need, state, &asked) < 0)
		return -1;
	if (asked && !act_said_of(j, state))
		*ret = event_get(j->event, FIELD_DIRTY) ? "void: what would run is in no commit"
		       : text_is(entry_get(step_seen_to_work(state), "content"), mine)
			       ? "void: it was said with other settings"
			       : "void: it was said of another content";
	return 0;
}

/* *ret_is NULL: it holds. */
static int find_need(struct judging *j, const struct step *need, const struct step_state *state,
		     const char **ret_is)
{
	if (need->kind == STEP_GATE) {
		if (act_gate_holds(j, need, state, ret_is))
			*ret_is = NULL;
		return 0;
	}
	if (step_meets_needs(state))
		return find_void(j, need, state, ret_is);
	*ret_is = state->contradicted_count && state->phase == PHASE_PLANNED
			  ? "contradicted"
			  : phase_word(state->phase);
	return 0;
}

/* Of what is in no commit nobody can say it again. */
static const char *lead_to(struct judging *j, const struct step *need,
			   const struct step_state *state)
{
	if (need->kind == STEP_MANUAL && step_meets_needs(state) &&
	    event_get(j->event, FIELD_DIRTY))
		return "hint: commit what is not committed yet, or put it back";
	return act_lead_on(j, need, j->spec);
}

static int check_needs(struct judging *j)
{
	struct words needs = step_needs(j->act->runbook, j->step, j->environment, j->a);

	for (size_t i = 0; i < needs.count; i++) {
		const struct step *need = runbook_step(j->act->runbook, needs.items[i]);
		const struct step_state *state;
		const char *is;

		if (never_blocks(j, need))
			continue;
		if (stand_in(j, &need, &state) < 0)
			return -1;
		/* what took the place of a step that has to be done has to be done itself, and here */
		if (!need)
			continue;
		if (find_need(j, need, state, &is) < 0)
			return -1;
		if (!is)
			continue;
		act_no(j, RULE_ORDER,
		       arena_printf(j->a, "%s %s", need->id,
				    need->kind == STEP_GATE ? "GO" : "complete"),
		       is, lead_to(j, need, state), "'%s' needs %s, which is %s", j->subject.id,
		       need->id, is);
		j->found->items[j->found->count - 1].need = need->id;
	}
	return 0;
}

/* Why it does not count there for what runs here; NULL: it was completed there, with these files, and
 * nothing changed since. A claim or a skip is no proof of that. */
static int falls_short(struct judging *j, const struct environment *there, const char **ret,
		       struct err *err)
{
	const struct step_state *state;
	struct stale *stale;
	size_t count;

	if (state_step(j->act->record, there->id, j->subject.id, &state, err) < 0 ||
	    step_stale(j->act->record, j->act->runbook, there, j->step, state, j->a, &stale,
		       &count, err) < 0)
		return -1;
	*ret = state->phase != PHASE_COMPLETE ? phase_word(state->phase)
	       : count			      ? arena_printf(j->a, "stale (%s)", stale->why)
	       : !act_ran_with(j, state)      ? "complete with other files than run here"
	       : !act_ran_of(j, state)
		       ? arena_printf(j->a, "complete with commit %s of '%s'",
				      state->code ? state->code : "none", j->step->repo)
		       : NULL;
	return 0;
}

/* Where one environment is enough: does it count in one? */
static int counts_in_one(struct judging *j, bool *ret)
{
	const struct words *after = &j->spec->promote_after;

	*ret = false;
	for (size_t i = 0; j->spec->promote_any && !*ret && i < after->count; i++) {
		const char *is;

		if (!step_in(j->step, after->items[i]))
			continue;
		if (falls_short(j, runbook_environment(j->act->runbook, after->items[i]), &is,
				j->err) < 0)
			return -1;
		*ret = !is;
	}
	return 0;
}

int act_check_elsewhere(struct judging *j)
{
	const struct words *after = &j->spec->promote_after;
	bool enough;

	if (counts_in_one(j, &enough) < 0)
		return -1;
	for (size_t i = 0; !enough && i < after->count; i++) {
		const struct environment *there = runbook_environment(j->act->runbook,
								      after->items[i]);
		const char *is;

		if (!step_in(j->step, after->items[i]))
			continue;
		if (falls_short(j, there, &is, j->err) < 0)
			return -1;
		if (is)
			act_no(j, RULE_PROMOTION,
			       arena_printf(j->a, "%s complete in %s", j->subject.id,
					    there->id),
			       is, act_lead_on(j, j->step, there),
			       "'%s' in '%s' comes after '%s', where it is %s", j->subject.id,
			       j->environment, there->id, is);
	}
	return 0;
}

/* -- the whole ----------------------------------------------------------------------------------- */

static int check_start(struct judging *j)
{
	bool fresh, another;
	size_t before;

	/* first of all: what is waited for is the next act */
	if (j->event->word == EVENT_START && act_check_beside(j) < 0)
		return -1;

	/* of the order: who began it may not have seen the adopt that made it so, and it happened */
	if (j->step->kind == STEP_RUN && !j->step->has_run)
		act_no(j, RULE_ORDER, "a 'run' in runbook.yaml", "none",
		       arena_printf(
			       j->a,
			       "hint: give it a 'run' in runbook.yaml, then git mcade adopt; "
			       "if it will not be done: git mcade skip %s --env %s -m REASON",
			       j->subject.id, j->environment),
		       "'%s' is only planned: it has no 'run'", j->subject.id);
	if (j->step->kind == STEP_GATE)
		act_no(j, RULE_ORDER, "a step that is run", "a gate",
		       act_command(j, EVENT_START, NULL), "'%s' is decided, not run",
		       j->subject.id);
	else if (j->step->kind == STEP_MANUAL && j->event->word == EVENT_START)
		act_no(j, RULE_ORDER, "a step that is run", "a manual one",
		       act_command(j, EVENT_START, NULL), "'%s' is done by a person, not run",
		       j->subject.id);
	else if (j->step->kind == STEP_CHECKPOINT && j->event->word == EVENT_START)
		act_no(j, RULE_ORDER, "a step that is run", "a checkpoint",
		       act_command(j, EVENT_START, NULL), "'%s' is sealed, not run",
		       j->subject.id);
	if (is_fresh(j, &fresh) < 0 || check_needs(j) < 0)
		return -1;
	before = j->found->count;
	if (act_check_promoted(j) < 0)
		return -1;
	if (act_is_another_version(j, &another) < 0)
		return -1;
	/* what has to be promoted runs once it is: to open it again leads nowhere */
	if (fresh && !another && act_ran_with(j, j->state))
		act_no(j, RULE_ORDER, "a step that is not complete", "complete, and not stale",
		       j->found->count > before ? j->found->items[before].fix
						: act_command(j, EVENT_REOPEN, "-m REASON"),
		       "'%s' in '%s' is complete", j->subject.id, j->environment);
	return 0;
}

/* What does it: the word whose phases say when. Of a rollback that a person made, that of one that is run:
 * while one runs, its own end would be that of no run any more. */
static const struct event_info *doing(const struct judging *j)
{
	if (j->event->word == EVENT_ATTEST && j->subject.type == SUBJECT_ROLLBACK)
		return event_info(EVENT_ROLLBACK);
	return act_does(j) ? event_info(EVENT_START) : j->info;
}

/* What was claimed of a step of which nothing else is recorded: it is planned, and others rest on it. */
static int takes_claim_back(struct judging *j, bool *ret)
{
	const struct adopted_state *adopted;

	if (state_adopted(j->act->record, &adopted, j->err) < 0)
		return -1;
	*ret = j->event->word == EVENT_REOPEN && j->state->phase == PHASE_PLANNED &&
	       j->state->claim_count + j->state->contradicted_count &&
	       adopted->rules >= RULES_CLAIMS;
	return 0;
}

int act_check_order(struct judging *j)
{
	unsigned phases = doing(j)->phases;
	bool claimed;

	if (!j->state)
		return 0;
	if (takes_claim_back(j, &claimed) < 0)
		return -1;
	if (phases && !claimed && !(phases & (1u << j->state->phase)))
		wrong_phase(j, phases);
	else if (j->event->word == EVENT_SKIP && j->state->before == PHASE_COMPLETE)
		wrong_phase(j, phases & ~(1u << PHASE_BLOCKED));
	if (act_does(j) && j->step)
		return check_start(j);
	if (j->event->word == EVENT_GATE && j->step && j->step->kind == STEP_GATE)
		return check_needs(j);
	return 0;
}
