/* A start and what was verified: is what the event says of them what the runbook demands? */
#include "policy/act_internal.h"

#include "base/texts.h"

#include "match/glob.h"
#include "runbook/digests.h"
#include "runbook/promotion.h"

/* -- digests ------------------------------------------------------------------------------------- */

void act_check_digest(struct judging *j, enum event_field field, const char *is,
		      const char *what)
{
	const char *said = event_get(j->event, field);

	if (!said || strcmp(said, is) != 0)
		act_no(j, RULE_EVIDENCE, is, said ? said : "nothing", NULL,
		       "the event names another %s of '%s' than the runbook in force", what,
		       act_about(j));
}

/* A verdict may speak of what a promotion would bring there, which is what the environment has then. */
static int would_come(struct judging *j, const char *content, const char *candidate, bool *ret)
{
	const struct words *after = &j->spec->promote_after;
	bool verdict = (j->info->kind == KIND_VERDICT && j->event->word != EVENT_VERIFY) ||
		       j->event->word == EVENT_DRILL;

	*ret = false;
	for (size_t i = 0; verdict && content && !*ret && i < after->count; i++) {
		const char *is;

		if (promotion_candidate(j->act->record, j->spec, after->items[i], content, j->a,
					&is, j->err) < 0)
			return -1;
		*ret = !strcmp(is, candidate);
	}
	return 0;
}

/*
 * What ran, ran with the pins of its time: what another pinned meanwhile is none of its business where
 * the step names no such path. Live, a start is nothing until it is published, and is asked again then.
 */
static bool was_that(struct judging *j, const char *content, const char *candidate)
{
	struct act_pins pins;

	if (!content || j->info->kind != KIND_START || !j->step || !j->step->has_pins ||
	    !j->act->pins_seen || (j->spec->live && !event_get(j->event, FIELD_OFFLINE)))
		return false;
	j->act->pins_seen(j->act->context, j->event, j->environment, j->a, &pins);
	for (size_t i = 0; i < pins.moved_count; i++)
		if (texts_have(j->step->pins.items, j->step->pins.count, pins.moved[i]))
			return false;
	return !strcmp(candidate_digest(content, pins.items, pins.count, j->a), candidate);
}

/* Of what goes back there are none: those stay that are there. */
void act_check_settings(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_SETTINGS);
	bool due = event_get(j->event, FIELD_CANDIDATE) && j->spec->manifest &&
		   !event_get(j->event, FIELD_RESTORED_TO);
	enum rule_id rule = j->info->kind == KIND_START ? RULE_ORDER : RULE_EVIDENCE;

	if (due && !said)
		act_no(j, rule, "Mcade-Settings", "nothing", NULL,
		       "'%s' names a candidate, and not the settings of '%s'", act_about(j),
		       j->environment);
	if (said && !due)
		act_no(j, rule, "no settings", said, NULL,
		       "'%s' names settings of '%s', which has none", act_about(j),
		       j->environment);
}

int act_check_candidate(struct judging *j)
{
	const char *content = event_get(j->event, FIELD_CONTENT);
	const char *candidate = event_get(j->event, FIELD_CANDIDATE);
	const char *const *pins;
	size_t count;
	bool comes;

	act_check_settings(j);
	if (event_get(j->event, FIELD_RESTORED_TO))
		return j->info->kind == KIND_START ? 0 : act_check_restored_candidate(j);
	/* of files of no commit nobody looks whether they are that content */
	if (content && (!event_get(j->event, FIELD_CODE) || event_get(j->event, FIELD_DIRTY)))
		act_no(j, RULE_EVIDENCE, "a commit that has it",
		       event_get(j->event, FIELD_CODE) ? "files of no commit" : "nothing", NULL,
		       "the content is not that of a commit");
	if (!candidate)
		return 0;
	if (state_pins(j->act->record, j->environment, &pins, &count, j->err) < 0 ||
	    would_come(j, content, candidate, &comes) < 0)
		return -1;
	if (!content ||
	    (!comes && strcmp(candidate_digest(content, pins, count, j->a), candidate) != 0 &&
	     !was_that(j, content, candidate)))
		act_no(j, content && j->info->kind == KIND_START ? RULE_ORDER : RULE_EVIDENCE,
		       "the digest of content and pins", candidate, NULL,
		       "the candidate is not that of its content and pins");
	return 0;
}

