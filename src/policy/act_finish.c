/* How a run ended, and what checks found: what the event says of it is held against the runbook. */
#include "policy/act_internal.h"

#include "base/number.h"
#include "base/texts.h"
#include "runbook/digests.h"
#include "runbook/expect.h"

/* -- results of checks --------------------------------------------------------------------------- */

static const char *found_in(const char *const *results, size_t count, const char *prefix,
			    const char *id)
{
	size_t len = strlen(prefix), id_len = strlen(id);

	for (size_t i = 0; i < count; i++) {
		const char *text = results[i];

		if (!strncmp(text, prefix, len) && !strncmp(text + len, id, id_len) &&
		    text[len + id_len] == ' ')
			return text + len + id_len + 1;
	}
	return NULL;
}

const char *act_found(const struct judging *j, const char *prefix, const char *id)
{
	const struct event_values *checks = &j->event->fields[FIELD_CHECK];

	return found_in((const char *const *)checks->items, checks->count, prefix, id);
}

/* Was the drill made, or the answer given, again since the run began? Then the record does not tell any
 * more what it was when the run asked. */
static bool is_said_since(struct judging *j, const struct check *used, const char *id)
{
	const char *slot = arena_printf(j->a, "verdicts/check:%s", id);

	return used->probe == PROBE_DRILL ? act_drilled_since(j, used)
	       : used->probe == PROBE_MANUAL
		       ? subject_sequence(j->state->subject, slot) >
				 subject_sequence(j->state->subject, "run")
		       : false;
}

/* What a person was asked has the result that he signed; what a drill shows, that one. The end of what has
 * started is recorded whatever was said meanwhile: its completion asks for a verification then. */
static bool is_answered(struct judging *j, const struct check *used, const char *id,
			const char *result)
{
	struct check asked = *used;
	const char *answer;

	if (j->event->word == EVENT_FINISH && is_said_since(j, used, id))
		return used->warn_only || strcmp(result, "warn") != 0;
	asked.id = id;
	answer = used->probe == PROBE_DRILL ? act_drilled(j, &asked, result)
					    : act_answer(j, &asked);
	return !strcmp(result, !strcmp(answer, "fail") && used->warn_only ? "warn" : answer);
}

bool act_lets_through(const char *result)
{
	return !strcmp(result, "pass") || !strcmp(result, "warn");
}

/* Only a check that may warn has warned, and only one with `when` does not apply. */
static bool possible(struct judging *j, const struct check *check, const char *result)
{
	struct check used = *check;

	(void)runbook_used(j->act->runbook, j->step, check, &used);
	/* an error is no answer, and lets nothing through */
	if ((used.probe == PROBE_MANUAL || used.probe == PROBE_DRILL) &&
	    j->event->fields[FIELD_CHECK].count && strcmp(result, "not-applicable") != 0 &&
	    strcmp(result, "error") != 0)
		return is_answered(j, &used, check->id, result);
	if (act_lets_through(result) && !act_compares(j, &used))
		return false;
	if (!strcmp(result, "warn"))
		return used.warn_only;
	if (!strcmp(result, "not-applicable"))
		return used.when;
	return true;
}

uint64_t act_rules(struct judging *j)
{
	const struct adopted_state *adopted;

	if (state_adopted(j->act->record, &adopted, j->err) == 0)
		return adopted->rules;
	j->unread = true;
	return LEDGER_RULES;
}

const char *act_verdict(struct judging *j)
{
	return event_checks_verdict(j->event, act_rules(j));
}

static bool holds(struct judging *j, const struct check *check, const char *result)
{
	return result && (act_lets_through(result) || !strcmp(result, "not-applicable")) &&
	       possible(j, check, result);
}

void act_check_list(struct judging *j, const char *prefix, struct checks list)
{
	for (size_t i = 0; i < list.count; i++) {
		const struct check *check = list.items[i];
		const char *result = act_found(j, prefix, check->id);

		if (holds(j, check, result))
			continue;
		act_no(j, RULE_CONDITIONS, arena_printf(j->a, "%s%s passed", prefix, check->id),
		       result ? result : "not asked", NULL, "'%s' does not hold for '%s'",
		       check->id, act_about(j));
	}
}

void act_check_results(struct judging *j)
{
	for (size_t i = 0; i < j->step->verify.count; i++) {
		const struct check *check = j->step->verify.items[i];
		const char *result = act_found(j, "", check->id);

		if (!result)
			act_no(j, RULE_EVIDENCE,
			       arena_printf(j->a, "a result of check '%s'", check->id), "none",
			       NULL, "'%s' was not asked in '%s'", check->id, j->environment);
		else if (!possible(j, check, result))
			act_no(j, RULE_EVIDENCE, "a result that the check can have", result,
			       NULL, "'%s' cannot have the result '%s'", check->id, result);
	}
}

