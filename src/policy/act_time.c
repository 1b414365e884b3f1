/* An act lies between the last event that its signer had seen and his signature. */
#include "policy/act_internal.h"

#include "base/time.h"

static bool is_early(const struct judging *j)
{
	return j->act->seen->found && j->time < j->act->seen->time - CLOCK_SKEW;
}

bool act_untimely(const struct judging *j)
{
	return j->act->seen && (!j->act->seen->found || is_early(j) ||
				j->time > j->act->origin->time + CLOCK_SKEW);
}

static const char *when(struct judging *j, const char *how, int64_t time)
{
	char text[TIME_TEXT_SIZE];

	time_format(time, text);
	return arena_printf(j->a, "%s%s", how, text);
}

/* The clock of a commit may be wrong; a time that somebody writes down he knows to be right. */
static void check_occurred(struct judging *j)
{
	if (!event_get(j->event, FIELD_OCCURRED))
		return;
	if (j->time > j->act->origin->time + CLOCK_SKEW)
		act_no(j, RULE_TIME, when(j, "at most ", j->act->origin->time),
		       when(j, "", j->time), NULL, "the act occurred after it was signed");
	else if (is_early(j))
		act_no(j, RULE_TIME, when(j, "at least ", j->act->seen->time),
		       when(j, "", j->time), NULL,
		       "the act occurred before the event that its signer had seen");
}

void act_check_time(struct judging *j)
{
	const struct act_seen *seen = j->act->seen;

	if (!seen)
		return;
	if (!seen->found)
		act_no(j, RULE_TIME, "an event before it in the chain",
		       event_get(j->event, FIELD_SEEN), NULL,
		       "the act had seen an event that is not in the chain");
	else if (seen->behind)
		act_no(j, RULE_TIME, "what an earlier act of its signer had seen",
		       event_get(j->event, FIELD_SEEN), NULL,
		       "the act had seen less than an earlier one of the same signer");
	check_occurred(j);
}

void act_check_follows(struct judging *j)
{
	bool ends = j->info->kind == KIND_FINISH;
	/* a time that somebody writes down he knows to be right */
	int64_t skew = event_get(j->event, FIELD_OCCURRED) ? 0 : CLOCK_SKEW;
	const struct entry *before;
	const char *who;
	int64_t then;

	if (!j->state || !j->state->run ||
	    (!ends && j->info->kind != KIND_COMPLETE && j->event->word != EVENT_CHECKPOINT &&
	     j->event->word != EVENT_VERIFY))
		return;
	before = subject_entry(j->state->subject, j->state->by_hand ? "verdicts/done"
						  : ends	    ? "run"
								    : "finish");
	if (before && state_signer(j->act->record, before->sequence, &who, &then) &&
	    j->time < then - skew)
		act_no(j, RULE_TIME, when(j, "at least ", then), when(j, "", j->time), NULL,
		       "the act occurred before the run that it names %s",
		       ends ? "began" : "ended");
}
