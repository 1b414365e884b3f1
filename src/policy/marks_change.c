/* marks_change.c - what a change does to the marks of one document. */
#include "policy/habit.h"
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "policy/readings.h"
#include "text/legend.h"

bool marks_judged(const struct facts *facts, const char *path, bool *ret_managed)
{
	*ret_managed = facts->runbook->records.runbook &&
		       !strcmp(facts->runbook->records.runbook, path);
	return *ret_managed || marks_path(path);
}

static const char *key_of(const struct mark_line *line, struct arena *a)
{
	const struct bytes *name = line->step.len ? &line->step : &line->word;

	return arena_printf(a, "%s%.*s", line->step.len ? "" : " ", (int)name->len,
			    (const char *)name->data);
}

const char *marks_key(const struct marks_change *change, const struct mark_line *line)
{
	return key_of(line, change->arena);
}

/* What points into a text, in a copy of it. */
static struct bytes in_copy(struct bytes part, struct bytes text, const char *copy)
{
	return part.data ? bytes_of(copy + ((const char *)part.data - (const char *)text.data),
				    part.len)
			 : part;
}

/* As they are kept: with what they point to, and nothing else of the document. */
static struct marks_version *keep(const struct marks *marks, struct bytes text, struct arena *a)
{
	struct mark_line *lines = arena_array(a, marks->count + 1, sizeof(*lines));
	struct marks_version *ret = arena_alloc(a, sizeof(*ret));
	const char *copy = arena_memdup(a, text.data, text.len);

	*ret = (struct marks_version){{lines, marks->count}, {.arena = a}};
	for (size_t i = 0; i < marks->count; i++) {
		struct mark_line *line = &lines[i];
		struct marks_said *said;
		const char *key;

		*line = marks->items[i];
		line->step.data = arena_memdup(a, line->step.data, line->step.len);
		line->word.data = arena_memdup(a, line->word.data, line->word.len);
		line->glyph = in_copy(line->glyph, text, copy);
		line->title = in_copy(line->title, text, copy);
		key = key_of(line, a);
		said = strmap_get(&ret->said, key);
		if (!said) {
			said = arena_alloc(a, sizeof(*said));
			said->first = line;
			strmap_put(&ret->said, key, said);
		}
		said->marks |= 1u << line->mark;
	}
	return ret;
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
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct legend legend = runbook_legend(facts->runbook, &scratch);
	const struct marks_steps steps = {change->ids.size ? marks_in_map : NULL, &change->ids,
					  &legend};
	struct reading reading = reading_of(facts, version, change->as, change->arena);
	struct marks_version *made;
	struct marks marks;
	struct bytes text;

	if (reading.value) {
		*ret = *(const struct marks_version *)reading.value;
		return 0;
	}
	if (facts_text(facts, version, &scratch, &text, err) < 0)
		return -1;
	if (marks_read(text, path, &steps, &scratch, &marks, err) < 0) {
		if (err->code != ERR_FORMAT && err->code != ERR_LIMIT)
			return -1;
		if (found)
			unreadable(facts, path, err, found);
		*err = (struct err){0};
		return 0;
	}
	made = keep(&marks, text, reading.arena);
	reading_keep(facts, &reading, made,
		     text.len +
			     marks.count * (sizeof(*marks.items) + sizeof(struct marks_said)));
	*ret = *made;
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
	const struct listing *listing;

	if (!version_is_file(&change->now))
		return 0;
	if (listing_of(facts, change->path, &change->now, ids->arena, &listing, err) < 0)
		return -1;
	for (size_t i = 0; i < listing->count; i++)
		strmap_put(ids, listing->steps[i].id, ids);
	return 0;
}

/* The ids decide what is a step, and so what a document says. */
static const char *read_as(const struct strmap *ids, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, "marks");
	for (size_t i = 0; i < ids->size; i++)
		if (ids->entries[i].key)
			strbuf_addf(&out, " %s", ids->entries[i].key);
	return arena_strdup(a, out.buf);
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
	made.as = read_as(&made.ids, arena);
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