static bool is_of(const char *result, const char *prefix, struct checks list)
{
	bool found = false;

	for (size_t i = 0; !found && i < list.count; i++)
		found = found_in(&result, 1, prefix, list.items[i]->id) != NULL;
	return found;
}

/* Do the environment's own guards and stops? A rollback goes ahead whatever is broken there. */
static bool binds(const struct judging *j)
{
	return !step_rollback(j->step);
}

/* Of what is asked before a start, or of a run: the step's, the environment's. */
static bool is_asked(const struct judging *j, const char *result)
{
	if (j->event->word == EVENT_PROMOTE) {
		const struct environment *source = runbook_environment(
			j->act->runbook, event_get(j->event, FIELD_SOURCE));

		return source && (is_of(result, "verify.", source->verify) ||
				  is_of(result, "verify.", source->promote_verify));
	}
	if (j->info->kind == KIND_START)
		return is_of(result, "guard.", j->step->guard) ||
		       (binds(j) && is_of(result, "guard.", j->spec->guard));
	return is_of(result, "", j->step->verify) ||
	       is_of(result, "before.", j->step->before) ||
	       is_of(result, "stop.", j->step->stop) ||
	       (binds(j) && is_of(result, "stop.", j->spec->stop));
}

/* Nothing answers that nobody asks, and nothing twice. */
void act_check_asked(struct judging *j)
{
	const struct event_values *checks = &j->event->fields[FIELD_CHECK];

	for (size_t i = 0; i < checks->count; i++) {
		size_t len = strcspn(checks->items[i], " ") + 1;

		if (i && !strncmp(checks->items[i - 1], checks->items[i], len))
			act_no(j, RULE_EVIDENCE, checks->items[i - 1], checks->items[i], NULL,
			       "one check of '%s' has two results", act_about(j));
		if (!is_asked(j, checks->items[i]))
			act_no(j, RULE_EVIDENCE, "a check of the runbook", checks->items[i],
			       NULL, "'%s' has no such check", act_about(j));
	}
}

const struct check *act_unmet(struct judging *j, const struct entry *verify,
			      const char **ret_result)
{
	size_t count;
	const char *const *results = entry_list(verify, "results", &count);
	bool ended = verify &&
		     verify->sequence == subject_sequence(j->state->subject, "finish");

	for (size_t i = 0; i < j->step->verify.count; i++) {
		const struct check *check = j->step->verify.items[i];
		struct check used = *check;

		*ret_result = found_in(results, count, "", check->id);
		if (!holds(j, check, *ret_result))
			return check;
		(void)runbook_used(j->act->runbook, j->step, check, &used);
		if (!ended || !strcmp(*ret_result, "not-applicable") ||
		    !is_said_since(j, &used, check->id))
			continue;
		*ret_result = "said again since the run began";
		return check;
	}
	return NULL;
}

/* -- the run itself ------------------------------------------------------------------------------ */

/* It ran by another text: what that demanded is not known here, and asked again at its completion. */
static bool is_of_this(struct judging *j)
{
	const char *now = definition_digest(j->act->runbook, j->step, j->spec, j->a);

	return !j->state->definition || !strcmp(j->state->definition, now);
}

/* Was it begun by the same checks? An adopt may have come between. */
static bool asks_this(struct judging *j)
{
	const char *then = entry_get(subject_entry(j->state->subject, "run"), "checks");

	return then && !strcmp(then, checks_digest(j->act->runbook, j->step, j->spec, j->a));
}

static bool was_complete(const struct subject *s)
{
	return subject_sequence(s, "complete") > subject_sequence(s, "verdicts/reopen");
}

bool act_has_evidence(const struct judging *j, const char *name)
{
	const struct event_values *evidence = &j->event->fields[FIELD_EVIDENCE];
	bool found = false;

	for (size_t i = 0; !found && i < evidence->count; i++) {
		const char *size = strchr(evidence->items[i], ' ') + 1;

		found = *size != '0' && !strcmp(event_evidence_name(evidence->items[i]), name);
	}
	return found;
}

/* The evidence of a second run is there, where the runbook wants one; what is stored of a run says
 * so. */
static void check_second(struct judging *j)
{
	bool found = !j->step->idempotence ||
		     (j->step->idempotence_first_only && was_complete(j->state->subject));

	if (!found && !act_has_evidence(j, "run.2"))
		act_no(j, RULE_EVIDENCE, "evidence of a second run", "none", NULL,
		       "'%s' was run once, and the runbook has 'idempotence'", j->subject.id);
}

