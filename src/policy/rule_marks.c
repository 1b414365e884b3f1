/* rule_marks.c - completion: a status mark says "complete" only where the ledger does. */
#include "model/next_act.h"
#include "policy/habit.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "base/texts.h"
#include "policy/names.h"
#include "policy/pins.h"

struct judging {
	const struct facts *facts;
	const struct change *change;
	const struct marks_change *marks;
	bool managed;
	struct strmap pinned; /* the steps whose pins were looked at */
	struct findings *found;
};

int mark_holds(const struct facts *facts, const struct mark_line *line, const char *environment,
	       const char *step, bool *ret, const char **ret_phase, struct err *err)
{
	const struct step_state *state;

	*ret = false;
	if (held_step(facts, environment, step, &state, err) < 0)
		return -1;
	if (!state)
		return 0;
	if (ret_phase)
		*ret_phase = phase_word(state->phase);
	*ret = state->phase == PHASE_COMPLETE ||
	       texts_have(state->claims, state->claim_count, "complete") ||
	       (line->verified && state->phase == PHASE_VERIFIED);
	return *ret || !facts->followed
		       ? 0
		       : facts->record->was_complete(facts->record->context, environment, step,
						     ret, err);
}

/* step: as it is called in the ledger; NULL: that knows it by no name. */
static int is_complete(const struct judging *j, const struct mark_line *line, const char *step,
		       bool *ret, const char **ret_where, const char **ret_phase,
		       struct err *err)
{
	const struct runbook *rb = j->facts->runbook;
	bool known = step &&
		     strmap_get(j->marks->ids, step); /* of others nothing is recorded */

	*ret = false;
	*ret_where = NULL;
	*ret_phase = "planned";
	for (size_t i = 0; i < rb->environment_count && !*ret; i++) {
		const struct environment *environment = &rb->environments[i];

		if (!mark_speaks_of(rb, line->where, environment))
			continue;
		if (!*ret_where)
			*ret_where = environment->id;
		if (known &&
		    mark_holds(j->facts, line, environment->id, step, ret, ret_phase, err) < 0)
			return -1;
	}
	return 0;
}

static int check_pins(struct judging *j, const struct mark_line *line, const char *id,
		      struct err *err)
{
	const struct facts *facts = j->facts;
	const struct runbook *rb = facts->runbook;
	const struct step *step = id ? runbook_step(rb, id) : NULL;
	const char *key = arena_printf(j->pinned.arena, "%s\n%s", id ? id : "",
				       line->where ? line->where : "");

	if ((step ? !step->pins.count : facts->adopted) || strmap_get(&j->pinned, key))
		return 0;
	strmap_put(&j->pinned, key, j);
	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *environment = &rb->environments[i];
		struct finding with = finding_of(facts, j->change->path, line->line,
						 line->column);

		if (!environment->manifest || !mark_speaks_of(rb, line->where, environment))
			continue;
		with.step = id;
		with.environment = environment->id;
		if (pins_check_step(facts, step, environment, with, j->found, err) < 0)
			return -1;
	}
	return 0;
}

/* What makes the mark true where one act does; else the mark is what gives way. */
static const char *way_of_mark(const struct judging *j, const struct mark_line *line,
			       const char *id, const char *where, const char *phase)
{
	const struct facts *facts = j->facts;
	struct arena *a = j->found->arena;

	if (!strcmp(phase, "verified"))
		return next_act_text(&(struct next_act){EVENT_COMPLETE, id, where, NULL}, a);
	if (j->managed && line->unsure)
		return arena_printf(
			a,
			"hint: several steps have this title, and which one line %u "
			"is cannot be told: write '%s', or the id of the one that it "
			"is, before the title",
			line->line, id);
	if (j->managed && line->glyph.len)
		return facts->commit ? record_command(facts, j->change->path, a)
				     : "git mcade render";
	return arena_printf(
		a,
		"hint: mark it %s on line %u until it is complete; 'git mcade show %s "
		"--env %s' says what it waits for",
		mark_glyph(MARK_PLANNED), line->line, id, where);
}

/* Does the runbook.yaml that the change leaves there have the step? */
static bool is_to_come(const struct judging *j, const char *id)
{
	return j->marks->names->next && runbook_step(j->marks->names->next, id);
}