/* Each file that the step declares as an input, and none that it does not; which of them a pattern
 * has is looked at where the objects are. */
static void check_inputs(struct judging *j)
{
	const struct event_values *said = &j->event->fields[FIELD_INPUT];
	const struct words *declared = &j->step->inputs;

	for (size_t i = 0; i < declared->count; i++) {
		const char *path = step_path(j->step, declared->items[i], j->a);
		if (glob_is_literal(path) && !act_names(j->event, FIELD_INPUT, path))
			act_no(j, RULE_EVIDENCE, path, "nothing", NULL,
			       "'%s' has an input that the event does not name", j->subject.id);
	}
	for (size_t k = 0; k < said->count; k++) {
		bool known = false;

		for (size_t i = 0; !known && i < declared->count; i++)
			known = glob_match(step_path(j->step, declared->items[i], j->a),
					   event_file_path(said->items[k]));
		if (!known)
			act_no(j, RULE_EVIDENCE, "an input of the runbook", said->items[k],
			       NULL, "'%s' has no such input", j->subject.id);
	}
}

/* What runs is named, so that whoever has the objects can compare; live, as it is in its commit. */
static void check_files(struct judging *j)
{
	const char *path = step_path(j->step, j->step->uses, j->a);
	const char *said = event_get(j->event, FIELD_USES);
	const char *named = said ? event_file_path(said) : NULL;

	if (!path != !named || (path && strcmp(path, named) != 0))
		act_no(j, RULE_EVIDENCE, path ? path : "no file", named ? named : "nothing",
		       NULL, "'%s' runs another file than the event says", j->subject.id);
	check_inputs(j);
	if (j->spec->live && event_get(j->event, FIELD_DIRTY))
		act_no(j, RULE_DRIFT, "files of a commit", "other bytes", NULL,
		       "'%s' runs in '%s' files that are not published", j->subject.id,
		       j->environment);
}

/* Live, what runs and what verifies is of a commit; of which branch is looked at where the objects
 * are. */
static void check_commit(struct judging *j)
{
	if (j->spec->live && !event_get(j->event, FIELD_CODE))
		act_no(j, RULE_DRIFT, "files of a commit", "no commit", NULL,
		       "'%s' in '%s' is not of a published commit", j->subject.id,
		       j->environment);
}

/* -- start, finish, verify ----------------------------------------------------------------------- */

/* What it says of itself is what the runbook says. */
static int check_said(struct judging *j)
{
	act_check_asked(j);
	check_commit(j);
	act_check_digest(j, FIELD_DEFINITION,
			 definition_digest(j->act->runbook, j->step, j->spec, j->a),
			 "definition");
	act_check_digest(j, FIELD_CHECKS,
			 checks_digest(j->act->runbook, j->step, j->spec, j->a),
			 "list of checks");
	return act_check_candidate(j);
}

/*
 * Another definition than the one in force: where its signer had seen that, nothing was against it, and
 * an adopt came first (RULE_ORDER may be contested); everywhere else it is as wrong as any. What the
 * runbook in force demands of its own says nothing of it.
 */
bool act_is_of_another(struct judging *j)
{
	const char *is[] = {definition_digest(j->act->runbook, j->step, j->spec, j->a),
			    checks_digest(j->act->runbook, j->step, j->spec, j->a)};
	const char *said[] = {event_get(j->event, FIELD_DEFINITION),
			      event_get(j->event, FIELD_CHECKS)};

	bool other = false;

	for (size_t i = 0; i < 2; i++) {
		if (said[i] && !strcmp(said[i], is[i]))
			continue;
		act_no(j, RULE_ORDER, is[i], said[i] ? said[i] : "nothing", NULL,
		       "the event names another %s of '%s' than the runbook in force",
		       i ? "list of checks" : "definition", j->subject.id);
		other = true;
	}
	return other;
}

