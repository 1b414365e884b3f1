/* All five criteria, and the checkpoint that seals them. */
#include "policy/act_internal.h"

#include "base/quote.h"
#include "base/texts.h"
#include "runbook/manifest.h"
#include "runbook/shown.h"

/* One of the five is not met. */
static void missing(struct judging *j, enum rule_id rule, const char *expected,
		    const char *have, const char *fix, const char *what)
{
	act_no(j, rule, expected, have, fix, "'%s' in '%s' is not complete: %s", j->subject.id,
	       j->environment, what);
}

/* -- pins ---------------------------------------------------------------------------------------- */

static bool lists(const struct event_values *pins, const char *path, const char *value)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < pins->count; i++)
		if (!strncmp(pins->items[i], path, len) && pins->items[i][len] == '=')
			return !strcmp(pins->items[i] + len + 1, value);
	return false;
}

static int check_pin(struct judging *j, const struct doc_node *manifest, const char *path)
{
	struct pin pin = manifest_pin(manifest, path, j->a);
	struct srcpos at = {j->spec->manifest, pin.at.line, pin.at.column};
	size_t before = j->found->count;
	const char *fix = act_allowed(
		j, EVENT_PIN,
		arena_printf(j->a, "git mcade pin %s=VALUE --env %s", path, j->environment));
	const char *what = arena_printf(j->a, "pin '%s'", path), *recorded;

	if (pin.state == PIN_EXEMPT)
		return 0;
	if (state_pin(j->act->record, j->environment, path, &recorded, j->err) < 0)
		return -1;
	if (pin.state == PIN_ABSENT || pin.state == PIN_UNPINNED)
		missing(j, RULE_UNPINNED, "a value that names one thing for ever",
			pin.state == PIN_ABSENT
				? "nothing"
				: arena_printf(j->a, "%s: %s",
					       pin.value ? pin.value : "nothing", pin.reason),
			fix, what);
	else if (!recorded || strcmp(recorded, pin.value) != 0)
		missing(j, RULE_UNPINNED, pin.value, recorded ? recorded : "not recorded",
			act_allowed(j, EVENT_PIN,
				    arena_printf(j->a, "git mcade pin %s --env %s",
						 shell_quote(arena_printf(j->a, "%s=%s", path,
									  pin.value),
							     j->a),
						 j->environment)),
			what);
	else if (!j->act->aside && !lists(&j->event->fields[FIELD_PIN], path, recorded))
		missing(j, RULE_UNPINNED, recorded, "not named by the event", NULL, what);
	if (j->found->count > before)
		j->found->items[before].at = at;
	return 0;
}

static int check_listed(struct judging *j)
{
	const struct event_values *listed = &j->event->fields[FIELD_PIN];

	for (size_t i = 0; i < listed->count; i++) {
		const char *path, *value, *recorded;

		event_pin_parts(listed->items[i], j->a, &path, &value);
		if (state_pin(j->act->record, j->environment, path, &recorded, j->err) < 0)
			return -1;
		if (!recorded || strcmp(recorded, value) != 0)
			missing(j, RULE_UNPINNED, recorded ? recorded : "a recorded pin", value,
				NULL, arena_printf(j->a, "pin '%s'", path));
	}
	return 0;
}

/* The pins are those of the manifest as the ledger holds it: what was pinned, not what is edited. */
static int check_pins(struct judging *j)
{
	const char *path = state_manifest_path(j->environment, j->a);
	const struct doc_node *manifest = NULL;
	struct bytes text = {"", 0};

	if (!j->step->has_pins && j->spec->manifest && j->step->kind != STEP_CHECKPOINT)
		missing(j, RULE_COMPLETION, "a list 'pins' ([] where nothing is pinned)",
			"none", "git mcade lint --missing", "pins");
	if (!j->step->pins.count)
		return check_listed(j);
	/* it was judged when it came in: it can be read */
	if (state_file(j->act->record, path, &text, j->err) < 0 ||
	    manifest_parse(text, path, j->a, &manifest, j->err) < 0)
		return -1;
	for (size_t i = 0; i < j->step->pins.count; i++)
		if (check_pin(j, manifest, j->step->pins.items[i]) < 0)
			return -1;
	return check_listed(j);
}

