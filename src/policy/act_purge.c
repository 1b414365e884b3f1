/*
 * A deprecated item may go: what the runbook demands is shown by the record. What the item itself says,
 * and who still names it, is looked at where the objects are (fold/objects_purge.c).
 */
#include "policy/act_internal.h"

#include "model/canon.h"
#include "runbook/purge.h"
#include "runbook/shown.h"
#include "runbook/verdicts.h"
#include "text/refers.h"

static void lacks(struct judging *j, const char *expected, const char *have, const char *fix,
		  const char *what)
{
	act_no(j, RULE_DEPRECATION, expected, have, fix, "'%s' may not be purged: %s",
	       j->subject.id, what);
}

/* -- what was done ------------------------------------------------------------------------------- */

/* A gate says it of what was decided there, with the pins that are there now. */
static int find_undecided(struct judging *j, const struct step *gate,
			  const struct environment *e, const struct step_state *s,
			  const char **ret)
{
	const struct entry *decision = subject_entry(s->subject, "verdicts/decision");
	struct verdict_asked asked = act_asks_verdict(j);
	struct gate_said said;

	asked.environment = e;
	asked.step = gate;
	if (gate_read_of(j->act->record, s->subject, asked, entry_get(decision, "content"),
			 j->a, &said, j->err) < 0)
		return -1;
	*ret = gate_is_go(&said) ? NULL : gate_stands(&said, j->a);
	return 0;
}

/* Done there, and nothing changed since: NULL, or what it is instead. */
static int find_lack(struct judging *j, const struct step *step, const struct environment *e,
		     bool whole, const char **ret)
{
	const struct step_state *s;
	struct stale *stale;
	size_t count;

	*ret = NULL;
	if (state_step(j->act->record, e->id, step->id, &s, j->err) < 0)
		return -1;
	if (step->kind == STEP_GATE)
		return find_undecided(j, step, e, s, ret);
	if (s->phase != PHASE_COMPLETE && (whole || s->phase != PHASE_VERIFIED)) {
		*ret = phase_word(s->phase);
		return 0;
	}
	if (step_stale(j->act->record, j->act->runbook, e, step, s, j->a, &stale, &count,
		       j->err) < 0)
		return -1;
	*ret = count			     ? arena_printf(j->a, "stale (%s)", stale->why)
	       : s->dirty || s->dirty_checks ? "verified with files that are not committed"
					     : NULL;
	return 0;
}

enum done {
	DONE_VERIFIED,
	DONE_COMPLETE,
	DONE_IF_ASKED, /* complete, where it is still to be done */
};

/* Nobody does it there any more: it sleeps, or another has its place. */
static bool is_out(enum phase phase)
{
	return phase == PHASE_DORMANT || phase == PHASE_SUPERSEDED || phase == PHASE_DEPRECATED;
}

/* *places: one more for each where it counts whether it is done. */
static int check_done(struct judging *j, const struct step *step, enum done how,
		      const char *what, size_t *places)
{
	const struct runbook *rb = j->act->runbook;

	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *e = &rb->environments[i];
		const struct step_state *s;
		const char *is;

		if (!purge_counts(rb, step, e))
			continue;
		if (state_step(j->act->record, e->id, step->id, &s, j->err) < 0)
			return -1;
		if (how == DONE_IF_ASKED && is_out(s->phase))
			continue;
		++*places;
		if (find_lack(j, step, e, how != DONE_VERIFIED, &is) < 0)
			return -1;
		if (is)
			lacks(j,
			      arena_printf(j->a, "%s %s in %s", step->id,
					   step->kind == STEP_GATE ? "GO"
					   : how != DONE_VERIFIED  ? "complete"
								   : "verified",
					   e->id),
			      is,
			      act_advice(j->act, EVENT_COMPLETE, step->id, e->id, NULL, j->a),
			      what);
	}
	return 0;
}

/* -- its replacement ----------------------------------------------------------------------------- */

/* Nothing takes its place: an owner says so, and signs it. */
static void check_none(struct judging *j)
{
	const struct principal *p;

	if (!j->act->origin->principal)
		return; /* asked: whoever may */
	p = trust_principal(j->trust, j->act->origin->principal);
	if (!p || !trust_has_role(p, "owner"))
		act_no(j, RULE_PERMISSION, "an owner", j->act->origin->principal,
		       "hint: an owner purges what nothing replaces", "nothing replaces '%s'",
		       j->subject.id);
}

static int check_replacement(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_REPLACEMENT);
	const struct runbook *rb = j->act->runbook;
	size_t places = 0;

	if (!strcmp(said, "none")) {
		check_none(j);
		return 0;
	}
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);

		if (purge_replaces(step, said, j->a) &&
		    check_done(j, step, DONE_VERIFIED, "its replacement is not verified",
			       &places) < 0)
			return -1;
	}
	if (!places)
		lacks(j, "a step that is it, or uses it, in an environment", said,
		      "hint: its banner has to name a step or its file: 'Replacement: ...'",
		      "nothing shows that its replacement works");
	return 0;
}