static int check_start(struct judging *j)
{
	if (act_check_approved(j) < 0 || act_check_launch(j) < 0)
		return -1;
	if (j->act->asked || act_is_of_another(j))
		return 0;
	act_check_list(j, "guard.", j->step->guard);
	act_check_list(j, "guard.", j->spec->guard);
	check_files(j);
	return check_said(j);
}

static int check_verify(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_VERDICT);
	const char *is = act_verdict(j);
	bool ran_well = j->state->result && !strcmp(j->state->result, "ok");
	bool none = j->act->asked ? j->step && !j->step->verify.count : !strcmp(is, "none");
	const char *run = event_get(j->event, FIELD_RUN);

	if (j->step && step_is_said(j->step)) {
		act_no(j, RULE_ORDER, "a step that has checks", "one without",
		       act_command(j, EVENT_VERIFY, NULL),
		       "'%s' is done by a person: no check shows it", j->subject.id);
		return 0;
	}
	if (!ran_well && !(j->state->claim_count && !j->state->run))
		act_no(j, RULE_ORDER, "a run that ended well, or an accepted claim",
		       j->state->result ? j->state->result : "no run",
		       act_command(j, EVENT_START, NULL),
		       "there is nothing of '%s' in '%s' to verify", j->subject.id,
		       j->environment);
	if (none)
		act_no(j, RULE_COMPLETION, "at least one check", "none",
		       "git mcade lint --missing", "'%s' has nothing to verify", j->subject.id);
	if (j->act->asked)
		return 0;
	if (!run != !j->state->run || (run && strcmp(run, j->state->run) != 0))
		act_no(j, RULE_EVIDENCE, j->state->run ? j->state->run : "no run",
		       run ? run : "no run", NULL, "the verification names another run of '%s'",
		       j->subject.id);
	if (!none && strcmp(is, said) != 0)
		act_no(j, RULE_EVIDENCE, is, said, NULL,
		       "the verdict does not follow from the checks");
	if (!j->step)
		return 0;
	act_check_results(j);
	act_check_recorded(j, j->step->verify);
	return check_said(j);
}

/* What an environment is asked is asked as it is of a step; nothing ran for it. */
static int check_environment(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_VERDICT);
	const char *run = event_get(j->event, FIELD_RUN);
	const struct entry *last;

	if (promotion_last(j->act->record, j->environment, &last, j->err) < 0)
		return -1;
	j->step = environment_asked(j->spec, last != NULL, j->a);
	if (!j->step->verify.count)
		act_no(j, RULE_COMPLETION, "a 'verify' of the environment", "none", NULL,
		       "'%s' has nothing to verify", j->environment);
	if (j->act->asked)
		return 0;
	if (run)
		act_no(j, RULE_EVIDENCE, "no run", run, NULL,
		       "a verification of '%s' itself must not name a run", j->environment);
	if (strcmp(act_verdict(j), said) != 0)
		act_no(j, RULE_EVIDENCE, act_verdict(j), said, NULL,
		       "the verdict does not follow from the checks");
	act_check_results(j);
	act_check_recorded(j, j->step->verify);
	return check_said(j);
}

int act_check_run(struct judging *j)
{
	switch (j->event->word) {
	case EVENT_START:
		return j->step ? check_start(j) : 0;
	case EVENT_ROLLBACK:
		return j->step ? act_check_rollback(j) : 0;
	case EVENT_FINISH:
	case EVENT_ABANDON:
		act_check_finish(j);
		return 0;
	case EVENT_DRILL:
		return j->step ? act_check_drill(j) : 0;
	case EVENT_VERIFY:
		if (j->subject.type == SUBJECT_ENVIRONMENT)
			return check_environment(j);
		return check_verify(j);
	case EVENT_APPROVE:
		return act_check_approve(j);
	case EVENT_REOPEN:
		if (strcmp(event_get(j->event, FIELD_VERDICT), "fail") != 0)
			act_no(j, RULE_EVIDENCE, "fail", event_get(j->event, FIELD_VERDICT),
			       NULL, "to reopen is to say that it does not hold");
		return 0;
	default:
		return 0;
	}
}