/* -- exit, verify, restore, log ------------------------------------------------------------------ */

static void check_exit(struct judging *j)
{
	const struct step_state *s = j->state;
	const char *run = event_get(j->event, FIELD_RUN);
	const char *candidate = event_get(j->event, FIELD_CANDIDATE);

	if (!j->act->asked && (!candidate != !s->candidate ||
			       (candidate && strcmp(candidate, s->candidate) != 0)))
		missing(j, RULE_EVIDENCE, s->candidate ? s->candidate : "no candidate",
			candidate ? candidate : "no candidate", NULL, "candidate");
	if (!s->run && s->attested_exit) {
		if (!j->act->aside && strcmp(run, s->attested_exit) != 0)
			missing(j, RULE_COMPLETION, s->attested_exit, run,
				act_command(j, EVENT_COMPLETE, NULL), "exit");
	} else if (!s->result || strcmp(s->result, "ok") != 0)
		missing(j, RULE_COMPLETION, "a run that ended well",
			s->result ? s->result : "no run", act_command(j, EVENT_START, NULL),
			"exit");
	else if (!j->act->aside && strcmp(run, s->run) != 0)
		missing(j, RULE_COMPLETION, s->run, run, act_command(j, EVENT_COMPLETE, NULL),
			"exit");
	else if (s->dirty || !s->code)
		missing(j, RULE_COMPLETION, "files of a commit",
			s->dirty ? "a run from uncommitted files" : "a run from no commit",
			act_once_committed(act_command(j, EVENT_START, NULL), j->a), "exit");
}

static void check_verify(struct judging *j)
{
	const struct step_state *s = j->state;
	bool ran = s->result && !strcmp(s->result, "ok");

	if (!step_is_said(j->step) && !j->step->verify.count)
		missing(j, RULE_COMPLETION, "a list 'verify'", "none",
			"git mcade lint --missing", "verify");
	else if (!s->verify || strcmp(s->verify, "pass") != 0)
		missing(j, RULE_COMPLETION, "every check passed",
			s->verify ? s->verify : "not verified",
			act_command(j, ran ? EVENT_VERIFY : EVENT_START, NULL), "verify");
	else if (s->dirty_checks && !s->dirty)
		missing(j, RULE_COMPLETION, "files of a commit", "checks of uncommitted files",
			act_once_committed(act_command(j, EVENT_VERIFY, NULL), j->a), "verify");
	if (!s->restore && (s->run || j->step->changes_state))
		missing(j, RULE_COMPLETION, "a restore path, or 'changes_state: false'",
			"none recorded", act_command(j, EVENT_START, NULL), "restore");
}

/*
 * What is filed is held against the runbook once more: the one that was in force when the run ended may
 * have been another, and have demanded less.
 */
static void check_filed(struct judging *j)
{
	const struct step_state *s = j->state;
	const struct entry *finish = subject_entry(s->subject, "finish");
	const struct check *unmet;
	const char *result;

	if (step_is_said(j->step))
		return; /* its signer says so, and the judge took it */
	if (s->result && !strcmp(s->result, "ok") && !act_ended_as_demanded(j, finish))
		missing(j, RULE_COMPLETION, "the exit, recap and restore path of the runbook",
			entry_get(finish, "exit"), act_command(j, EVENT_START, NULL), "exit");
	unmet = s->verified
			? act_unmet(j, subject_entry(s->subject, "verdicts/verify"), &result)
			: NULL;
	if (unmet)
		missing(j, RULE_COMPLETION, arena_printf(j->a, "%s passed", unmet->id),
			result ? result : "not asked", act_command(j, EVENT_VERIFY, NULL),
			"verify");
}