/* -- the milestone, the runbook, the checkpoint --------------------------------------------------- */

static int check_milestone(struct judging *j, const char *id)
{
	const struct runbook *rb = j->act->runbook;
	const struct step *one = runbook_step(rb, id);
	const char *what = arena_printf(j->a, "milestone '%s' is not reached", id);
	size_t asked = 0;

	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		bool part = one ? step == one
			    : strmap_get(&rb->by_section, id)
				    ? step->section && !strcmp(step->section, id)
				    : !strcmp(id, MILESTONE_ALL);

		if (part && (one || (!step->optional && !step->dormant)) &&
		    check_done(j, step, one ? DONE_COMPLETE : DONE_IF_ASKED, what, &asked) < 0)
			return -1;
	}
	if (!asked)
		lacks(j, "a step that has to be done, in an environment", id,
		      "hint: name a milestone with one in runbook.yaml, then: git mcade adopt",
		      "its milestone has nothing that is to be reached");
	return 0;
}

static int check_runbook(struct judging *j)
{
	struct bytes text;

	if (state_file(j->act->record, "runbook.yaml", &text, j->err) < 0)
		return -1;
	if (purge_is_named(text, j->subject.id))
		lacks(j, "no word of it", "runbook.yaml",
		      "take it out of runbook.yaml, then: git mcade adopt",
		      "the runbook in force still names it");
	return 0;
}

/* Is the path named by one of the files that were sealed there? */
static int check_listed(struct judging *j, const char *folder, const struct canon *root)
{
	size_t count;
	const char *const *files = (const char *const *)canon_list(root, "files", j->a, &count);
	bool listed = false;

	for (size_t i = 0; !listed && i < count; i++) {
		const char *name = strchr(files[i], ' ');
		struct bytes text;

		if (!name)
			continue;
		if (state_file(j->act->record, arena_printf(j->a, "%s%s", folder, name + 1),
			       &text, j->err) < 0)
			return -1;
		listed = text_lists(text, j->subject.id);
	}
	if (!listed)
		lacks(j, j->subject.id, "another list",
		      "hint: git mcade checkpoint STEP --add FILE, a file that lists every "
		      "path",
		      "the checkpoint does not list it");
	return 0;
}

/* A checkpoint of its own: sealed, and called so. */
static int check_checkpoint(struct judging *j, const char *directory)
{
	const char *folder = directory ? state_checkpoint_path(directory, j->a) : NULL;
	const char *step, *where, *at;
	const struct step_state *s;
	struct bytes text = {"", 0};
	struct canon root;
	struct err ignored;

	if (folder && strcasestr(folder, "purge") &&
	    state_file(j->act->record, arena_printf(j->a, "%sCHECKPOINT.yaml", folder), &text,
		       j->err) < 0)
		return -1;
	if (!text.len || canon_parse(text, folder, j->a, &root, &ignored) < 0 ||
	    !(step = canon_text(&root, "step")) ||
	    !(where = canon_text(&root, "environment")) ||
	    !(at = canon_text(&root, "directory")) ||
	    strcmp(at, arena_printf(j->a, "%s/", directory)) != 0) {
		lacks(j, "a sealed checkpoint with 'purge' in its name",
		      directory ? directory : "none",
		      "hint: git mcade checkpoint STEP --add FILE, of a step whose id has "
		      "'purge'",
		      "no checkpoint of the purge is sealed");
		return 0;
	}
	if (state_step(j->act->record, where, step, &s, j->err) < 0)
		return -1;
	if (subject_entry(s->subject, arena_printf(j->a, "unsealed/%s", directory)))
		lacks(j, "a checkpoint that is sealed", directory, NULL,
		      "the checkpoint's seal was taken back");
	return check_listed(j, folder, &root);
}

static int check_condition(struct judging *j, const struct purge_condition *c)
{
	switch (c->proof) {
	case PURGE_REPLACEMENT:
		return check_replacement(j);
	case PURGE_UNREFERENCED:
		return check_runbook(j);
	case PURGE_CHECKPOINT:
		return check_checkpoint(j, event_get(j->event, FIELD_DIRECTORY));
	default:
		return check_milestone(j, c->milestone);
	}
}

/* What nobody demands is not shown, and nothing goes by it. */
int act_check_purge(struct judging *j)
{
	const struct deprecation *d = j->act->runbook ? &j->act->runbook->deprecation : NULL;

	if (j->act->asked && !event_get(j->event, FIELD_REPLACEMENT))
		return 0; /* of which item, nobody knows */
	if (!d || !purge_is_item(j->act->runbook, j->subject.id)) {
		lacks(j, d && d->path ? d->path : "a folder of deprecated items", j->subject.id,
		      NULL, "it is not deprecated");
		return 0;
	}
	if (!d->purge.require.count) {
		lacks(j, "deprecation: {purge: {require: [...]}} in runbook.yaml", "none", NULL,
		      "the runbook lets nothing go");
		return 0;
	}
	for (size_t i = 0; i < d->purge.require.count; i++)
		if (check_condition(j, &d->purge.require.items[i]) < 0)
			return -1;
	return 0;
}
