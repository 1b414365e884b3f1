/* The specification: adopt, retip. */
#include "policy/act_internal.h"

#include "base/number.h"
#include "runbook/claims.h"
#include "runbook/holds.h"
#include "runbook/manifest.h"

static bool has_environment(const struct runbook *rb, const char *id)
{
	return runbook_environment(rb, id) != NULL;
}

bool act_has_step(const struct runbook *rb, const char *id, const char *environment)
{
	const struct step *step = runbook_step(rb, id);

	return step && has_environment(rb, environment) && step_in(step, environment);
}

static void check_ledger(struct judging *j, const struct runbook *next)
{
	const char *id = event_get(j->event, FIELD_LEDGER);

	if (!id || (next->ledger && !strcmp(next->ledger, id + strlen("sha256:"))))
		return;
	act_no(j, RULE_IDENTITY, id + strlen("sha256:"),
	       next->ledger ? next->ledger : "no 'ledger' key",
	       arena_printf(j->a, "commit runbook.yaml with the line: ledger: %s",
			    id + strlen("sha256:")),
	       "runbook.yaml %s",
	       next->ledger ? "belongs to another ledger"
			    : "does not say which ledger it belongs to");
}

/* What is claimed is claimed of what the runbook has, and of what nobody has done anything about. */
static int check_claims(struct judging *j, enum event_field field, const struct runbook *next)
{
	const struct event_values *list = &j->event->fields[field];

	for (size_t i = 0; i < list->count; i++) {
		const char *id, *rest, *environment, *word;
		bool claimable = true;

		event_pair_parts(list->items[i], j->a, &id, &rest);
		event_pair_parts(rest, j->a, &environment, &word);
		if (!act_has_step(next, id, environment))
			act_no(j, RULE_REFERENCE, "a step and an environment of the runbook",
			       list->items[i], NULL, "'%s' is claimed of '%s' in '%s'", word,
			       id, environment);
		else if (field == FIELD_CLAIM &&
			 step_is_claimable(j->act->record, j->event, id, environment, j->a,
					   &claimable, j->err) < 0)
			return -1;
		if (!claimable)
			act_no(j, RULE_ORDER, "a step that was never run, verified or reopened",
			       list->items[i], NULL,
			       "'%s' is claimed of '%s' in '%s', which has a record already",
			       word, id, environment);
	}
	return 0;
}

/* What a retip leaves behind is of a branch for which it says where rules bind now. */
static void check_rewritten(struct judging *j)
{
	const struct event_values *old = &j->event->fields[FIELD_REWRITTEN],
				  *now = &j->event->fields[FIELD_TIP];

	for (size_t i = 0; i < old->count; i++) {
		const char *ref = strchr(old->items[i], ' ');
		bool moved = false;

		for (size_t k = 0; k < now->count; k++)
			moved = moved || (!strcmp(strchr(now->items[k], ' '), ref) &&
					  strcmp(now->items[k], old->items[i]) != 0);
		if (!moved)
			act_no(j, RULE_EVIDENCE, "a new tip of the same branch", old->items[i],
			       NULL, "the event leaves out a tip that it does not move");
	}
}

static int check_rules(struct judging *j, uint64_t *ret_set)
{
	const struct adopted_state *adopted;

	if (state_adopted(j->act->record, &adopted, j->err) < 0)
		return -1;
	if (j->event->word == EVENT_RETIP) {
		if (!adopted->sequence)
			act_no(j, RULE_ORDER, "an adopted runbook", "none", "git mcade adopt",
			       "there are no governed tips to move");
		check_rewritten(j);
		return 0;
	}
	if (!number_parse(event_get(j->event, FIELD_RULES), UINT64_MAX, ret_set) ||
	    *ret_set < adopted->rules)
		act_no(j, RULE_ORDER, arena_printf(j->a, "rules %" PRIu64, adopted->rules),
		       event_get(j->event, FIELD_RULES), NULL,
		       "the version of the rules never decreases");
	return 0;
}