/* In which order a step that was done before the ledger knew it comes into force, and gets its mark. */
static const char *way_into_force(const struct judging *j, bool comes)
{
	struct arena *a = j->found->arena;
	const char *import = comes ? ""
				   : arena_printf(a, "'git mcade import --update %s', ",
						  shell_quote(j->change->path, a));

	return arena_printf(
		a,
		"%scommit runbook.yaml and runbook.claims.yaml without this "
		"document, and push that; then %s'git mcade adopt --accept-claims', "
		"'git mcade sync', and commit the document",
		import, j->facts->ask_owner ? j->facts->ask_owner : "");
}

/* A mark of what no ledger can have yet. */
static void not_in_force(struct judging *j, const struct mark_line *line, const char *id,
			 enum finding_severity severity, struct finding with)
{
	bool comes = is_to_come(j, id);

	with.expected = "a step of the adopted runbook";
	if (comes)
		with.found = "a step of a runbook.yaml that is not adopted yet";
	with.fix = arena_printf(j->found->arena,
				"hint: mark it %s on line %u until it is done; if it was done "
				"before it came into the runbook: %s",
				mark_glyph(MARK_PLANNED), line->line, way_into_force(j, comes));
	finding_add(j->found, RULE_COMPLETION, severity, with,
		    comes ? "line %u marks '%s' complete, which is not in force yet"
			  : "line %u marks '%s' complete, which is not a step of the runbook",
		    line->line, id);
}

static void not_backed(struct judging *j, const struct mark_line *line, const char *id,
		       const char *as, const char *where, const char *phase,
		       struct finding with)
{
	const struct facts *facts = j->facts;
	/* a RUNBOOK of something else has steps of its own */
	bool ours = j->managed || !facts->runbook->records.runbook ||
		    strmap_get(j->marks->ids, id);

	with.step = id;
	if (facts->adopted && (!as || !runbook_step(facts->runbook, as))) {
		not_in_force(j, line, id, ours ? adopted(facts, FINDING_ERROR) : FINDING_WARN,
			     with);
		return;
	}
	with.environment = facts->adopted ? where : NULL;
	with.expected = "a completion in the ledger";
	with.found = facts->adopted  ? phase
		     : facts->record ? "no adopted runbook"
				     : "no ledger";
	with.fix = facts->adopted ? way_of_mark(j, line, as, where, phase)
		   : facts->record
			   ? "hint: git mcade adopt, then do the step by git mcade"
			   : "hint: a ledger says what was done: git mcade init and adopt";
	finding_add(j->found, RULE_COMPLETION,
		    facts->adopted ? adopted(facts, FINDING_ERROR) : FINDING_WARN, with,
		    "line %u marks '%s' complete, %s%s%s", line->line, id,
		    facts->adopted  ? "but the ledger does not"
		    : facts->record ? "and no runbook is adopted"
				    : "and there is no ledger",
		    facts->adopted ? " in " : "", facts->adopted ? where : "");
}

/* It may be a step that nobody told the runbook of. */
static const char *way_of_nameless(const struct judging *j, const struct mark_line *line)
{
	struct arena *a = j->found->arena;
	bool done = line->mark == MARK_DONE;

	if (!(j->managed && line->listed) && !line->stray)
		return arena_printf(a, "name the step on line %u%s", line->line,
				    done ? ", or mark it planned" : "");
	if (done)
		return arena_printf(a,
				    "hint: name a step on line %u, or mark it planned; if it "
				    "is a new one that was done: %s",
				    line->line, way_into_force(j, false));
	return arena_printf(a,
			    "hint: name a step on line %u; if it is a new one: 'git mcade "
			    "import --update %s', and commit runbook.yaml with the document",
			    line->line, shell_quote(j->change->path, a));
}

/* Done, dropped, or not yet known: nobody but who drew it can say. */
static const char *way_of_struck(const struct judging *j, const struct mark_line *line)
{
	return arena_printf(j->found->arena,
			    "hint: take it off line %u; what is left out is so by 'git mcade "
			    "skip', what is gone by 'git mcade deprecate', or 'marks' in "
			    "runbook.yaml says what '~~' means",
			    line->line);
}

/* Nobody can say for its author what it means. */
static const char *way_of_unknown(const struct judging *j, const struct mark_line *line)
{
	if (line->form == FORM_WORD)
		return arena_printf(j->found->arena,
				    "hint: say it with a word or a glyph that is known on line "
				    "%u, or give it under 'marks' in runbook.yaml",
				    line->line);
	return arena_printf(j->found->arena, "write %s or %s on line %u", mark_glyph(MARK_DONE),
			    mark_glyph(MARK_PLANNED), line->line);
}

