/* promotion_left.c - what a rollback leaves, and what was left. */
#include "runbook/promotion.h"

#include "base/limits.h"
#include "base/texts.h"
#include "runbook/digests.h"
#include "runbook/shown.h"

/* What is said of the environment itself. */
static int read_environment(struct state *record, const char *environment,
			    const struct subject **ret, struct err *err)
{
	char path[LIMIT_PATH];

	snprintf(path, sizeof(path), "state/%s/_environment.yaml", environment);
	return state_subject(record, path, ret, err);
}

/* What ran there last, or a person did, of a content that is known. NULL: nothing. */
static int last_run(struct state *record, const struct runbook *rb,
		    const struct environment *there, const struct entry **ret, struct err *err)
{
	*ret = NULL;
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
		if (run && entry_get(run, "content") &&
		    (!*ret || run->sequence > (*ret)->sequence))
			*ret = run;
	}
	return 0;
}

/*
 * What a rollback left that names no event to go back to: what ran there last before it. What was promoted there
 * and has not run since is left, too, unless it was not what ran. That came again by another promotion is left no
 * more; nor is what was let run again.
 */
static const struct entry *find_left(const struct entry *run, const struct entry *last,
				     uint64_t undone)
{
	bool same = run && last &&
		    text_is(entry_get(last, "content"), entry_get(run, "content"));

	if (run && run->sequence < undone)
		return same && last->sequence > undone ? NULL : run;
	return last && last->sequence < undone && !same ? last : NULL;
}

/* Where releases come in, one was taken back. What was adopted by earlier rules is judged as it was. */
static int barred_by_plain(struct state *record, const struct runbook *rb,
			   const struct environment *there, const struct subject *s,
			   const char *candidate, const struct entry **ret, struct err *err)
{
	const struct entry *by = environment_undone_by(s), *run, *last, *left;
	const struct adopted_state *adopted;

	if (!by || !there->promote_after.count)
		return 0;
	if (state_adopted(record, &adopted, err) < 0 ||
	    promotion_last(record, there->id, &last, err) < 0 ||
	    last_run(record, rb, there, &run, err) < 0)
		return -1;
	left = adopted->rules < RULES_LEFT ? NULL : find_left(run, last, by->sequence);
	if (left && (!candidate || text_is(entry_get(left, "candidate"), candidate)))
		*ret = by;
	return 0;
}

bool promotion_bar_is_plain(const struct entry *bar)
{
	return !text_begins(bar->slot, "barred/");
}

int promotion_barred(struct state *record, const struct runbook *rb,
		     const struct environment *there, const char *candidate,
		     const struct entry **ret, struct err *err)
{
	const struct subject *s;
	char slot[96];
	size_t at = 0;

	if (read_environment(record, there->id, &s, err) < 0)
		return -1;
	snprintf(slot, sizeof(slot), "barred/%s", candidate ? candidate : "");
	*ret = candidate ? subject_entry(s, slot) : subject_next(s, slot, &at);
	return *ret ? 0 : barred_by_plain(record, rb, there, s, candidate, ret, err);
}

/* Brought last: by a promotion or a rollback, by what ran or a person did. */
static int content_there(struct state *record, const struct runbook *rb,
			 const struct environment *there, const char **ret, struct err *err)
{
	const struct entry *last, *run;

	if (promotion_last(record, there->id, &last, err) < 0 ||
	    last_run(record, rb, there, &run, err) < 0)
		return -1;
	*ret = entry_get(run && (!last || run->sequence >= last->sequence) ? run : last,
			 "content");
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
