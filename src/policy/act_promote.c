/* What comes into an environment: a promotion, and that nothing else runs where one is demanded. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "base/time.h"
#include "runbook/promotion.h"

/* -- what may run -------------------------------------------------------------------------------- */

int act_is_promoted(struct judging *j, const struct entry **ret_last, bool *ret)
{
	*ret = false;
	if (promotion_last(j->act->record, j->environment, ret_last, j->err) < 0)
		return -1;
	*ret = j->spec->promote_after.count && *ret_last &&
	       promotion_is(j->spec, *ret_last, event_get(j->event, FIELD_CONTENT),
			    event_get(j->event, FIELD_CANDIDATE));
	return 0;
}

int act_what_comes(struct judging *j, const char **ret)
{
	const char *content = event_get(j->event, FIELD_CONTENT);
	const struct entry *last;
	bool is;

	*ret = NULL;
	if (!j->act->asked || j->event->word != EVENT_START || !j->spec ||
	    !j->spec->promote_after.count || !content || event_get(j->event, FIELD_INCIDENT))
		return 0;
	if (act_is_promoted(j, &last, &is) < 0)
		return -1;
	return is ? 0
		  : promotion_candidate(j->act->record, j->spec, NULL, content, j->a, ret,
					j->err);
}

/* What a step of another repository runs has no content here: its own run there stands for it. */
int act_check_promoted(struct judging *j)
{
	const struct entry *last;
	size_t before = j->found->count;
	uint64_t since = 0;
	bool is, moved;

	if (!j->act->aside && !j->step->repo &&
	    act_check_barred(j, event_get(j->event, FIELD_CANDIDATE)) < 0)
		return -1;
	if (!j->spec->promote_after.count)
		return 0;
	if (act_is_promoted(j, &last, &is) < 0)
		return -1;
	/* it brought the commit that had run there before it, and no later one */
	if (j->step->repo && act_moved(j, j->step, &since) < 0)
		return -1;
	moved = last && !j->act->aside && last->sequence < since;
	if (last && !moved && (j->act->aside || j->step->repo || is))
		return j->step->repo ? act_check_elsewhere(j) : 0;
	if (act_check_elsewhere(j) < 0)
		return -1;
	if (j->found->count == before)
		act_no(j, RULE_PROMOTION,
		       last ? arena_printf(j->a, "%s, promoted by event %" PRIu64,
					   entry_get(last, "candidate"), last->sequence)
			    : "a promotion",
		       moved  ? "it ran again since, where it comes from"
		       : last ? "other files or pins"
			      : "none",
		       act_allowed(j, EVENT_PROMOTE,
				   arena_printf(j->a, "git mcade promote --env %s",
						j->environment)),
		       "'%s' does not run in '%s': this was not promoted there", j->subject.id,
		       j->environment);
	return 0;
}

/* -- a promotion --------------------------------------------------------------------------------- */

static void no(struct judging *j, const char *expected, const char *have, const char *fix,
	       const char *what)
{
	act_no(j, RULE_PROMOTION, expected, have, fix, "nothing is promoted to '%s': %s",
	       j->environment, what);
}

static void wait_for(struct judging *j)
{
	j->found->items[j->found->count - 1].waits = true;
}

/* What is no promotion of that candidate is none by a waiver either. */
static void hold_firm(struct judging *j)
{
	j->found->items[j->found->count - 1].firm = true;
}

/* From the environments that come first, and from no other. */
static const struct environment *find_source(struct judging *j)
{
	const char *source = event_get(j->event, FIELD_SOURCE);

	if (texts_have(j->spec->promote_after.items, j->spec->promote_after.count, source))
		return runbook_environment(j->act->runbook, source);
	act_no(j, RULE_PROMOTION, "an environment of promote.after", source, NULL,
	       "nothing is promoted from '%s' to '%s'", source, j->environment);
	hold_firm(j);
	return NULL;
}

