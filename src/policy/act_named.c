/* What an act names of the repository and of values, compared with what the runbook says of it. */
#include "policy/act_internal.h"

#include "base/time.h"
#include "yaml/doc.h"

/*
 * Whoever names another repository is looked at by nobody: only the runbook may say so, of what runs, and
 * then nothing is said of what this one has.
 */
static void check_repository(struct judging *j)
{
	static const enum event_field ours[] = {FIELD_CONTENT, FIELD_CANDIDATE, FIELD_SETTINGS};
	const char *said = event_get(j->event, FIELD_REPOSITORY), *is = j->step->repo;
	bool runs = j->event->word == EVENT_START || j->event->word == EVENT_VERIFY;

	if (said ? !runs || !is || strcmp(said, is) != 0
		 : runs && is && event_get(j->event, FIELD_CODE))
		act_no(j, RULE_EVIDENCE, is && runs ? is : "this repository",
		       said ? said : "this repository", NULL,
		       "'%s' does not run in the repository that the event names",
		       act_about(j));
	for (size_t i = 0; said && i < ARRAY_SIZE(ours); i++) {
		const char *value = event_get(j->event, ours[i]);

		if (value)
			act_no(j, RULE_EVIDENCE, "no release of this repository", value, NULL,
			       "'%s' runs in '%s', and the event names what this one has",
			       act_about(j), said);
	}
}

/* Of a branch that is governed: by the runbook in force, or by the one that is adopted (NULL: none). */
static void check_refs(struct judging *j, const struct runbook *next)
{
	const struct event_values *tips = &j->event->fields[FIELD_TIP];
	const struct runbook *rb = j->act->runbook;

	for (size_t i = 0; i < tips->count; i++) {
		const char *ref = strchr(tips->items[i], ' ') + 1;

		if (!(rb && runbook_governs(rb, ref)) && !(next && runbook_governs(next, ref)))
			act_no(j, RULE_EVIDENCE, (next ? next : rb)->governed.items[0], ref,
			       NULL, "the event names a branch that is not governed");
	}
}

/* What counts for others rests on bytes that everybody can see: those of a governed branch. */
static void check_tips(struct judging *j)
{
	const struct event_values *tips = &j->event->fields[FIELD_TIP];

	if (!j->act->runbook ||
	    (!(event_info(j->event->word)->tips & (TIPS_PROVE | TIPS_MOVE)) &&
	     !(j->spec && j->spec->live)))
		return;
	if (!tips->count && j->event->word == EVENT_PROMOTE)
		act_no(j, RULE_EVIDENCE, "the tip of a governed branch", "none", NULL,
		       "what is promoted is not on a governed branch");
	if (!tips->count && j->event->word == EVENT_PURGE)
		act_no(j, RULE_EVIDENCE, "the tip of a governed branch", "none", NULL,
		       "what is purged is not on a governed branch");
	if (!tips->count && j->event->word == EVENT_COMPLETE && j->state && j->state->uses &&
	    j->step && !j->step->repo)
		act_no(j, RULE_EVIDENCE, "the tip of a governed branch", "none", NULL,
		       "'%s' is not completed on a governed branch", j->subject.id);
	check_refs(j, NULL);
}

/* Who does not say what is governed changes nothing of it. */
static void check_default(struct judging *j, const struct runbook *next, const char *said)
{
	const struct runbook *now = j->act->runbook;
	const char *ref = next->governed.items[0];
	bool says = doc_get(next->root, "governed");

	if (said && says)
		act_no(j, RULE_EVIDENCE, "the 'governed' of runbook.yaml alone", said, NULL,
		       "the event names a branch as governed, and the runbook says which are");
	for (size_t i = 0; now && !says && i < now->governed.count; i++) {
		if (!strcmp(now->governed.items[i], ref))
			continue;
		act_no(j, RULE_EVIDENCE, now->governed.items[i], ref, NULL,
		       "a runbook without 'governed' lets go of a branch that governs now");
		break;
	}
}

