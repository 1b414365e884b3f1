/* Approvals: what a start needs of other people, and what whoever approves may say. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "base/time.h"
#include "runbook/approvals.h"
#include "runbook/digests.h"
#include "runbook/promotion.h"

static const char *reader(const struct judging *j)
{
	return j->act->asked ? j->act->reader : j->act->origin->principal;
}

/* The command where the reader is one of those who can; else who is. */
static const char *who_could(struct judging *j, const struct approval *demand,
			     const struct approved *said, size_t count)
{
	const struct principal *who = approvals_missing(
		j->trust, demand, said, count, j->environment, j->act->origin->principal,
		reader(j), &j->act->authors);

	return approvals_advice(demand, j->trust, who, j->event, reader(j), j->a);
}

/* What is in no commit has no content by which it could be approved. */
static bool cannot_be(const struct judging *j)
{
	return event_get(j->event, FIELD_DIRTY) ||
	       (!event_get(j->event, FIELD_CANDIDATE) && !j->act->asked);
}

/* A promotion carries neither definition nor checks: what they are the runbook in force says. */
static struct event approved_act(struct judging *j)
{
	struct event act = *j->event;

	if (act.word != EVENT_PROMOTE)
		return act;
	event_set(&act, j->a, FIELD_DEFINITION,
		  promotion_definition(j->act->runbook, j->spec, j->a));
	event_set(&act, j->a, FIELD_CHECKS, promotion_checks(j->act->runbook, j->spec, j->a));
	return act;
}

static int read_said(struct judging *j, const struct approval *demand, struct approved **ret,
		     size_t *ret_count)
{
	struct event act = approved_act(j);
	struct approval_asked asked = {.act = &act,
				       .open = j->act->asked && !cannot_be(j),
				       .by = j->act->origin->principal,
				       .authors = j->act->authors,
				       .clock = act_clock(j),
				       .untimely = act_untimely(j)};
	const struct subject *s;
	const char *comes;

	if (act_what_comes(j, &comes) < 0)
		return -1;
	if (comes) {
		act.fields[FIELD_CANDIDATE] = act.fields[FIELD_SETTINGS] =
			(struct event_values){0};
		event_set(&act, j->a, FIELD_CANDIDATE, comes);
	}
	if (act.word == EVENT_PROMOTE && act_moved(j, NULL, &asked.moved) < 0)
		return -1;
	if (state_subject(j->act->record, state_subject_path(j->environment, j->subject, j->a),
			  &s, j->err) < 0)
		return -1;
	return approvals_read(j->act->record, s, demand, &asked, j->a, ret, ret_count, j->err);
}

/* Whose agreement counts, where one is demanded; NULL: nobody has the role, or any who may will do. */
const char *act_who_agrees(struct judging *j, bool *ret_demanded)
{
	const struct approval *demand = !j->spec  ? NULL
					: j->step ? step_approval(j->spec, j->step)
						  : promotion_approval(j->spec);
	const struct principal *who = demand ? approvals_missing(j->trust, demand, NULL, 0,
								 j->environment, NULL, NULL,
								 &j->act->authors)
					     : NULL;

	*ret_demanded = demand != NULL;
	return who ? arena_printf(j->a, "%s %s", demand->role, who->name) : NULL;
}

int act_check_approved(struct judging *j)
{
	bool promotes = j->event->word == EVENT_PROMOTE;
	const struct approval *demand = promotes ? promotion_approval(j->spec)
						 : step_approval(j->spec, j->step);
	struct approved *said;
	unsigned need, have;
	size_t count;

	if (!demand)
		return 0;
	if (read_said(j, demand, &said, &count) < 0)
		return -1;
	need = demand->count;
	have = approvals_given(said, count);
	if (have >= need)
		return 0;
	act_no(j, RULE_CONDITIONS,
	       arena_printf(j->a, "%u approval%s by %s", need, need == 1 ? "" : "s",
			    demand->role),
	       arena_printf(j->a, "%u", have),
	       cannot_be(j) ? approvals_uncommitted : who_could(j, demand, said, count),
	       "'%s' in '%s' needs the approval of role '%s'%s",
	       promotes ? j->info->word : j->subject.id, j->environment, demand->role,
	       approvals_own(said, count, j->a));
	j->found->items[j->found->count - 1].waits = true;
	return 0;
}

/* -- the approval itself ------------------------------------------------------------------------- */

