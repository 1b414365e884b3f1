/* What an owner attests: a criterion or a check of a step, an event that does not count. */
#include "policy/act_internal.h"

#include "base/texts.h"

static size_t owners(const struct judging *j)
{
	size_t count = 0;

	for (size_t i = 0; i < j->trust->principal_count; i++)
		count += trust_may(j->trust, &j->trust->principals[i], "attest", NULL);
	return count;
}

/* Somebody else than the signer says that it happened so; alone, one's own word is shown as that. */
static int check_event(struct judging *j)
{
	const char *act = event_get(j->event, FIELD_ACT);
	struct act_event event = {0};
	enum event_kind kind;

	if (!j->act->find)
		return 0;
	if (!j->act->find(j->act->context, j->subject.id, &event)) {
		act_no(j, RULE_REFERENCE, "an earlier event", j->subject.id, NULL,
		       "there is no such event to attest");
		return 0;
	}
	kind = event_info(event.word)->kind;
	if (!act || strcmp(act + 33 + strlen("sha256:"), event.sha256) != 0)
		act_no(j, RULE_EVIDENCE, event.sha256, act ? act : "nothing", NULL,
		       "another event than that of this id is attested");
	if (event.counts || (kind != KIND_START && kind != KIND_FINISH &&
			     kind != KIND_COMPLETE && kind != KIND_SEAL))
		act_no(j, RULE_ORDER, "a fact, completion or checkpoint that does not count",
		       event.counts ? "it counts" : event_info(event.word)->word, NULL,
		       "event %" PRIu64 " cannot be attested", event.sequence);
	if (event.renamed)
		act_no(j, RULE_IDENTITY, "a step that is called as it was then",
		       arena_printf(j->a, "renamed by event %" PRIu64, event.renamed), NULL,
		       "event %" PRIu64
		       " names a step that was renamed since: do the act again",
		       event.sequence);
	if (event.directory && act_check_unsealed(j, event.directory) < 0)
		return -1;
	if (strcmp(event_get(j->event, FIELD_VERDICT), "pass") != 0)
		act_no(j, RULE_EVIDENCE, "pass", event_get(j->event, FIELD_VERDICT), NULL,
		       "to attest an event is to say that it holds");
	if (event.principal && j->act->origin->principal && owners(j) > 1 &&
	    !strcmp(event.principal, j->act->origin->principal))
		act_no(j, RULE_PERMISSION, "an owner who did not sign it", event.principal,
		       NULL, "an act is not attested by its own signer");
	return 0;
}

/* Who answers has the role that is asked for, as it is in trust there. */
static void check_role(struct judging *j, const struct check *check)
{
	const struct principal *p;

	if (!check->role || !j->act->origin->principal)
		return;
	p = trust_principal(j->trust, j->act->origin->principal);
	if (!p || !trust_has_role(p, check->role))
		act_no(j, RULE_PERMISSION, arena_printf(j->a, "role '%s'", check->role),
		       j->act->origin->principal, NULL, "'%s' of '%s' is answered by role '%s'",
		       check->id, j->subject.id, check->role);
}

/* Who says so knows. */
static void check_decided(struct judging *j, const char *what)
{
	if (!strcmp(event_get(j->event, FIELD_VERDICT), "inconclusive"))
		act_no(j, RULE_EVIDENCE, "pass or fail", "inconclusive", NULL,
		       "'%s' holds or it does not: its signer knows", what);
}

/* An answer to one manual check: it says yes or no to that. */
static int check_answer(struct judging *j)
{
	const struct event_values *checks = &j->event->fields[FIELD_CHECK];
	const char *id = arena_strndup(j->a, checks->items[0], strcspn(checks->items[0], " "));
	struct check used;

	if (!step_verify(j->act->runbook, j->step, id, &used)) {
		act_no(j, RULE_REFERENCE, "a check of it", id, NULL, "'%s' has no check '%s'",
		       j->subject.id, id);
		return 0;
	}
	if (used.probe != PROBE_MANUAL)
		act_no(j, RULE_REFERENCE, "a manual check", id, NULL,
		       "'%s' of '%s' is asked of the world, not of a person", id,
		       j->subject.id);
	check_role(j, &used);
	if (j->act->asked)
		return 0;
	check_decided(j, id);
	if (checks->count != 1 ||
	    strcmp(checks->items[0] + strlen(id) + 1, event_get(j->event, FIELD_VERDICT)) != 0)
		act_no(j, RULE_EVIDENCE, "the verdict, of one check", checks->items[0], NULL,
		       "the answer to '%s' of '%s' is not one", id, j->subject.id);
	return 0;
}

