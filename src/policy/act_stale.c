/* What was shown of a step, and no longer says anything of it: from the record alone. */
#include "policy/judge_act.h"

#include "base/texts.h"

struct asking {
	struct state *record;
	const struct runbook *runbook;
	const struct environment *environment;
	const struct step *step;
	const struct step_state *state;
	struct arena *a;
	struct act_stale *found;
	size_t count;
};

static void stale(struct asking *q, bool run, const char *why)
{
	*ARENA_PUSH(q->a, q->found, q->count) = (struct act_stale){why, run};
}

static int check_pin(struct asking *q, const char *path, struct err *err)
{
	uint64_t replaced;

	if (state_pin_replaced(q->record, q->environment->id, path, &replaced, err) < 0)
		return -1;
	if (replaced > q->state->verified)
		stale(q, false, arena_printf(q->a, "pin %s was replaced since", path));
	return 0;
}

/* Those that the step names, and those that its completion named when it named others. A first
 * value replaces nothing. */
static int check_pins(struct asking *q, struct err *err)
{
	const struct words *named = &q->step->pins;

	for (size_t i = 0; i < named->count; i++)
		if (check_pin(q, named->items[i], err) < 0)
			return -1;
	for (size_t i = 0; i < q->state->pin_count; i++) {
		const char *path, *value;

		event_pin_parts(q->state->pins[i], q->a, &path, &value);
		if (!texts_have(named->items, named->count, path) &&
		    check_pin(q, path, err) < 0)
			return -1;
	}
	return 0;
}

static int check_needs(struct asking *q, struct err *err)
{
	struct words needs = step_needs(q->runbook, q->step, q->environment->id, q->a);

	for (size_t i = 0; i < needs.count; i++) {
		const struct step_state *need;
		uint64_t reopened;

		if (state_step(q->record, q->environment->id, needs.items[i], &need, err) < 0)
			return -1;
		reopened = subject_sequence(need->subject, "verdicts/reopen");
		if (need->started > q->state->verified || reopened > q->state->verified)
			stale(q, false,
			      arena_printf(q->a, "%s, which it needs, %s since", needs.items[i],
					   need->started > reopened ? "ran again"
								    : "was reopened"));
	}
	return 0;
}

int act_stale(struct state *record, const struct runbook *runbook,
	      const struct environment *environment, const struct step *step,
	      const struct step_state *state, struct arena *a, struct act_stale **ret,
	      size_t *ret_count, struct err *err)
{
	struct asking q = {record, runbook, environment, step, state, a, NULL, 0};

	if (state->definition &&
	    strcmp(state->definition, act_definition(runbook, step, environment, a)) != 0)
		stale(&q, true, "the step's definition changed since it ran");
	if (state->verify && !strcmp(state->verify, "fail"))
		stale(&q, false, "its last verification failed");
	if (state->checks &&
	    strcmp(state->checks, act_checks(runbook, step, environment, a)) != 0)
		stale(&q, false, "its checks changed since they passed");
	if (state->verified && (check_pins(&q, err) < 0 || check_needs(&q, err) < 0))
		return -1;
	*ret = q.found;
	*ret_count = q.count;
	return 0;
}
