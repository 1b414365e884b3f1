/* promotion_left.c - what a rollback leaves, and what was left. */
#include "runbook/promotion.h"

#include "base/limits.h"
#include "runbook/digests.h"

int promotion_barred(struct state *record, const char *environment, const char *candidate,
		     const struct entry **ret, struct err *err)
{
	char path[LIMIT_PATH], slot[96];
	const struct subject *s;
	size_t at = 0;

	snprintf(path, sizeof(path), "state/%s/_environment.yaml", environment);
	if (state_subject(record, path, &s, err) < 0)
		return -1;
	snprintf(slot, sizeof(slot), "barred/%s", candidate ? candidate : "");
	*ret = candidate ? subject_entry(s, slot) : subject_next(s, slot, &at);
	return 0;
}

/* Brought last: by a promotion or a rollback, by what ran or a person did. */
static int content_there(struct state *record, const struct runbook *rb,
			 const struct environment *there, const char **ret, struct err *err)
{
	const struct entry *last;
	uint64_t newest;

	if (promotion_last(record, there->id, &last, err) < 0)
		return -1;
	*ret = entry_get(last, "content");
	newest = last ? last->sequence : 0;
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		const struct step_state *state;
		const struct entry *run;

		if (!step_in(step, there->id))
			continue;
		if (state_step(record, there->id, rb->ids[i], &state, err) < 0)
			return -1;
		run = subject_entry(state->subject,
				    step->kind == STEP_MANUAL ? "verdicts/done" : "run");
		if (!run || run->sequence < newest || !entry_get(run, "content"))
			continue;
		newest = run->sequence;
		*ret = entry_get(run, "content");
	}
	return 0;
}

int promotion_left(struct state *record, const struct runbook *rb,
		   const struct environment *there, const char *back_to, struct arena *a,
		   const char **ret, struct err *err)
{
	const char *const *pins;
	const char *content;
	size_t count;

	*ret = NULL;
	if (content_there(record, rb, there, &content, err) < 0 ||
	    state_pins(record, there->id, &pins, &count, err) < 0)
		return -1;
	if (!content)
		return 0;
	*ret = candidate_digest(content, pins, count, a);
	if (back_to && !strcmp(*ret, back_to))
		*ret = NULL;
	return 0;
}