/* Where a step changes something, who did it says what leads back. */
static void check_restore(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_RESTORE);
	bool nothing = said && !strcmp(said, RESTORE_NOTHING);
	bool yes = !strcmp(event_get(j->event, FIELD_VERDICT), "pass");

	if (j->step->changes_state ? nothing || (yes && !said) : said && !nothing)
		act_no(j, RULE_EVIDENCE,
		       j->step->changes_state ? "a restore path" : RESTORE_NOTHING,
		       said ? said : "nothing",
		       act_command(j, EVENT_ATTEST,
				   j->step->changes_state ? "--restore PATH -m REASON"
							  : "-m REASON"),
		       "the way back from '%s' is not what its 'changes_state' demands",
		       j->subject.id);
}

/* A manual step is done: that is its start, and what shows it. */
static int check_done(struct judging *j)
{
	if (act_check_approved(j) < 0)
		return -1;
	if (j->act->asked)
		return 0;
	check_decided(j, j->subject.id);
	check_restore(j);
	act_check_fields(j);
	return 0;
}

/* A claim that it was complete is accepted, and nothing has run here. */
static bool was_done_before(const struct judging *j)
{
	const struct step_state *s = j->state;

	return s && !s->run && j->step->kind == STEP_RUN &&
	       (texts_have(s->claims, s->claim_count, "complete") ||
		texts_have(s->claims, s->claim_count, "verified"));
}

/* Of what was done before there was a ledger an owner may say what nobody can show: that it ended well, and what
 * leads back. A run says both itself. */
static void check_criterion(struct judging *j)
{
	const char *criterion = event_get(j->event, FIELD_CRITERION);
	bool restore = !strcmp(criterion, "restore");

	if (!restore && strcmp(criterion, "exit") != 0)
		act_no(j, RULE_REFERENCE, "exit or restore", criterion, NULL,
		       "'%s' is shown, not attested", criterion);
	if (!was_done_before(j))
		act_no(j, RULE_ORDER, "a claim that it is complete, accepted, and no run",
		       j->state && j->state->run ? "a run" : "no such claim",
		       act_command(j, EVENT_START, NULL),
		       "'%s' in '%s' is to be run, or done: its '%s' is not attested",
		       j->subject.id, j->environment, criterion);
	if (event_get(j->event, FIELD_CHECK))
		act_no(j, RULE_EVIDENCE, "one criterion", event_get(j->event, FIELD_CHECK),
		       NULL, "a criterion and a check are not attested at once");
	if (j->act->asked)
		return;
	if (strcmp(event_get(j->event, FIELD_VERDICT), "pass") != 0)
		act_no(j, RULE_EVIDENCE, "pass", event_get(j->event, FIELD_VERDICT), NULL,
		       "to attest a criterion is to say that it holds");
	if (!event_get(j->event, FIELD_RESTORE) == restore)
		act_no(j, RULE_EVIDENCE, restore ? "what leads back" : "no way back",
		       restore ? "nothing" : event_get(j->event, FIELD_RESTORE), NULL,
		       "the way back from '%s' stands in the attestation of 'restore', and "
		       "nowhere else",
		       j->subject.id);
}

/* What was done where nothing could be recorded: when that was is what it is told for. */
static void check_by_hand(struct judging *j)
{
	const char *id = j->subject.id;

	if (j->act->asked)
		return;
	check_decided(j, id);
	if (!event_get(j->event, FIELD_OCCURRED))
		act_no(j, RULE_EVIDENCE, "Mcade-Occurred", "nothing", NULL,
		       "rollback '%s' was made by hand, and it does not say when", id);
}

int act_check_attest(struct judging *j)
{
	bool does = act_does(j);

	if (j->subject.type == SUBJECT_EVENT)
		return check_event(j);
	if (j->step && event_get(j->event, FIELD_CRITERION)) {
		check_criterion(j);
		return 0;
	}
	if (j->subject.type == SUBJECT_ROLLBACK) {
		check_by_hand(j);
		return 0;
	}
	if (does || event_get(j->event, FIELD_CHECK)) {
		if (!j->step)
			return 0;
		if ((does ? check_done(j) : check_answer(j)) < 0)
			return -1;
		return j->act->asked ? 0 : act_check_bound(j);
	}
	if (j->step)
		act_no(j, RULE_ORDER, "a criterion or a check", "the whole step", NULL,
		       "'%s' is not done by a person: it is not attested", j->subject.id);
	return 0;
}
