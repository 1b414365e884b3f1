/* Read this first: what is asked of every act, in the order of what a reader must know first. */
#include "policy/act_internal.h"

#include "base/number.h"
#include "base/time.h"
#include "model/logentry.h"
#include "text/log_shown.h"

void act_no(struct judging *j, enum rule_id rule, const char *expected, const char *have,
	    const char *fix, const char *fmt, ...)
{
	char message[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	finding_add(
		j->found, rule, FINDING_ERROR,
		(struct finding){.step = j->subject.type == SUBJECT_STEP ? j->subject.id : NULL,
				 .environment = j->environment,
				 .expected = expected,
				 .found = have,
				 .fix = fix,
				 .sequence = j->sequence,
				 .has_sequence = !j->act->asked},
		"%s", message);
}

const char *act_about(const struct judging *j)
{
	return j->subject.id ? j->subject.id : j->environment;
}

/* -- who ----------------------------------------------------------------------------------------- */

static bool is_runner(struct judging *j, const char *principal)
{
	return j->state->runner && !strcmp(j->state->runner, principal);
}

/* Only who began it says how it ended; whoever may, that nobody knows: an abandon. */
static bool ends_run(const struct judging *j)
{
	return j->event->word == EVENT_FINISH && j->state->run &&
	       !strcmp(j->state->run, event_get(j->event, FIELD_RUN));
}

/* The step and its checks have had their time, whatever clocks say: whoever may run it need not wait for
 * who began. */
static bool is_overdue(struct judging *j)
{
	const struct entry *run = subject_entry(j->state->subject, "run");
	const char *who;
	int64_t began;

	return run && j->step && j->spec &&
	       state_signer(j->act->record, run->sequence, &who, &began) &&
	       j->time > began + CLOCK_SKEW + step_longest(j->step, j->spec);
}

bool act_does(const struct judging *j)
{
	return j->event->word == EVENT_START ||
	       (j->event->word == EVENT_CHECKPOINT && j->step &&
		j->step->kind == STEP_CHECKPOINT) ||
	       (j->event->word == EVENT_ATTEST && j->step && j->step->kind == STEP_MANUAL &&
		!event_get(j->event, FIELD_CRITERION) && !event_get(j->event, FIELD_CHECK));
}

static bool may(struct judging *j, const struct principal *p)
{
	const struct trust *trust = j->trust;

	if (ends_run(j))
		return is_runner(j, p->id);
	if (trust_may(trust, p, j->info->permission, j->environment))
		return true;
	switch (j->event->word) {
	case EVENT_ABANDON:
		return (is_runner(j, p->id) &&
			trust_may(trust, p, "abandon-own", j->environment)) ||
		       (is_overdue(j) && trust_may(trust, p, "run", j->environment));
	case EVENT_ATTEST:
		if (j->subject.type == SUBJECT_ROLLBACK) /* who may make it says that he did */
			return trust_may(trust, p, event_info(EVENT_ROLLBACK)->permission,
					 j->environment);
		return (j->subject.type == SUBJECT_STEP || j->subject.type == SUBJECT_GATE) &&
		       (act_does(j) || event_get(j->event, FIELD_CHECK)) &&
		       !event_get(j->event, FIELD_CRITERION) &&
		       trust_may(trust, p, step_word_permission(EVENT_ATTEST), j->environment);
	default:
		return false;
	}
}

static void check_permission(struct judging *j)
{
	const char *by = j->act->origin->principal, *who = NULL;
	const struct principal *p;
	bool demanded = false;

	if (!by)
		return; /* asked: whoever may */
	p = trust_principal(j->trust, by);
	if (p && may(j, p))
		return;
	if (j->event->word == EVENT_APPROVE)
		who = act_who_agrees(j, &demanded);
	if (!demanded)
		who = ends_run(j) ? j->state->runner
				  : trust_who_may(j->trust, j->info->permission, j->environment,
						  j->a);
	act_no(j, RULE_PERMISSION,
	       ends_run(j) ? "who began the run"
			   : arena_printf(j->a, "a role that may '%s'%s%s", j->info->permission,
					  j->environment ? " in " : "",
					  j->environment ? j->environment : ""),
	       by, who ? arena_printf(j->a, "ask %s to do it", who) : NULL,
	       "'%s' may not do this: %s", by, event_subject(j->event, j->a));
}

/* -- of which subject ---------------------------------------------------------------------------- */

static int find_procedure(struct judging *j, enum rule_id rule)
{
	const char *type = subject_type_word(j->subject.type);

	if (state_procedure(j->act->record, j->environment, j->subject, &j->state, j->err) < 0)
		return -1;
	j->procedure = j->act->runbook ? runbook_procedure(j->act->runbook, j->subject) : NULL;
	if (!j->procedure)
		act_no(j, rule, arena_printf(j->a, "a %s of the runbook in force", type),
		       j->subject.id, NULL, "'%s' is not a %s", j->subject.id, type);
	else if (!step_in(&j->procedure->step, j->environment))
		act_no(j, rule, "an environment that has it", j->environment, NULL,
		       "the %s '%s' does not exist in '%s'", type, j->subject.id,
		       j->environment);
	else
		j->step = &j->procedure->step;
	return 0;
}

static int find_subject(struct judging *j)
{
	const struct runbook *rb = j->act->runbook;
	bool lift = j->info->kind == KIND_LIFT || j->info->kind == KIND_VERDICT;
	/* what happened did, also where an adopt that its signer had not seen has dropped the step */
	enum rule_id rule = event_is_fact(j->event->word) ? RULE_ORDER : RULE_REFERENCE;

	if (j->environment && rb)
		j->spec = runbook_environment(rb, j->environment);
	if (j->environment && !j->spec) {
		act_no(j, RULE_REFERENCE, "an environment of the runbook in force",
		       j->environment, rb ? NULL : "git mcade adopt",
		       "'%s' is not an environment", j->environment);
		return 0;
	}
	if (j->subject.type == SUBJECT_STEP) {
		if (state_step(j->act->record, j->environment, j->subject.id, &j->state,
			       j->err) < 0)
			return -1;
		j->step = runbook_step(rb, j->subject.id);
		if (!j->step && !(lift && j->state->sequence))
			act_no(j, rule, "a step of the runbook in force", j->subject.id, NULL,
			       "'%s' is not a step", j->subject.id);
		else if (j->step && !step_in(j->step, j->environment))
			act_no(j, rule, "an environment that has the step", j->environment,
			       NULL, "'%s' does not exist in '%s'", j->subject.id,
			       j->environment);
	} else if (j->subject.type == SUBJECT_GATE || j->subject.type == SUBJECT_ROLLBACK ||
		   j->subject.type == SUBJECT_DRILL) {
		return find_procedure(j, rule);
	}
	return 0;
}

/* -- what it says of others ---------------------------------------------------------------------- */

static int check_disputes(struct judging *j)
{
	const struct event_values *disputes = &j->event->fields[FIELD_DISPUTES];

	for (size_t i = 0; i < disputes->count; i++) {
		const char *id, *said, *is, *before;

		event_pair_parts(disputes->items[i], j->a, &id, &said);
		if (!j->act->disputed)
			continue;
		is = j->act->disputed(j->act->context, id);
		if (state_named_dispute(j->act->record, id, &before, j->err) < 0)
			return -1;
		if (!is || strcmp(is, said) != 0 || before)
			act_no(j, RULE_EVIDENCE, is ? is : "an event that does not count", said,
			       NULL, "event %.12s is named as disputed by '%s'", id, said);
	}
	return 0;
}

/* -- what it says in the deployment log ---------------------------------------------------------- */

/* Where a reason stands in an entry nobody may take it for another one, or for a line of the ledger's. */
static int check_reason(struct judging *j)
{
	const struct adopted_state *adopted;
	bool complete = j->info->kind == KIND_COMPLETE, early;

	if (!logentry_makes(j->event))
		return 0;
	if (state_adopted(j->act->record, &adopted, j->err) < 0)
		return -1;
	early = adopted->rules < RULES_REASONS;
	if ((complete || !early) && !log_may_say(j->event->reason, early))
		act_no(j, complete ? RULE_COMPLETION : RULE_EVIDENCE, "paragraphs and lists",
		       "a heading, a fence, HTML or a line like those of the entry",
		       "hint: say it in words, with no line that begins like these",
		       "the reason would be read as an entry of the log, or hide one");
	return 0;
}

/* -- the whole ----------------------------------------------------------------------------------- */

static int check_kind(struct judging *j)
{
	switch (j->info->kind) {
	case KIND_ADOPT:
		return act_check_adopt(j);
	case KIND_START:
	case KIND_FINISH:
		return act_check_run(j);
	case KIND_VERDICT:
		return j->event->word == EVENT_ATTEST ? act_check_attest(j)
		       : j->event->word == EVENT_GATE ? act_check_gate(j)
						      : act_check_run(j);
	case KIND_PIN:
		return act_check_pins(j);
	case KIND_COMPLETE:
		return act_check_complete(j);
	case KIND_SEAL:
		return act_check_seal(j);
	case KIND_HOLD:
	case KIND_LIFT:
	case KIND_WAIVE:
		return act_check_hold_act(j);
	default:
		return 0;
	}
}

int judge_act(const struct act_facts *act, struct findings *found, struct err *err)
{
	struct judging j = {.act = act,
			    .event = act->event,
			    .info = event_info(act->event->word),
			    .subject = event_subject_of(act->event),
			    .environment = event_get(act->event, FIELD_ENVIRONMENT),
			    .time = event_time(act->event, act->origin),
			    .a = found->arena,
			    .found = found,
			    .err = err};
	const char *sequence = event_get(act->event, FIELD_SEQUENCE);
	size_t first = found->count;

	number_parse(sequence ? sequence : "0", UINT64_MAX, &j.sequence);
	if (act->id_used)
		act_no(&j, RULE_IDENTITY, "an id of its own", event_get(act->event, FIELD_ID),
		       NULL, "an earlier event has this Mcade-Id");
	act_check_time(&j);
	if (check_disputes(&j) < 0)
		return -1;
	if (event_is_integrity(act->event->word))
		return 0;
	if (state_trust(act->record, &j.trust, err) < 0 || find_subject(&j) < 0)
		return -1;
	if (found->count != first && j.environment && !j.spec)
		return 0;
	act_check_follows(&j);
	check_permission(&j);
	if (act_check_holds(&j) < 0 || act_check_order(&j) < 0 || check_kind(&j) < 0 ||
	    check_reason(&j) < 0 || act_check_named(&j) < 0 || act_except(&j, first) < 0)
		return -1;
	return j.unread ? -1 : 0;
}