/* The commit, the content and the pins are one candidate, and the event gives all of these pins. */
static int check_candidate(struct judging *j, const char *source)
{
	const struct event_values *given = &j->event->fields[FIELD_PIN];
	const char *said = event_get(j->event, FIELD_CANDIDATE), *is;
	const char *content = event_get(j->event, FIELD_CONTENT), *other = NULL;
	const char *const *pins, *const *own;
	size_t count, own_count;

	act_check_settings(j);
	if (!content || !event_get(j->event, FIELD_CODE)) {
		no(j, "the content of a commit", content ? "of no commit" : "nothing", NULL,
		   "what it is is not said");
		hold_firm(j);
		return 0;
	}
	if (promotion_candidate(j->act->record, j->spec, source, content, j->a, &is, j->err) <
		    0 ||
	    promotion_pins(j->act->record, j->spec, source, &pins, &count, j->err) < 0 ||
	    state_pins(j->act->record, j->environment, &own, &own_count, j->err) < 0)
		return -1;
	if (!j->spec->same_pins)
		count = own_count = 0;
	if (strcmp(is, said) != 0)
		other = said;
	else if (given->count < count)
		other = "not every pin";
	for (size_t i = 0; !other && i < given->count; i++)
		if (!texts_have(pins, count, given->items[i]))
			other = given->items[i];
	if (other) {
		no(j, is, other, NULL, "it is not the candidate of that content and its pins");
		hold_firm(j);
	}
	for (size_t i = 0; i < own_count; i++) {
		const char *path, *value, *there;

		event_pin_parts(own[i], j->a, &path, &value);
		if (state_pin(j->act->record, source, path, &there, j->err) < 0)
			return -1;
		if (!there)
			no(j, "the pins of there", own[i],
			   act_allowed(j, EVENT_UNPIN,
				       arena_printf(j->a,
						    "git mcade unpin %s --env %s -m REASON",
						    path, j->environment)),
			   arena_printf(j->a, "pin '%s' is not one of '%s'", path, source));
	}
	return 0;
}

/* Of pins of `here`: those that `there` has not, or has with another value. */
static int check_pins(struct judging *j, const char *here, const char *there,
		      const char *const *pins, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *path, *value, *is;

		event_pin_parts(pins[i], j->a, &path, &value);
		if (state_pin(j->act->record, there, path, &is, j->err) < 0)
			return -1;
		if (!is || strcmp(is, value) != 0)
			no(j, pins[i], is ? is : "no such pin",
			   arena_printf(
				   j->a,
				   "hint: pin the same in '%s' and '%s', and verify it in both",
				   here, there),
			   arena_printf(j->a, "pin '%s' of '%s' is not that of '%s'", path,
					here, there));
	}
	return 0;
}

/* With the same pins: each environment that comes first has those of the source, and no others. */
static int check_same_pins(struct judging *j, const struct environment *source,
			   const struct environment *there)
{
	const char *const *ours, *const *theirs;
	size_t count, their_count;

	if (!j->spec->same_pins || there == source)
		return 0;
	if (state_pins(j->act->record, source->id, &ours, &count, j->err) < 0 ||
	    state_pins(j->act->record, there->id, &theirs, &their_count, j->err) < 0 ||
	    check_pins(j, source->id, there->id, ours, count) < 0)
		return -1;
	return their_count > count ? check_pins(j, there->id, source->id, theirs, their_count)
				   : 0;
}

static const char *soak_words(struct judging *j, int64_t left)
{
	return arena_printf(j->a, "%" PRId64 "h %02" PRId64 "m %02" PRId64 "s", left / 3600,
			    left / 60 % 60, left % 60);
}