/* What cannot be judged has not passed. */
static bool demands(struct judging *j, const struct observation *said, bool of_recap)
{
	struct expect_result result = {.pass = true};
	struct err err;
	int status = 0;

	if (!of_recap)
		status = expect_judge(j->step->expect, said, NULL, j->a, &result, &err);
	else if (j->step->recap)
		status = expect_recap(j->step->recap, said, NULL, j->a, &result, &err);
	return !status && result.pass;
}

static bool fits_exit(struct judging *j, const char *exit, struct recap *recap)
{
	const char *number = exit && text_begins(exit, "exit status ") ? exit + 12 : "";
	uint64_t status = 0;
	bool exited = number_parse(number, 255, &status);
	struct observation said = {
		.said = true, .has_exit = true, .exit = (int)status, .recap = recap};

	return exited && demands(j, &said, false);
}

static bool fits_recap(struct judging *j, struct recap *recap)
{
	struct observation said = {.said = true, .recap = recap};

	return demands(j, &said, true);
}

static bool fits_restore(const struct judging *j, const char *restore,
			 const struct recap *recap)
{
	return !restore || strcmp(restore, RESTORE_NOTHING) != 0 || !j->step->changes_state ||
	       (recap->found && !recap->changed);
}

bool act_ended_as_demanded(struct judging *j, const struct entry *finish)
{
	struct recap recap;

	recap_read(entry_get(finish, "recap"), &recap);
	return fits_exit(j, entry_get(finish, "exit"), &recap) && fits_recap(j, &recap) &&
	       fits_restore(j, entry_get(finish, "restore"), &recap);
}

static void check_said(struct judging *j)
{
	const char *exit = event_get(j->event, FIELD_EXIT);
	const char *restore = event_get(j->event, FIELD_RESTORE);
	struct recap recap;

	recap_read(event_get(j->event, FIELD_RECAP), &recap);
	if (!fits_exit(j, exit, &recap))
		act_no(j, RULE_EVIDENCE, "the exit and recap that 'expect' has",
		       exit ? exit : "nothing", NULL,
		       "'%s' did not end well: what the finish says is not what is expected",
		       j->subject.id);
	if (!fits_recap(j, &recap))
		act_no(j, RULE_EVIDENCE, "the recap that the runbook demands",
		       recap.found ? event_get(j->event, FIELD_RECAP) : "none", NULL,
		       "'%s' did not end well: its recap is unexpected", j->subject.id);
	if (!fits_restore(j, restore, &recap))
		act_no(j, RULE_EVIDENCE, "a restore path, or a recap with changed=0", restore,
		       NULL, "'%s' changes state, but has no restore path", j->subject.id);
	check_second(j);
}

/* Of a run that is not in the record nothing is known by which its end could be judged; that alone is
 * against it (RULE_ORDER). */
static bool is_open(const struct judging *j, const char *run)
{
	return (j->state->phase == PHASE_RUNNING || j->state->before == PHASE_RUNNING) &&
	       j->state->run && !strcmp(run, j->state->run);
}

void act_check_finish(struct judging *j)
{
	const char *run = event_get(j->event, FIELD_RUN);
	const char *outcome = event_get(j->event, FIELD_OUTCOME);
	bool ok = !strcmp(event_get(j->event, FIELD_RESULT), "ok");

	if (j->state->run && strcmp(run, j->state->run) != 0)
		act_no(j, RULE_ORDER, j->state->run, run, NULL,
		       "another run of '%s' in '%s' is open", j->subject.id, j->environment);
	if (j->event->word == EVENT_ABANDON &&
	    strcmp(event_get(j->event, FIELD_RESULT), "lost") != 0)
		act_no(j, RULE_EVIDENCE, "lost", event_get(j->event, FIELD_RESULT), NULL,
		       "how an abandoned run ended is unknown");
	if (outcome && strcmp(outcome, event_outcome(j->event)) != 0)
		act_no(j, RULE_EVIDENCE, event_outcome(j->event), outcome, NULL,
		       "the event names another outcome than it had");
	if (!j->step || j->event->word != EVENT_FINISH || !is_open(j, run))
		return;
	act_check_fields(j);
	if (asks_this(j)) {
		act_check_asked(j);
		act_check_recorded(j, j->procedure ? (struct checks){0} : j->step->verify);
	} else {
		act_check_left(j);
	}
	if (j->subject.type == SUBJECT_DRILL && is_of_this(j))
		act_check_drilled(j);
	if (!ok)
		return;
	act_check_list(j, "stop.", j->step->stop);
	if (binds(j))
		act_check_list(j, "stop.", j->spec->stop);
	act_check_list(j, "before.", j->step->before);
	act_check_results(j);
	if (is_of_this(j))
		check_said(j);
}
