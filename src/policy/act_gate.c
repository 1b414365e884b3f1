/* Gates: a verdict follows from its checks, of one candidate; what a manual check answers; what needs go. */
#include "policy/act_internal.h"

#include "runbook/approvals.h"
#include "runbook/digests.h"
#include "runbook/drills.h"
#include "runbook/exceptions.h"
#include "runbook/verdicts.h"

int act_moved(struct judging *j, const struct step *only, uint64_t *ret)
{
	return verdict_moved(j->act->record, j->act->runbook, j->spec, only, ret, j->err);
}

struct verdict_asked act_asks_verdict(const struct judging *j)
{
	const char *candidate = event_get(j->event, FIELD_CANDIDATE);
	const char *settings = event_get(j->event, FIELD_SETTINGS);

	if (!candidate && j->event->word == EVENT_FINISH &&
	    j->state) { /* of the run that ends */
		candidate = j->state->candidate;
		settings = entry_get(subject_entry(j->state->subject, "run"), "settings");
	}
	return (struct verdict_asked){.runbook = j->act->runbook,
				      .environment = j->spec,
				      .step = j->step,
				      .candidate = candidate,
				      .settings = settings,
				      .clock = act_clock(j),
				      .untimely = act_untimely(j)};
}

const char *act_answer(struct judging *j, const struct check *check)
{
	const struct verdict_asked asked = act_asks_verdict(j);
	struct answer answer;

	if (answer_read(j->act->record, j->state->subject, &asked, check, j->a, &answer,
			j->err) < 0)
		j->unread = true;
	return answer.verdict ? answer.verdict : "inconclusive";
}

bool act_gate_holds(struct judging *j, const struct step *gate, const struct step_state *state,
		    const char **ret_is)
{
	struct verdict_asked asked = act_asks_verdict(j);
	struct gate_said said;
	const char *comes;

	asked.step = gate;
	if (act_what_comes(j, &comes) < 0)
		j->unread = true;
	else if (comes) { /* among whose settings its pins are not */
		asked.candidate = comes;
		asked.settings = entry_get(subject_entry(state->subject, "verdicts/decision"),
					   "settings");
	}
	if (gate_read(j->act->record, state->subject, &asked, 0, &said, j->err) < 0)
		j->unread = true;
	if (j->act->aside && !asked.candidate) {
		/* advice: what would run is what was decided */
		asked.candidate = said.candidate;
		asked.settings = entry_get(subject_entry(state->subject, "verdicts/decision"),
					   "settings");
		if (gate_read(j->act->record, state->subject, &asked, 0, &said, j->err) < 0)
			j->unread = true;
	}
	*ret_is = gate_stands(&said, j->a);
	return gate_is_go(&said);
}

/* -- the verdict --------------------------------------------------------------------------------- */

/* How many have approved what this event decides, and how many must. */
static int count_approvals(struct judging *j, unsigned *ret_have, unsigned *ret_need)
{
	const struct approval *demand = &j->step->approval;
	struct approval_asked asked = {.act = j->event,
				       .by = j->act->origin->principal,
				       .clock = act_clock(j),
				       .untimely = act_untimely(j)};
	struct approved *said;
	size_t count;

	*ret_have = *ret_need = 0;
	if (!demand->role)
		return 0;
	if (act_moved(j, NULL, &asked.moved) < 0 ||
	    approvals_read(j->act->record, j->state->subject, demand, &asked, j->a, &said,
			   &count, j->err) < 0)
		return -1;
	*ret_have = approvals_given(said, count);
	*ret_need = demand->count;
	return 0;
}

/* An incident that has outlived its time, and is not closed, lets nothing go. */
static int check_overdue(struct judging *j, bool *ret)
{
	const struct exception *late;

	if (incident_overdue(j->act->record, j->act->runbook, j->environment, act_clock(j),
			     j->a, &late, j->err) < 0)
		return -1;
	*ret = late != NULL;
	return 0;
}

/* Nothing goes without the evidence that is demanded of it. */
static void check_fields(struct judging *j)
{
	const struct event_values *said = &j->event->fields[FIELD_FIELD];
	struct words lacks = act_lacks(j, (const char *const *)said->items, said->count, true);

	for (size_t i = 0; i < lacks.count; i++)
		act_no(j, RULE_EVIDENCE, lacks.items[i], "nothing", NULL,
		       "the evidence of '%s' has no '%s'", j->subject.id, lacks.items[i]);
}

/* Go is what its checks say and, where somebody has to agree, that he has; more than that nobody says. */
static int check_verdict(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_VERDICT);
	const char *is = act_verdict(j);
	unsigned have, need;
	bool overdue;

	if (check_overdue(j, &overdue) < 0 || count_approvals(j, &have, &need) < 0)
		return -1;
	if (!strcmp(is, "none") || (!strcmp(is, "pass") && have < need))
		is = "inconclusive";
	if (overdue)
		is = "fail";
	if (!strcmp(is, "pass"))
		check_fields(j);
	if (strcmp(said, is) != 0 &&
	    !(need && !strcmp(said, "inconclusive") && strcmp(is, "fail") != 0))
		act_no(j, RULE_EVIDENCE, is, said, NULL,
		       "the verdict does not follow from the checks and approvals");
	return 0; /* who agreed meanwhile has decided nothing */
}

static const char *unanswered(struct judging *j, const struct verdict_asked *asked,
			      const struct subject *s);