/* What was lifted of them stays lifted no longer, also where a later runbook writes the same. */
static void check_ended(struct judging *j, const struct runbook *next)
{
	const struct event_values *said = &j->event->fields[FIELD_OF];
	struct words ended = {0};
	bool same;

	if (j->act->runbook)
		ended = holds_ended(j->act->runbook, next, j->a);
	same = said->count == ended.count;
	for (size_t i = 0; same && i < ended.count; i++)
		same = event_says(j->event, FIELD_OF, ended.items[i]);
	if (!same)
		act_no(j, RULE_EVIDENCE, arena_printf(j->a, "%zu holds", ended.count),
		       said->count ? said->items[0] : "nothing", NULL,
		       "the holds that the runbook takes out or changes are not those that the "
		       "event names");
}

/* The manifests that it brings say what was pinned: only a pin gives another value. */
static int check_manifest(struct judging *j, const struct runbook *next, const char *path,
			  const char *environment)
{
	const struct doc_node *manifest;
	struct bytes text;
	struct err fault;
	bool found;

	if (!has_environment(next, environment)) {
		act_no(j, RULE_REFERENCE, "the manifest of an environment of the runbook", path,
		       NULL, "'%s' is not an environment", environment);
		return 0;
	}
	if (act_attached(j, path, &text, &found) < 0)
		return -1;
	if (found && manifest_parse(text, path, j->a, &manifest, &fault) < 0)
		act_no(j, RULE_DOCUMENT, "a readable manifest", fault.text, NULL,
		       "the manifest that the event brings cannot be read");
	else if (found)
		return act_check_held(j, environment, manifest,
				      "hint: 'git mcade render' writes the pins; commit "
				      "them, then: git mcade adopt");
	return 0;
}

static int check_manifests(struct judging *j, const struct runbook *next)
{
	const struct event_values *files = &j->event->fields[FIELD_FILE];

	for (size_t i = 0; i < next->environment_count; i++)
		if (act_check_place(j, &next->environments[i]) < 0)
			return -1;
	for (size_t i = 0; i < files->count; i++) {
		const char *path = event_file_path(files->items[i]);
		const char *environment = state_manifest_of(path, j->a);

		if (environment && check_manifest(j, next, path, environment) < 0)
			return -1;
	}
	return 0;
}

/* set: the rules that it is adopted by, of which an older program knew fewer. */
static int check_runbook(struct judging *j, struct bytes text, uint64_t set)
{
	struct findings faults = {.arena = j->a};
	const struct runbook *next;
	struct err fault;

	if (runbook_parse(text, "runbook.yaml", j->a, &next, &fault) < 0) {
		act_no(j, RULE_DOCUMENT, "a runbook, see git-mcade-runbook(5)", fault.text,
		       NULL, "runbook.yaml cannot be brought into force: %s", fault.text);
		j->found->items[j->found->count - 1].at = (struct srcpos){
			"runbook.yaml", fault.at.line, fault.at.column};
		return 0;
	}
	if (set >= RULES_MANIFESTS)
		runbook_newer_faults(next, &faults);
	runbook_effects(next, &faults);
	runbook_never_go(next, &faults);
	for (size_t i = 0; i < faults.count; i++)
		if (faults.items[i].severity == FINDING_ERROR)
			*ARENA_PUSH(j->a, j->found->items, j->found->count) = faults.items[i];
	act_check_adopted(j, next);
	check_ledger(j, next);
	check_ended(j, next);
	act_check_remediations(j, next);
	if (check_claims(j, FIELD_CLAIM, next) < 0 ||
	    check_claims(j, FIELD_CONTRADICTED, next) < 0)
		return -1;
	return check_manifests(j, next) < 0 || act_check_renames(j, next, set) < 0 ? -1 : 0;
}

int act_check_adopt(struct judging *j)
{
	uint64_t set = LEDGER_RULES; /* where it names none, which is refused */
	struct bytes text;
	bool found;

	if (check_rules(j, &set) < 0)
		return -1;
	if (j->event->word != EVENT_ADOPT)
		return 0;
	if (act_attached(j, "runbook.yaml", &text, &found) < 0)
		return -1;
	return found ? check_runbook(j, text, set) : 0;
}