/* What ran and was verified is what is there. */
static int check_stale(struct judging *j)
{
	struct stale *stale;
	size_t count;

	if (step_stale(j->act->record, j->act->runbook, j->spec, j->step, j->state, j->a,
		       &stale, &count, j->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		missing(j, RULE_COMPLETION, stale[i].run ? "what ran" : "what was verified",
			stale[i].why,
			act_command(j, stale[i].run ? EVENT_START : EVENT_VERIFY, NULL),
			stale[i].run ? "exit" : "verify");
	return 0;
}

static void check_log(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_LOG);
	const char *is = runbook_template_fill(j->act->runbook->records.log, j->subject.id,
					       j->time, j->a);

	if (!j->act->asked && strcmp(said, is) != 0)
		missing(j, RULE_COMPLETION, is, said, NULL, "log");
}

static const char *listed(const char *const *items, size_t count, struct arena *a)
{
	const char *text = count ? items[0] : "none";

	for (size_t i = 1; i < count; i++)
		text = arena_printf(a, "%s %s", text, items[i]);
	return text;
}

/* What did not apply is said for ever: nobody reads five where there were four. */
static void check_without(struct judging *j)
{
	const struct event_values *said = &j->event->fields[FIELD_WITHOUT];
	struct words is = step_without(j->step, j->a);
	bool same = said->count == is.count;

	for (size_t i = 0; same && i < is.count; i++)
		same = !strcmp(said->items[i], is.items[i]);
	if (!same && !j->act->asked)
		act_no(j, RULE_EVIDENCE, listed(is.items, is.count, j->a),
		       listed((const char *const *)said->items, said->count, j->a), NULL,
		       "the event names other criteria as not applying than the runbook");
}

int act_check_complete(struct judging *j)
{
	if (!j->step || !j->state)
		return 0;
	check_exit(j);
	check_verify(j);
	check_filed(j);
	act_check_evidence(j);
	if (check_stale(j) < 0 || check_pins(j) < 0)
		return -1;
	check_log(j);
	check_without(j);
	act_check_rests(j);
	return 0;
}

/* -- checkpoints --------------------------------------------------------------------------------- */

static size_t bare_length(const char *folder)
{
	size_t len = strlen(folder);

	while (len && folder[len - 1] == '/')
		len--;
	return len;
}

/* The folder of that step and day, or the same with "-2", "-3" behind it. */
static bool lies_at(const char *said, const char *is)
{
	size_t len = bare_length(is), said_len = bare_length(said);

	if (strncmp(said, is, len) != 0)
		return false;
	if (said_len == len)
		return true;
	return said[len] == '-' && said_len > len + 1 &&
	       strspn(said + len + 1, "0123456789") == said_len - len - 1;
}

int act_check_unsealed(struct judging *j, const char *said)
{
	const char *folder = state_checkpoint_path(said, j->a);
	struct bytes text = {"", 0};

	if (folder &&
	    state_file(j->act->record, arena_printf(j->a, "%sCHECKPOINT.yaml", folder), &text,
		       j->err) < 0)
		return -1;
	if (text.len)
		act_no(j, RULE_SEALED, "a new name", said, NULL, "'%s' is sealed already",
		       said);
	return 0;
}

/* The files lie in the ledger where the directory's name and date say; a sealed folder stays. */
static int check_stored(struct judging *j, const char *said)
{
	const struct event_values *files = &j->event->fields[FIELD_FILE];
	const char *folder = state_checkpoint_path(said, j->a);
	size_t before = j->found->count;

	if (!folder) {
		act_no(j, RULE_SEALED, "a name that begins with a date", said, NULL,
		       "a checkpoint cannot be at '%s'", said);
		return 0;
	}
	for (size_t i = 0; i < files->count; i++) {
		const char *path;
		char sha256[65];

		event_file_parts(files->items[i], &path, sha256);
		if (text_begins(path, "checkpoints/") &&
		    strncmp(path, folder, strlen(folder))) {
			act_no(j, RULE_SEALED, folder, path, NULL,
			       "a file of the checkpoint is stored elsewhere");
			return 0;
		}
	}
	if (act_check_unsealed(j, said) < 0)
		return -1;
	if (j->found->count > before || j->act->asked || !j->step)
		return 0;
	return act_check_checkpoint(j, folder);
}

/* What it says of the step is what the record has: others read it there for years. */
static int check_said(struct judging *j)
{
	const struct event_values *pins = &j->event->fields[FIELD_PIN];
	const char *result = event_get(j->event, FIELD_RESULT);

	if (result && strcmp(result, "ok") != 0)
		act_no(j, RULE_EVIDENCE, "ok", result, NULL,
		       "what is sealed of '%s' was verified, and the event says otherwise",
		       j->subject.id);
	for (size_t i = 0; i < pins->count; i++) {
		const char *path, *value, *recorded;

		event_pin_parts(pins->items[i], j->a, &path, &value);
		if (state_pin(j->act->record, j->environment, path, &recorded, j->err) < 0)
			return -1;
		if (!recorded || strcmp(recorded, value) != 0)
			act_no(j, RULE_EVIDENCE, recorded ? recorded : "a recorded pin", value,
			       NULL, "the checkpoint says something else of '%s'", path);
	}
	return 0;
}

/* One that was sealed of this step, and still is. */
static int check_unseal(struct judging *j, const char *said)
{
	const char *folder = state_checkpoint_path(said, j->a), *step = NULL, *where = NULL;
	const char *show = arena_printf(j->a, "git mcade show %s --env %s", j->subject.id,
					j->environment);
	struct bytes text = {"", 0};
	struct canon root;
	struct err ignored;

	if (folder &&
	    state_file(j->act->record, arena_printf(j->a, "%sCHECKPOINT.yaml", folder), &text,
		       j->err) < 0)
		return -1;
	if (text.len && !canon_parse(text, folder, j->a, &root, &ignored)) {
		const char *at = canon_text(&root, "directory");

		step = at && !strcmp(at, arena_printf(j->a, "%s/", said))
			       ? canon_text(&root, "step")
			       : NULL;
		where = canon_text(&root, "environment");
	}
	if (!step || !where || strcmp(step, j->subject.id) != 0 ||
	    strcmp(where, j->environment) != 0)
		act_no(j, RULE_SEALED, "a folder that was sealed of this step", said, show,
		       "'%s' is not a checkpoint of '%s'", said, j->subject.id);
	else if (j->state &&
		 subject_entry(j->state->subject, arena_printf(j->a, "unsealed/%s", said)))
		act_no(j, RULE_SEALED, "a folder that is sealed", said, show,
		       "'%s' is not sealed any more", said);
	return 0;
}

int act_check_seal(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_DIRECTORY), *is;
	const char *template = j->act->runbook ? j->act->runbook->records.checkpoint : NULL;

	if (j->event->word == EVENT_UNSEAL)
		return check_unseal(j, said);
	if (!template) {
		act_no(j, RULE_SEALED, "records: {checkpoint: ...} in runbook.yaml", "none",
		       "give runbook.yaml 'records: {checkpoint: docs/checkpoints/${{ date "
		       "}}-${{ "
		       "step.id }}/}', then: git mcade adopt",
		       "the runbook has no place for checkpoints");
		return 0;
	}
	if (!said) /* asked, and not named yet */
		return act_check_sealing(j);
	is = runbook_template_fill(template, j->subject.id, j->time, j->a);
	if (!lies_at(said, is) && !lies_at(said, runbook_template_fill(template, j->subject.id,
								       j->time - 86400, j->a)))
		act_no(j, RULE_SEALED, is, said, NULL, "a checkpoint of '%s' is not at '%s'",
		       j->subject.id, said);
	return act_check_sealing(j) < 0 || check_said(j) < 0 ? -1 : check_stored(j, said);
}