/* It may be asked, and is no go before a person has spoken: who, and how. */
static void tell_owed(struct judging *j)
{
	const struct verdict_asked asked = act_asks_verdict(j);
	const char *way = asked.candidate && j->subject.type == SUBJECT_STEP
				  ? unanswered(j, &asked, j->state->subject)
				  : NULL;

	if (way)
		finding_add(j->found, RULE_CONDITIONS, FINDING_NOTE,
			    (struct finding){.step = j->subject.id,
					     .environment = j->environment,
					     .fix = way},
			    "'%s' in '%s' is not GO before it is answered", j->subject.id,
			    j->environment);
}

int act_check_gate(struct judging *j)
{
	if (!j->step)
		return 0;
	if (j->step->kind != STEP_GATE) {
		act_no(j, RULE_REFERENCE, "a gate", "another kind of step",
		       act_command(j, EVENT_START, NULL),
		       "'%s' is not a gate: nothing is decided", j->subject.id);
		return 0;
	}
	if (j->act->asked) {
		tell_owed(j);
		return 0;
	}
	if (event_get(j->event, FIELD_DIRTY))
		act_no(j, RULE_DRIFT, "files of a commit", "other bytes", NULL,
		       "'%s' is decided of files that are in no commit", j->subject.id);
	act_check_asked(j);
	act_check_results(j);
	act_check_compared(j);
	act_check_fields(j);
	return check_verdict(j) < 0 ? -1 : act_check_bound(j);
}

/* -- what leads on ------------------------------------------------------------------------------- */

/* Has the gate been asked since? Then asked again it says the same. */
static bool is_heard(const struct subject *gate, const struct answer *no)
{
	const struct entry *decided = subject_entry(gate, "verdicts/decision");

	return decided && decided->sequence > no->sequence;
}

/* Who has to speak: nobody did, or somebody said no. */
static const char *lead_to_answer(struct judging *j, const struct step *step,
				  const struct check *used, const struct answer *answer)
{
	const char *way = answer_way(j->act->record, j->act->reader, step, used, j->environment,
				     j->a);

	return !answer->verdict ? way
				: arena_printf(j->a,
					       "hint: %s said no to '%s' in event %" PRIu64
					       "; when that is settled, %s",
					       answer->who, used->id, answer->sequence,
					       way + strlen("hint: "));
}

/* An answer or a drill that is missing or a no; NULL: none is, or nobody can tell. */
static const char *unanswered(struct judging *j, const struct verdict_asked *asked,
			      const struct subject *s)
{
	for (size_t i = 0; i < asked->step->verify.count; i++) {
		struct answer answer = {.verdict = "pass"};
		struct drill_said drill = {.verdict = "pass"};
		struct check used;

		if (!runbook_used(asked->runbook, asked->step, asked->step->verify.items[i],
				  &used))
			continue;
		if (used.probe == PROBE_MANUAL &&
		    answer_read(j->act->record, s, asked, &used, j->a, &answer, j->err) < 0)
			return NULL;
		if (!answer.verdict || (!used.warn_only && !strcmp(answer.verdict, "fail") &&
					is_heard(s, &answer)))
			return lead_to_answer(j, asked->step, &used, &answer);
		if (used.probe == PROBE_DRILL &&
		    drill_read(j->act->record, used.subject, asked, j->a, &drill, j->err) < 0)
			return NULL;
		if (!drill.verdict)
			return act_allowed(j, EVENT_DRILL,
					   drill_command(asked->runbook, used.subject,
							 j->environment, j->a));
	}
	return NULL;
}

static const char *unapproved(struct judging *j, const struct verdict_asked *asked,
			      const struct subject *s)
{
	const struct approval *demand = &asked->step->approval;
	struct event act = {.word = EVENT_GATE};
	const struct approval_asked of = {.act = &act, .clock = asked->clock};
	struct approved *said;
	size_t count;

	event_set(&act, j->a, FIELD_SUBJECT, arena_printf(j->a, "gate:%s", asked->step->id));
	event_set(&act, j->a, FIELD_ENVIRONMENT, j->environment);
	event_set(&act, j->a, FIELD_CANDIDATE, asked->candidate);
	if (asked->settings)
		event_set(&act, j->a, FIELD_SETTINGS, asked->settings);
	event_set(&act, j->a, FIELD_DEFINITION,
		  definition_digest(asked->runbook, asked->step, j->spec, j->a));
	event_set(&act, j->a, FIELD_CHECKS,
		  checks_digest(asked->runbook, asked->step, j->spec, j->a));
	if (approvals_read(j->act->record, s, demand, &of, j->a, &said, &count, j->err) < 0 ||
	    approvals_given(said, count) >= demand->count)
		return NULL;
	return approvals_advice(demand, j->trust,
				approvals_missing(j->trust, demand, said, count, j->environment,
						  NULL, j->act->reader, NULL),
				&act, j->act->reader, j->a);
}

const char *act_gate_way(struct judging *j, const struct procedure *gate)
{
	struct verdict_asked asked = act_asks_verdict(j);
	const struct subject *s;
	const char *way = NULL;

	asked.step = &gate->step;
	if (j->act->asked && asked.candidate &&
	    state_subject(j->act->record,
			  state_subject_path(
				  j->environment,
				  (struct event_subject){SUBJECT_GATE, gate->step.id}, j->a),
			  &s, j->err) == 0) {
		way = unanswered(j, &asked, s);
		if (!way && gate->step.approval.role)
			way = unapproved(j, &asked, s);
	}
	return way ? way
		   : act_advice(j->act, EVENT_GATE, gate->step.id, j->environment, NULL, j->a);
}
