/* marks_change.c - what a change does to the marks of one document. */
#include "policy/habit.h"
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "text/outline.h"

bool marks_judged(const struct facts *facts, const char *path, bool *ret_managed)
{
	*ret_managed = facts->runbook->records.runbook &&
		       !strcmp(facts->runbook->records.runbook, path);
	return *ret_managed || marks_path(path);
}

const char *marks_key(const struct marks_change *change, const struct mark_line *line)
{
	const struct bytes *name = line->step.len ? &line->step : &line->word;

	return arena_printf(change->arena, "%s%.*s", line->step.len ? "" : " ", (int)name->len,
			    (const char *)name->data);
}

static void say(struct marks_change *change, struct marks_version *version)
{
	version->said.arena = change->arena;
	for (size_t i = 0; i < version->marks.count; i++) {
		const struct mark_line *line = &version->marks.items[i];
		const char *key = marks_key(change, line);
		struct marks_said *said = strmap_get(&version->said, key);

		if (!said) {
			said = arena_alloc(change->arena, sizeof(*said));
			said->first = line;
			strmap_put(&version->said, key, said);
		}
		said->marks |= 1u << line->mark;
	}
}

/* Of one change it is read once, and so said once, whichever rule asks first: what no rule can read,
 * none lets pass, whatever else is said of the document. */
static void unreadable(const struct facts *facts, const char *path, const struct err *err,
		       struct findings *found)
{
	struct finding with = finding_whole(facts, path);

	with.expected = "a document that can be read";
	with.fix = restore_command(facts, path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with, "%s", err->text);
}

/* What a parent had beyond our limits was judged there, or is older than any rule. */
static int read_version(const struct facts *facts, const char *path,
			const struct version *version, struct marks_change *change,
			struct marks_version *ret, struct findings *found, struct err *err)
{
	const struct legend legend = runbook_legend(facts->runbook, change->arena);
	const struct marks_steps steps = {change->ids.size ? marks_in_map : NULL, &change->ids,
					  &legend};
	struct bytes text;

	if (facts_text(facts, version, change->arena, &text, err) < 0)
		return -1;
	if (marks_read(text, path, &steps, change->arena, &ret->marks, err) < 0) {
		if (err->code != ERR_FORMAT && err->code != ERR_LIMIT)
			return -1;
		if (found)
			unreadable(facts, path, err, found);
		*err = (struct err){0};
	}
	say(change, ret);
	return 0;
}

int marks_ids(const struct facts *facts, struct arena *arena, struct strmap *ret,
	      struct err *err)
{
	const struct runbook *rb = facts->runbook;
	const struct step_name *steps;
	size_t count;

	*ret = (struct strmap){.arena = arena};
	if (held_steps(facts, &steps, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < rb->step_count; i++)
		strmap_put(ret, step_at(rb, i)->id, ret);
	for (size_t i = 0; i < count; i++)
		strmap_put(ret, steps[i].step, ret);
	return 0;
}

/* Where nobody said what the steps are called, a document's own are called as it lists them. */
static int add_own_ids(const struct facts *facts, const struct change *change,
		       struct strmap *ids, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct outline outline;
	struct bytes text;

	if (!version_is_file(&change->now))
		return 0;
	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	if (outline_read(text, change->path, NULL, &scratch, &outline, err) < 0) {
		if (err->code != ERR_FORMAT && err->code != ERR_LIMIT)
			return -1;
		*err = (struct err){0}; /* what cannot be read is told by who reads its marks */
		return 0;
	}
	for (size_t i = 0; i < outline.count; i++)
		if (outline.units[i].role == ROLE_STEP && outline.units[i].id)
			strmap_put(ids, arena_strdup(ids->arena, outline.units[i].id), ids);
	return 0;
}

static int read_marks(const struct facts *facts, const struct change *change,
		      struct arena *arena, struct marks_change *ret, struct findings *found,
		      struct err *err)
{
	struct marks_change made = {.facts = facts, .arena = arena};