/* Rules that bind no branch bind nobody: of what they govern one at least is named. */
void act_check_adopted(struct judging *j, const struct runbook *text)
{
	const char *said = event_get(j->event, FIELD_GOVERNED);
	const struct runbook *next = runbook_governing(text, said, j->a);
	const struct event_values *tips = &j->event->fields[FIELD_TIP];
	size_t before = j->found->count;
	bool named = false;

	if (!tips->count) {
		act_no(j, RULE_EVIDENCE, "the tip of a governed branch", "none", NULL,
		       "a runbook is not adopted from a governed branch");
		return;
	}
	for (size_t i = 0; i < tips->count; i++)
		named = named || runbook_governs(next, strchr(tips->items[i], ' ') + 1);
	check_refs(j, next);
	check_default(j, next, said);
	if (!named && j->found->count == before) {
		const struct doc_node *at = doc_get(next->root, "governed");

		act_no(j, RULE_REFERENCE, strchr(tips->items[0], ' ') + 1,
		       next->governed.items[0],
		       arena_printf(j->a, "write into runbook.yaml: governed: [%s]",
				    strchr(tips->items[0], ' ') + 1),
		       "'governed' names no branch that is here");
		j->found->items[j->found->count - 1].at = at ? at->at : next->root->at;
	}
}

/* An approval of a path alone says which rule may be broken, and where; who witnesses, in which
 * roles. */
static void check_approved(struct judging *j)
{
	const char *rule = event_get(j->event, FIELD_RULE),
		   *ref = event_get(j->event, FIELD_REF);
	const char *whom = event_get(j->event, FIELD_FOR);
	const char *role = event_get(j->event, FIELD_ROLE);

	if (j->subject.type != SUBJECT_PATH && (rule || ref))
		act_no(j, RULE_EVIDENCE, "a path", rule ? rule : ref, NULL,
		       "the approval of an act excepts no rule");
	if (!whom != !role)
		act_no(j, RULE_EVIDENCE, "both Mcade-For and Mcade-Role, or neither",
		       whom ? whom : role, NULL,
		       "an approval names both a principal and a role, or neither");
}

/* What is attested is an event, or a criterion or a check of a step; a rollback has none that is. */
static void check_attested(struct judging *j)
{
	bool event = j->subject.type == SUBJECT_EVENT;
	bool rollback = j->subject.type == SUBJECT_ROLLBACK;

	for (size_t f = 0; f < 3; f++) {
		static const enum event_field parts[] = {FIELD_ACT, FIELD_CRITERION,
							 FIELD_CHECK};
		const char *said = event_get(j->event, parts[f]);

		if (said && (rollback || event != (parts[f] == FIELD_ACT)))
			act_no(j, RULE_EVIDENCE, event ? "an event alone" : "no event", said,
			       NULL, "the attestation names what its subject does not have");
	}
	static const enum event_field bound[] = {
		FIELD_CODE,   FIELD_CONTENT, FIELD_CANDIDATE, FIELD_DEFINITION,
		FIELD_CHECKS, FIELD_RESTORE, FIELD_FIELD};
	bool of_release = act_does(j) || event_get(j->event, FIELD_CHECK);
	bool criterion = event_get(j->event, FIELD_CRITERION);

	for (size_t f = 0; f < ARRAY_SIZE(bound) && !act_does(j); f++) {
		const char *said = event_get(j->event, bound[f]);
		bool of_criterion = bound[f] == FIELD_RESTORE || bound[f] == FIELD_FIELD;

		if (said && !(criterion && of_criterion) && (!of_release || of_criterion))
			act_no(j, RULE_EVIDENCE, "a step that a person does", said, NULL,
			       "the attestation is of no release, and names one");
	}
}

int act_check_named(struct judging *j)
{
	if (j->act->asked)
		return 0;
	if (j->step)
		check_repository(j);
	if (j->event->word == EVENT_APPROVE)
		check_approved(j);
	if (j->event->word == EVENT_ATTEST)
		check_attested(j);
	check_tips(j);
	return 0;
}