/*
 * In the document that the runbook names a mark is of one step, and is understood. True: nothing
 * more is to be said of the line.
 */
static bool check_form(struct judging *j, const struct mark_line *line, struct finding with)
{
	struct arena *a = j->found->arena;
	bool listed = (j->managed && line->listed) || line->stray;
	enum finding_severity severity = listed ? adopted(j->facts, FINDING_ERROR)
						: FINDING_WARN;
	bool named = j->managed || j->marks->titles; /* lint says the same of these */

	if (line->mark == MARK_HEADING)
		return true;
	/* elsewhere a sign may be decoration, and a box is none */
	if (line->listed && line->mark == MARK_UNKNOWN && (named || line->form != FORM_GLYPH)) {
		with.expected = "a mark of the legend";
		with.fix = line->struck ? way_of_struck(j, line) : way_of_unknown(j, line);
		finding_add(j->found, RULE_COMPLETION,
			    named ? adopted(j->facts, FINDING_ERROR) : severity, with,
			    line->struck ? "the line through line %u is not understood"
			    : line->form == FORM_WORD
				    ? "the status on line %u is not understood"
				    : "the mark on line %u is not understood",
			    line->line);
		return true;
	}
	if (j->managed && line->several) {
		with.expected = "one step";
		with.fix = arena_printf(a, "give each step on line %u a mark of its own",
					line->line);
		finding_add(j->found, RULE_COMPLETION, severity, with,
			    "line %u marks more than one step", line->line);
		return true;
	}
	if (line->step.len)
		return false;
	if (habit_rules(
		    j->facts)) /* a tick that names no step is a claim of nothing that is recorded */
		return true;
	if (listed || (line->mark == MARK_DONE && line->form == FORM_GLYPH)) {
		with.fix = way_of_nameless(j, line);
		finding_add(j->found, RULE_COMPLETION, severity, with,
			    "line %u is marked %s and names no step", line->line,
			    mark_word(line->mark));
	}
	return true;
}

static int judge(struct judging *j, const struct mark_line *line, bool pins, struct err *err)
{
	struct finding with = finding_of(j->facts, j->change->path, line->line, line->column);
	const char *id = line->step.len ? line->step.data : NULL, *where = NULL, *phase = NULL;
	const char *as = id ? name_before(&j->marks->names->adopted, id) : NULL;
	bool holds = false;

	with.found = quote_line(line->title, j->found->arena);
	if (!pins && check_form(j, line, with))
		return 0;
	if (line->mark != MARK_DONE)
		return 0;
	if (id && is_complete(j, line, as, &holds, &where, &phase, err) < 0)
		return -1;
	if (holds)
		return 0;
	if (pins) /* by habit a box without a name may be anything */
		return id || !habit_rules(j->facts) ||
				       (line->listed && line->form == FORM_GLYPH)
			       ? check_pins(j, line, as, err)
			       : 0;
	not_backed(j, line, arena_strdup(j->found->arena, id),
		   as ? arena_strdup(j->found->arena, as) : NULL, where, phase, with);
	return 0;
}

static int check(const struct facts *facts, const struct change *change, bool managed,
		 bool pins, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct judging j = {.facts = facts,
			    .change = change,
			    .managed = managed && facts->adopted,
			    .pinned = {.arena = &scratch},
			    .found = found};

	if (marks_change_read(facts, change, &j.marks, found, err) < 0)
		return -1;
	for (size_t i = 0; i < j.marks->now.marks.count; i++) {
		const struct mark_line *line = &j.marks->now.marks.items[i];
		unsigned expected;

		if (pins && line->mark != MARK_DONE) /* whatever is expected there */
			continue;
		expected = marks_expected(j.marks, marks_key(j.marks, line));
		if (!(expected & 1u << line->mark) && judge(&j, line, pins, err) < 0)
			return -1;
	}
	return 0;
}

int marks_check(const struct facts *facts, bool pins, struct findings *found, struct err *err)
{
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		struct marks_place place;

		if (!version_is_file(&change->now))
			continue;
		if (marks_place(facts, change->path, &place, err) < 0 ||
		    (habit_rules(facts) && habit_marks(facts, change, &place.judged, err) < 0))
			return -1;
		if (place.judged && check(facts, change, place.managed, pins, found, err) < 0)
			return -1;
	}
	return 0;
}

int rule_completion(const struct facts *facts, struct findings *found, struct err *err)
{
	return marks_check(facts, false, found, err);
}
