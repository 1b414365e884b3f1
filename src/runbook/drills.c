#include "runbook/drills.h"

#include "runbook/demands.h"

int drill_read(struct state *record, const char *id, const struct verdict_asked *q,
	       struct arena *a, struct drill_said *ret, struct err *err)
{
	const struct event_subject what = {SUBJECT_DRILL, id};
	const struct procedure *drill = runbook_procedure(q->runbook, what);
	const struct environment *there = q->environment;
	struct verdict_asked of = *q;
	const struct entry *run;
	const struct subject *s;

	*ret = (struct drill_said){.why = "there is no such drill"};
	if (drill && drill->environment)
		there = runbook_environment(q->runbook, drill->environment);
	if (!drill || !there)
		return 0;
	if (state_subject(record, state_subject_path(there->id, what, a), &s, err) < 0)
		return -1;
	of.environment = there;
	of.step = &drill->step;
	run = subject_entry(s, "run");
	ret->settings = entry_get(run, "settings");
	if (there != q->environment) { /* whose settings are no other's */
		ret->elsewhere = there;
		of.settings = ret->settings;
	}
	ret->sequence = run ? run->sequence : 0;
	ret->last = subject_sequence(s, "last");
	ret->why = run ? verdict_of_another(run, &of, a) : "it was never done";
	if (ret->why)
		return 0;
	if (subject_sequence(s, "passed") > run->sequence) {
		ret->verdict = "pass";
	} else if (!subject_entry(s, "finish")) {
		ret->why = "it has not ended";
	} else {
		ret->verdict = "fail";
		ret->why = "the drill did not pass";
	}
	return 0;
}

static int read_last(struct state *record, const char *environment,
		     const struct procedure *drill, struct arena *a, struct drill_due *due,
		     struct err *err)
{
	const struct event_subject what = {SUBJECT_DRILL, drill->step.id};
	const struct subject *s;
	const char *who;
	uint64_t passed;
	int64_t when;

	if (state_subject(record, state_subject_path(environment, what, a), &s, err) < 0)
		return -1;
	passed = subject_sequence(s, "passed");
	if (passed > due->passed && state_signer(record, passed, &who, &when)) {
		due->passed = passed;
		due->last = when;
	}
	return 0;
}

int drills_due(struct state *record, const struct runbook *rb, const struct environment *there,
	       int64_t clock, struct arena *a, struct drill_due **ret, size_t *ret_count,
	       struct err *err)
{
	*ret = NULL;
	*ret_count = 0;
	for (size_t i = 0; i < rb->drills.count; i++) {
		const struct procedure *drill = rb->drills.items[i];
		struct drill_due *due;

		if (!step_in(&drill->step, there->id))
			continue;
		due = ARENA_PUSH(a, *ret, *ret_count);
		*due = (struct drill_due){.drill = drill, .environment = there->id};
		if (state_procedure(record, there->id,
				    (struct event_subject){SUBJECT_DRILL, drill->step.id},
				    &due->state, err) < 0)
			return -1;
		for (size_t k = 0; k < rb->environment_count; k++)
			if (step_in(&drill->step, rb->environments[k].id) &&
			    read_last(record, rb->environments[k].id, drill, a, due, err) < 0)
				return -1;
		due->overdue = drill->every &&
			       (!due->passed || clock > due->last + drill->every);
	}
	return 0;
}

const char *drill_command(const struct runbook *rb, const char *id, const char *environment,
			  struct arena *a)
{
	const struct procedure *drill = runbook_procedure(
		rb, (struct event_subject){SUBJECT_DRILL, id});

	if (!drill) /* older rules let it stand */
		return arena_printf(a,
				    "hint: there is no drill '%s': name one of 'drills' in "
				    "runbook.yaml, then git mcade adopt",
				    id);
	return demanded_act(rb, &drill->step, NULL, EVENT_DRILL,
			    drill->environment ? drill->environment : environment, a);
}
