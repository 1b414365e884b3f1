/* What an event says that a drill of another environment has shown: was that with the settings of its commit? */
#include "fold/objects_internal.h"

#include "fold/drilled.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/state.h"
#include "runbook/digests.h"
#include "runbook/drills.h"
#include "runbook/promotion.h"

struct relied_on {
	struct verdict_asked asked;
	const char *code, *content;
	uint64_t begun; /* the run that ends; 0: none does */
};

/* A finish names none of it: it is of what its run was of. */
static int read_run(struct looking *l, const struct event_subject what, struct relied_on *of)
{
	const char *id = of->asked.environment->id;
	const struct step_state *state;
	const struct entry *run;

	if ((what.type == SUBJECT_STEP
		     ? state_step(l->act->record, id, what.id, &state, l->err)
		     : state_procedure(l->act->record, id, what, &state, l->err)) < 0)
		return -1;
	run = subject_entry(state->subject, "run");
	of->asked.candidate = entry_get(run, "candidate");
	of->asked.settings = entry_get(run, "settings");
	of->code = entry_get(run, "code");
	of->content = entry_get(run, "content");
	of->begun = run ? run->sequence : 0;
	return 0;
}

/*
 * Those of the candidate: of now or, where others were pinned since (a run takes its time), those with which
 * the drill was done.
 */
static int find_pins(struct looking *l, const struct relied_on *of,
		     const struct drill_said *said, const char *const **ret, size_t *ret_count,
		     bool *ret_known)
{
	struct arena *a = l->found->arena;
	struct act_was was = {.known = false};

	if (promotion_pins_of(l->act->record, of->asked.environment, of->content,
			      of->asked.candidate, a, ret, ret_count, ret_known, l->err) < 0)
		return -1;
	if (*ret_known || !l->act->was)
		return 0;
	if (l->act->was(l->act->context, said->elsewhere->id, said->sequence, false, a, &was,
			l->err) < 0)
		return -1;
	*ret = was.pins;
	*ret_count = was.pin_count;
	*ret_known = was.known &&
		     !strcmp(candidate_digest(of->content, was.pins, was.pin_count, a),
			     of->asked.candidate);
	return 0;
}

/*
 * The judge has compared the result with what the record has, and lets "inconclusive" stand beside it, since it
 * knows no commit. Here one of the two is right.
 */
static int look_at_drill(struct looking *l, const struct relied_on *of, const char *step,
			 const char *drill, const char *result)
{
	const struct oid commit = of->code ? objects_id(of->code) : OID_ZERO;
	const char *const *pins;
	struct drill_said said;
	size_t count;
	bool known;

	if (drill_read(l->act->record, drill, &of->asked, l->found->arena, &said, l->err) < 0)
		return -1;
	if (!said.verdict || !said.elsewhere || !of->code || !of->content)
		return 0; /* the judge has said so */
	/* which one the run was told of nobody can tell; its completion rests on a verification after it */
	if (of->begun && said.last > of->begun)
		return 0;
	if (find_pins(l, of, &said, &pins, &count, &known) < 0)
		return -1;
	if (!known) /* only of a run, whose candidate both have left since: nobody can tell */
		return 0;
	if (drilled_elsewhere(l->repo, &commit, pins, count, l->found->arena, &said, l->err) <
	    0)
		return objects_missing(l);
	if (!said.verdict == !strcmp(result, "inconclusive"))
		return 0;
	finding_add(
		l->found, RULE_EVIDENCE, FINDING_ERROR,
		(struct finding){.step = step,
				 .environment = of->asked.environment->id,
				 .expected = said.verdict ? said.verdict : "inconclusive",
				 .found = result,
				 .fix = drill_command(l->act->runbook, drill,
						      said.elsewhere->id, l->found->arena)},
		"with the settings that '%s' has in that commit drill '%s' has not shown '%s'",
		said.elsewhere->id, drill, result);
	return 0;
}

/* An error is no answer, and lets nothing through; nor is what does not apply one. */
static bool claims(const char *result)
{
	return strcmp(result, "error") != 0 && strcmp(result, "not-applicable") != 0;
}

int objects_look_at_drills(struct looking *l)
{
	const struct event *event = l->act->event;
	const struct event_values *said = &event->fields[FIELD_CHECK];
	const struct event_subject what = event_subject_of(event);
	const struct runbook *rb = l->act->runbook;
	const char *there = event_get(event, FIELD_ENVIRONMENT);
	struct relied_on of = {.code = event_get(event, FIELD_CODE),
			       .content = event_get(event, FIELD_CONTENT)};
	const struct procedure *procedure;
	const struct step *step;

	if (!rb || !there || !what.id || !said->count)
		return 0;
	procedure = what.type == SUBJECT_STEP ? NULL : runbook_procedure(rb, what);
	step = procedure ? &procedure->step : runbook_step(rb, what.id);
	of.asked = (struct verdict_asked){.runbook = rb,
					  .environment = runbook_environment(rb, there),
					  .step = step,
					  .candidate = event_get(event, FIELD_CANDIDATE),
					  .settings = event_get(event, FIELD_SETTINGS)};
	if (!step || !of.asked.environment)
		return 0; /* the judge has said so */
	if (event->word == EVENT_FINISH && read_run(l, what, &of) < 0)
		return -1;
	for (size_t i = 0; i < said->count; i++) {
		const char *id, *result;
		struct check used;

		event_pair_parts(said->items[i], l->found->arena, &id, &result);
		for (size_t k = 0; k < step->verify.count; k++)
			if (!strcmp(step->verify.items[k]->id, id) && claims(result) &&
			    runbook_used(rb, step, step->verify.items[k], &used) &&
			    used.probe == PROBE_DRILL &&
			    look_at_drill(l, &of, step->id, used.subject, result) < 0)
				return -1;
	}
	return 0;
}
