/* rule_marks.c - completion: a status mark says "complete" only where the ledger does. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "policy/marks.h"
#include "policy/pins.h"

struct mark_words {
	struct mark_line *items;
	size_t count;
};

static struct mark_words read_marks(struct bytes text, struct arena *arena)
{
	struct marks_walk walk = MARKS_WALK(text);
	struct mark_words words = {0};
	struct mark_line line;

	while (marks_next(&walk, &line))
		*ARENA_PUSH(arena, words.items, words.count) = line;
	return words;
}

/* What the line calls its step, as the runbook does where it knows the step. */
static const char *name_of(const struct facts_spec *spec, const struct mark_line *line,
			   struct arena *arena)
{
	for (size_t i = 0; i < spec->step_count; i++)
		if (bytes_equal(bytes_text(spec->steps[i].id), line->word))
			return spec->steps[i].id;
	return line->step.len ? arena_strndup(arena, line->step.data, line->step.len) : NULL;
}

static const struct fact_spec_step *spec_step(const struct facts_spec *spec, const char *id)
{
	for (size_t i = 0; i < spec->step_count; i++)
		if (!strcmp(spec->steps[i].id, id))
			return &spec->steps[i];
	return NULL;
}

/* Was this line complete already, before the change, on some side? */
static bool was_done(const struct mark_words *was, size_t parents, const struct mark_line *line)
{
	for (size_t p = 0; p < parents; p++)
		for (size_t i = 0; i < was[p].count; i++) {
			const struct mark_line *old = &was[p].items[i];

			if (old->mark == MARK_DONE && bytes_equal(old->step, line->step) &&
			    (line->step.len || bytes_equal(old->word, line->word)))
				return true;
		}
	return false;
}

/* Marks speak of the live environments, or of all where none is live. */
static bool speaks_of(const struct facts_spec *spec, const struct fact_environment *environment)
{
	for (size_t i = 0; i < spec->environment_count; i++)
		if (spec->environments[i].live)
			return environment->live;
	return true;
}

static bool is_complete(const struct facts *facts, const char *step, const char **ret_where,
			const char **ret_phase)
{
	const struct facts_spec *spec = facts->spec;

	*ret_where = NULL;
	*ret_phase = "planned";
	for (size_t i = 0; i < spec->environment_count; i++) {
		const struct fact_environment *environment = &spec->environments[i];
		const struct fact_step *state;

		if (!speaks_of(spec, environment))
			continue;
		if (!*ret_where)
			*ret_where = environment->id;
		state = ledger_step(facts, environment->id, step);
		if (state && (state->complete || state->claimed))
			return true;
		if (state)
			*ret_phase = state->phase;
	}
	return false;
}

static int check_pins(const struct facts *facts, const struct change *change,
		      const struct mark_line *line, const char *id, struct findings *found,
		      struct err *err)
{
	const struct facts_spec *spec = facts->spec;
	const struct fact_spec_step *step = id ? spec_step(spec, id) : NULL;

	for (size_t i = 0; i < spec->environment_count; i++) {
		const struct fact_environment *environment = &spec->environments[i];
		struct finding with = finding_of(facts, change->path, line->line, line->column);

		if (!environment->manifest || !speaks_of(spec, environment))
			continue;
		with.step = id;
		with.environment = environment->id;
		if (pins_check_step(facts, step, environment, with, found, err) < 0)
			return -1;
	}
	return 0;
}

static int judge(const struct facts *facts, const struct change *change,
		 const struct mark_line *line, struct findings *found, bool pins,
		 struct err *err)
{
	struct arena *a = found->arena;
	const char *id = name_of(facts->spec, line, a), *where, *phase;
	struct finding with = finding_of(facts, change->path, line->line, line->column);

	if (id && is_complete(facts, id, &where, &phase))
		return 0;
	if (pins)
		return check_pins(facts, change, line, id, found, err);
	with.found = quote_line(line->title, a);
	if (!id) {
		with.fix = arena_printf(a, "name the step on line %u, or mark it planned",
					line->line);
		finding_add(found, RULE_COMPLETION, FINDING_WARN, with,
			    "line %u is marked complete and names no step", line->line);
		return 0;
	}
	with.step = id;
	if (facts->adopted && !spec_step(facts->spec, id)) {
		with.expected = "a step of the adopted runbook";
		with.fix = arena_printf(
			a, "add step '%s' to runbook.yaml, then git mcade adopt", id);
		finding_add(found, RULE_COMPLETION, adopted(facts, FINDING_ERROR), with,
			    "line %u marks '%s' complete, which is no step of the runbook",
			    line->line, id);
		return 0;
	}
	with.environment = facts->adopted ? where : NULL;
	with.expected = "a completion in the ledger";
	with.found = facts->adopted ? phase : "no ledger";
	with.fix = facts->adopted && where
			   ? arena_printf(a, "git mcade complete %s --env %s", id, where)
			   : "git mcade init";
	finding_add(found, RULE_COMPLETION,
		    facts->ledger ? adopted(facts, FINDING_ERROR) : FINDING_WARN, with,
		    "line %u marks '%s' complete, but the ledger does not%s%s", line->line, id,
		    facts->adopted && where ? " in " : "",
		    facts->adopted && where ? where : "");
	return 0;
}

static int check(const struct facts *facts, const struct change *change, bool pins,
		 struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct mark_words *was = arena_array(&scratch, facts->parents, sizeof(*was)), now;
	struct bytes text;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	now = read_marks(text, &scratch);
	for (size_t i = 0; i < facts->parents; i++) {
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
		was[i] = read_marks(text, &scratch);
	}
	for (size_t i = 0; i < now.count; i++)
		if (now.items[i].mark == MARK_DONE &&
		    !was_done(was, facts->parents, &now.items[i]) &&
		    judge(facts, change, &now.items[i], found, pins, err) < 0)
			return -1;
	return 0;
}

int marks_check(const struct facts *facts, bool pins, struct findings *found, struct err *err)
{
	for (size_t i = 0; facts->spec && i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool managed = facts->spec->runbook &&
			       !strcmp(facts->spec->runbook, change->path);

		if ((managed || marks_path(change->path)) && version_is_file(&change->now) &&
		    check(facts, change, pins, found, err) < 0)
			return -1;
	}
	return 0;
}

int rule_completion(const struct facts *facts, struct findings *found, struct err *err)
{
	return marks_check(facts, false, found, err);
}