/* All that has to be done there is, with that content, and has been for long enough. */
static int check_whole(struct judging *j, const struct environment *there)
{
	const char *content = event_get(j->event, FIELD_CONTENT);
	struct shortfall *found;
	int64_t since, until;
	size_t count;

	if (promotion_falls_short(j->act->record, j->act->runbook, there, content,
				  j->spec->same_pins, act_clock(j), j->a, &found, &count,
				  &since, j->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct step *step;

		if (!found[i].step) {
			no(j, arena_printf(j->a, "a step complete in %s", there->id),
			   "each is set aside", NULL,
			   arena_printf(j->a, "in '%s' %s", there->id, found[i].why));
			continue;
		}
		step = runbook_step(j->act->runbook, found[i].step);
		act_no(j, RULE_PROMOTION,
		       arena_printf(j->a, "%s complete in %s, with what is promoted",
				    found[i].step, there->id),
		       found[i].why + strcspn(found[i].why, " ") + 1,
		       found[i].verify	 ? act_advice(j->act, EVENT_VERIFY, step->id, there->id,
						      NULL, j->a)
		       : found[i].reopen ? act_advice(j->act, EVENT_REOPEN, step->id, there->id,
						      "-m REASON", j->a)
					 : act_lead_on(j, step, there),
		       "nothing is promoted to '%s': in '%s' %s %s", j->environment, there->id,
		       found[i].step, found[i].why);
		j->found->items[j->found->count - 1].step = found[i].step;
	}
	until = since + j->spec->soak;
	if (count || !j->spec->soak || j->time >= until)
		return 0;
	no(j, arena_printf(j->a, "whole in %s until %s", there->id, TIME_TEXT(until)),
	   arena_printf(j->a, "%s left", soak_words(j, until - j->time)),
	   arena_printf(j->a, "hint: wait %s, then do it again",
			soak_words(j, until - j->time)),
	   arena_printf(j->a, "'%s' has not been whole for long enough (soak)", there->id));
	wait_for(j);
	return 0;
}

/* What the source is asked was asked for this promotion, and holds. */
static void check_shown(struct judging *j, const struct environment *source)
{
	const struct event_values *said = &j->event->fields[FIELD_CHECK];

	if (j->act->asked && !said->count)
		return; /* nobody has asked yet */
	act_check_asked(j);
	act_check_list(j, "verify.", source->verify);
	act_check_list(j, "verify.", source->promote_verify);
	for (size_t i = 0; i < said->count; i++)
		if (!text_ends(said->items[i], " not-applicable"))
			return;
	if (!strcmp(act_verdict(j), "inconclusive"))
		no(j, "a check that applies", "none", NULL,
		   arena_printf(j->a, "what '%s' is asked has shown nothing", source->id));
}

/* Each gate that guards the target has said go of what comes. */
static int check_gates(struct judging *j)
{
	const struct procedures *gates = &j->act->runbook->gates;

	for (size_t i = 0; i < gates->count; i++) {
		const struct procedure *gate = gates->items[i];
		struct gate_said said;

		if (!gate->environment || strcmp(gate->environment, j->environment) != 0)
			continue;
		if (promotion_gate(j->act->record, j->act->runbook, j->spec, gate, j->event,
				   act_clock(j), &said, j->err) < 0)
			return -1;
		if (gate_is_go(&said) && !act_untimely(j))
			continue;
		no(j, arena_printf(j->a, "%s: GO", gate->step.id), gate_stands(&said, j->a),
		   act_gate_way(j, gate),
		   arena_printf(j->a, "gate '%s' has not said GO of it", gate->step.id));
		j->found->items[j->found->count - 1].since = said.sequence;
	}
	return 0;
}

int act_check_promotion(struct judging *j)
{
	const struct environment *source;

	if (!j->spec || !(source = find_source(j)))
		return 0;
	if (check_candidate(j, source->id) < 0 ||
	    act_check_barred(j, event_get(j->event, FIELD_CANDIDATE)) < 0)
		return -1;
	for (size_t i = 0; i < j->spec->promote_after.count; i++) {
		const struct environment *there = runbook_environment(
			j->act->runbook, j->spec->promote_after.items[i]);

		if (there != source && j->spec->promote_any)
			continue;
		if (check_whole(j, there) < 0 || check_same_pins(j, source, there) < 0)
			return -1;
	}
	if (check_gates(j) < 0)
		return -1;
	check_shown(j, source);
	return act_check_approved(j);
}