int act_check_bound(struct judging *j)
{
	const struct runbook *rb = j->act->runbook;
	bool whole = j->subject.type == SUBJECT_ENVIRONMENT;

	if (!event_get(j->event, FIELD_CANDIDATE))
		act_no(j, RULE_EVIDENCE, "Mcade-Candidate", "nothing", NULL,
		       "'%s' of '%s' names no candidate", j->info->word,
		       whole ? j->environment : j->subject.id);
	act_check_digest(j, FIELD_DEFINITION,
			 whole ? promotion_definition(rb, j->spec, j->a)
			       : definition_digest(rb, j->step, j->spec, j->a),
			 "definition");
	act_check_digest(j, FIELD_CHECKS,
			 whole ? promotion_checks(rb, j->spec, j->a)
			       : checks_digest(rb, j->step, j->spec, j->a),
			 "list of checks");
	return act_check_candidate(j);
}

/* It would be in vain: whoever wrote what comes does not let it in. */
static void check_wrote(struct judging *j, const char *whom)
{
	const struct approval *demand = promotion_approval(j->spec);
	const char *address, *by = j->act->origin->principal;
	const struct principal *signer;

	if (!demand || !demand->prevent_self_approve || !by ||
	    !text_is(event_get(j->event, FIELD_VERDICT), "pass"))
		return;
	signer = trust_principal(j->trust, by);
	address = whom ? event_address_of(whom, j->a) : signer ? signer->email : NULL;
	if (approvals_wrote(&j->act->authors, address))
		act_no(j, RULE_PERMISSION, "an approval of another person", address,
		       "hint: another person of that role approves it",
		       "the approval by %s of what comes to '%s' does not count: %s",
		       whom ? whom : by, j->environment, approvals_of_author);
}

/* Of a file exactly these bytes are approved, and the rule that closes it. */
static void check_path(struct judging *j)
{
	const char *rule = event_get(j->event, FIELD_RULE);

	if (!rule || (strcmp(rule, rule_word(RULE_FROZEN)) != 0 &&
		      strcmp(rule, rule_word(RULE_LOCKED)) != 0))
		act_no(j, RULE_PERMISSION, "frozen or locked", rule ? rule : "no rule", NULL,
		       "the approval of '%s' names neither 'frozen' nor 'locked'",
		       j->subject.id);
	if (!event_get(j->event, FIELD_CONTENT))
		act_no(j, RULE_EVIDENCE, "Mcade-Content", "nothing", NULL,
		       "the approval of '%s' names no bytes", j->subject.id);
}

/* Whoever has a key signs himself; of all others a file shows what they said. */
static void check_witness(struct judging *j, const char *whom)
{
	const char *address = event_address_of(whom, j->a);

	if (!j->event->fields[FIELD_EVIDENCE].count)
		act_no(j, RULE_EVIDENCE, "Mcade-Evidence", "nothing", NULL,
		       "nothing shows what '%s' has said", whom);
	for (size_t i = 0; i < j->trust->principal_count; i++)
		if (!strcasecmp(j->trust->principals[i].email, address))
			act_no(j, RULE_PERMISSION, "a person without a key",
			       j->trust->principals[i].id, NULL,
			       "'%s' has a key, and signs for himself", whom);
}

int act_check_approve(struct judging *j)
{
	const char *whom = event_get(j->event, FIELD_FOR);
	const char *expires = event_get(j->event, FIELD_EXPIRES);
	bool whole = j->subject.type == SUBJECT_ENVIRONMENT;
	int64_t until;

	if (time_parse(expires, &until) && until <= j->time)
		act_no(j, RULE_PERMISSION, "a future time", expires, NULL,
		       "the approval has expired");
	if (whom)
		check_witness(j, whom);
	if (j->subject.type == SUBJECT_PATH)
		check_path(j);
	if (event_get(j->event, FIELD_RESTORED_TO) && j->subject.type != SUBJECT_ROLLBACK)
		act_no(j, RULE_EVIDENCE, "a rollback", event_get(j->event, FIELD_RESTORED_TO),
		       NULL, "an approval of '%s' goes back to nothing", act_about(j));
	if (j->procedure && !j->act->asked)
		act_check_arguments(j);
	else if (event_get(j->event, FIELD_ARGUMENT))
		act_no(j, RULE_EVIDENCE, "values of a rollback",
		       event_get(j->event, FIELD_ARGUMENT), NULL,
		       "an approval of '%s' names values", act_about(j));
	if (whole && !promotion_approval(j->spec)) {
		act_no(j, RULE_REFERENCE, "an approval that 'promote' demands", "none", NULL,
		       "a promotion to '%s' needs no approval", j->environment);
		return 0;
	}
	if (whole)
		check_wrote(j, whom);
	return (j->step || whole) && !j->act->asked ? act_check_bound(j) : 0;
}