	if (marks_ids(facts, arena, &made.ids, err) < 0)
		return -1;
	if (!made.ids.size && habit_rules(facts) &&
	    add_own_ids(facts, change, &made.ids, err) < 0)
		return -1;
	made.was = arena_array(arena, facts->parents, sizeof(*made.was));
	if (read_version(facts, change->path, &change->now, &made, &made.now, found, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->parents; i++)
		if (read_version(facts, change->path, &change->was[i], &made, &made.was[i],
				 NULL, err) < 0)
			return -1;
	made.bases = arena_array(arena, facts->base_count, sizeof(*made.bases));
	for (size_t i = 0; i < facts->base_count; i++)
		if (read_version(facts, change->path, &change->bases[i], &made, &made.bases[i],
				 NULL, err) < 0)
			return -1;
	*ret = made;
	return 0;
}

int marks_change_read(const struct facts *facts, const struct change *change,
		      const struct marks_change **ret, struct findings *found, struct err *err)
{
	struct arena *a = facts->parsed->arena;
	const char *key = arena_printf(a, "marks of %s", change->path);
	struct marks_change *marks = strmap_get(facts->parsed, key);

	if (!marks) {
		marks = arena_alloc(a, sizeof(*marks));
		if (read_marks(facts, change, a, marks, found, err) < 0)
			return -1;
		strmap_put(facts->parsed, key, marks);
	}
	*ret = marks;
	return 0;
}

static unsigned said_in(const struct marks_version *version, const char *key)
{
	const struct marks_said *said = strmap_get(&version->said, key);

	return said ? said->marks : 0;
}

unsigned marks_now(const struct marks_change *change, const char *key)
{
	return said_in(&change->now, key);
}

unsigned marks_expected(const struct marks_change *change, const char *key)
{
	const struct facts *facts = change->facts;
	bool was[LIMIT_PARENTS], bases[LIMIT_MERGE_BASES];
	unsigned expected = 0;

	for (unsigned mark = 1; mark <= 1u << MARK_UNKNOWN; mark <<= 1) {
		for (size_t i = 0; i < facts->parents; i++)
			was[i] = said_in(&change->was[i], key) & mark;
		for (size_t i = 0; i < facts->base_count; i++)
			bases[i] = said_in(&change->bases[i], key) & mark;
		if (facts_had(facts, was, bases))
			expected |= mark;
	}
	return expected;
}

/* The first line of a step now, else in some parent. */
static const struct mark_line *where(const struct marks_change *change, const char *key)
{
	const struct marks_said *said = strmap_get(&change->now.said, key);

	for (size_t i = 0; !said && i < change->facts->parents; i++)
		said = strmap_get(&change->was[i].said, key);
	return said ? said->first : NULL;
}

int marks_moved(const struct facts *facts, const struct change *change,
		const struct mark_moved **ret, size_t *ret_count, struct findings *found,
		struct err *err)
{
	const struct step_name *steps;
	const struct marks_change *marks;
	struct mark_moved *moved = NULL;
	size_t count;

	*ret_count = 0;
	if (marks_change_read(facts, change, &marks, found, err) < 0 ||
	    held_steps(facts, &steps, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct mark_moved one = {.line = where(marks, steps[i].step),
					 .was = marks_expected(marks, steps[i].step),
					 .now = marks_now(marks, steps[i].step)};

		if (!one.was || one.now == one.was)
			continue;
		if (held_step(facts, steps[i].environment, steps[i].step, &one.step, err) < 0)
			return -1;
		*ARENA_PUSH(marks->arena, moved, *ret_count) = one;
	}
	*ret = moved;
	return 0;
}

bool marks_speak_of(const struct runbook *rb, const struct environment *environment)
{
	for (size_t i = 0; i < rb->environment_count; i++)
		if (rb->environments[i].live)
			return environment->live;
	return true;
}
