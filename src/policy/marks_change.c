/* marks_change.c - what a change does to the marks of one document. */
#include "policy/habit.h"
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "policy/names.h"
#include "policy/readings.h"
#include "runbook/titles.h"
#include "text/legend.h"
#include "text/stages.h"

/* The steps by their titles, as a version of the managed document means them: of the runbook in force, else
 * of the one that stands there now. */
struct marks_titles {
	const struct titles *in_force, *next; /* next NULL: it is no other */
	const struct names *names;
	bool managed; /* all lines of the steps stand here, so that of one title the first is the first */
};

struct version_titles {
	const struct marks_titles *titles;
	const struct renames
		*before; /* of a version before the change; NULL: it is the one after it */
	struct arena *arena;
};

struct twins {
	struct twin *items;
	size_t count;
};

/* Those of the title in one runbook that are not there yet. */
static void add_titled(const struct version_titles *version, const struct titles *of,
		       const char *title, struct strmap *has, struct twins *to)
{
	const struct marks_titles *titles = version->titles;
	bool next = of == titles->next;
	struct arena *a = has->arena;
	size_t count;
	const struct twin *all = titles_steps(of, title, &count);

	for (size_t i = 0; i < count; i++) {
		const char *id = next ? all[i].id
				      : name_after(&titles->names->adopted, all[i].id);
		struct twin *twin;

		if (!id || strmap_get(has, id))
			continue;
		strmap_put(has, id, to);
		twin = ARENA_PUSH(a, to->items, to->count);
		*twin = all[i];
		twin->id = version->before ? name_before(version->before, id) : id;
		if (titles->next && count > 1)
			twin->sections[1] = titles_section(titles->next->runbook, id, a);
		to->count -= !twin->id;
	}
}

/*
 * As they are called in that version: those of the runbook in force, and those that the next has beside
 * them. Of several documents nothing says which of the steps that have one title stands in this one.
 */
static const struct twin *steps_titled(const void *of, const char *title, size_t *ret_count)
{
	const struct version_titles *version = of;
	const struct marks_titles *titles = version->titles;
	struct strmap has = {.arena = version->arena};
	struct twins to = {0};

	add_titled(version, titles->in_force, title, &has, &to);
	if (titles->next)
		add_titled(version, titles->next, title, &has, &to);
	*ret_count = titles->managed || to.count <= 1 ? to.count : SIZE_MAX;
	return to.items;
}

/* Those of the runbook in force are read once for all that is judged by it. */
static const struct marks_titles *
read_titles(const struct facts *facts, const struct names *names, bool managed, struct arena *a)
{
	static const char key[] = "titles";
	struct marks_titles *ret = arena_alloc(a, sizeof(*ret));
	struct strmap *kept = &facts->readings->found;
	struct titles *in_force = strmap_get(kept, key), *next;

	if (!in_force) {
		in_force = arena_alloc(kept->arena, sizeof(*in_force));
		*in_force = titles_of(facts->runbook, kept->arena);
		strmap_put(kept, key, in_force);
	}
	*ret = (struct marks_titles){.in_force = in_force, .names = names, .managed = managed};
	if (names->next) {
		ret->next = next = arena_alloc(a, sizeof(*next));
		*next = titles_of(names->next, a);
	}
	return ret;
}

/* No format: it is asked of every mark of every document. */
static const char *key_in(const char *sign, struct bytes name, const char *where,
			  struct arena *a)
{
	size_t before = strlen(sign), behind = where ? strlen(where) : 0;
	char *key = arena_alloc(a, before + name.len + 1 + behind + 1);

	memcpy(key, sign, before);
	if (name.len)
		memcpy(key + before, name.data, name.len);
	if (where) {
		key[before + name.len] = '\n';
		memcpy(key + before + name.len + 1, where, behind);
	}
	return key;
}

const char *marks_key_in(const char *step, const char *where, struct arena *a)
{
	return where ? key_in("", bytes_text(step), where, a) : step;
}

static const char *key_of(const struct mark_line *line, struct arena *a)
{
	return line->step.len ? key_in("", line->step, line->where, a)
			      : key_in(" ", line->word, line->where, a);
}

/* What it was in a version where the step may have had another name; NULL: it was not there. */
const char *marks_key_before(const struct renames *before, const char *key, struct arena *a)
{
	const char *where = *key == ' ' ? NULL : strchr(key, '\n');
	const char *step = where ? arena_strndup(a, key, (size_t)(where - key)) : key;

	step = name_before(before, step);
	return step && where ? marks_key_in(step, where + 1, a) : step;
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
		line->where = line->where ? arena_strdup(a, line->where) : NULL;
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
			const struct renames *before, struct marks_version *ret,
			struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct legend legend = runbook_legend(facts->runbook, &scratch);
	const struct version_titles titles = {change->titles, before, change->arena};
	const struct stages stages = runbook_stages(facts->runbook, &scratch);
	const struct marks_steps steps = {.has = change->ids->size ? marks_in_map : NULL,
					  .steps = change->ids,
					  .legend = &legend,
					  .titled = titles.titles ? steps_titled : NULL,
					  .titles = &titles,
					  .lost = change->lost,
					  .stages = facts->adopted ? &stages : NULL};
	/* what lines mean by another runbook's titles is of this change alone */
	struct reading reading = titles.titles && titles.titles->next
					 ? (struct reading){.arena = change->arena}
					 : reading_of(facts, version, change->as,
						      change->arena);
	const struct parsed *parsed;
	struct marks_version *made;
	struct opened *opened;
	struct marks marks;

	if (reading.value) {
		*ret = *(const struct marks_version *)reading.value;
		return 0;
	}
	if (opened_of(facts, path, version, &scratch, &opened, err) < 0)
		return -1;
	parsed = &opened->parsed;
	if ((parsed->is
		     ? marks_of(parsed->text, &parsed->doc, path, &steps, &scratch, &marks, err)
		     : marks_read(parsed->text, path, &steps, &scratch, &marks, err)) < 0) {
		if (found)
			unreadable(facts, path, err, found);
		*err = (struct err){0};
		return 0;
	}
	made = keep(&marks, parsed->text, reading.arena);
	reading_keep(facts, &reading, made,
		     parsed->text.len +
			     marks.count * (sizeof(*marks.items) + sizeof(struct marks_said)));
	*ret = *made;
	return 0;
}

/* What the document was, there or where it came from. */
static const struct version *before(const struct version *here, const struct version *there)
{
	return version_is_file(here) || !there ? here : there;
}

/* As it was in every version; of a document that came here, where it stood. */
static int read_versions(const struct facts *facts, const struct change *change,
			 const struct change *from, struct marks_change *ret,
			 struct findings *found, struct err *err)
{
	if (read_version(facts, change->path, &change->now, ret, NULL, &ret->now, found, err) <
	    0)
		return -1;
	for (size_t i = 0; i < facts->parents; i++)
		if (read_version(facts, change->path,
				 before(&change->was[i], from ? &from->was[i] : NULL), ret,
				 &ret->names->was[i], &ret->was[i], NULL, err) < 0)
			return -1;
	for (size_t i = 0; i < facts->base_count; i++)
		if (read_version(facts, change->path,
				 before(&change->bases[i], from ? &from->bases[i] : NULL), ret,
				 &ret->names->bases[i], &ret->bases[i], NULL, err) < 0)
			return -1;
	return 0;
}

/* Has a step that had a line in some parent none any more? */
static bool is_lost(const struct marks_change *change)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct strmap now = {.arena = &scratch};
	const struct marks *marks = &change->now.marks;

	for (size_t i = 0; i < marks->count; i++)
		if (marks->items[i].step.len)
			strmap_put(&now, marks->items[i].step.data, &now);
	for (size_t i = 0; i < change->facts->parents; i++)
		for (size_t k = 0; k < change->was[i].marks.count; k++) {
			const struct mark_line *line = &change->was[i].marks.items[k];
			const char *step = line->step.len ? name_after(&change->names->was[i],
								       line->step.data)
							  : NULL;

			if (step && !strmap_get(&now, step))
				return true;
		}
	return false;
}

static int read_marks(const struct facts *facts, const struct change *change,
		      struct arena *arena, struct marks_change *ret, struct findings *found,
		      struct err *err)
{
	struct marks_change made = {.facts = facts, .arena = arena};
	const struct runbook *next;
	struct marks_place place;
	const struct change *from;
	bool unnamed = false;

	if (names_of(facts, &made.names, err) < 0)
		return -1;
	next = facts->adopted ? made.names->next : NULL;
	if (marks_ids_with(facts, next, &made.ids, err) < 0)
		return -1;
	if (!made.ids->size && habit_rules(facts) &&
	    marks_own_ids(facts, change, arena, &made.ids, &unnamed, err) < 0)
		return -1;
	if (marks_place(facts, change->path, &place, err) < 0)
		return -1;
	if (marks_from(facts, change, &from, err) < 0)
		return -1;
	if (facts->adopted && place.named)
		made.titles = read_titles(facts, made.names, place.managed, arena);
	made.as = marks_read_as(!made.titles	       ? "marks"
				: made.titles->managed ? "all marks"
						       : "titled marks",
				made.ids, arena);
	made.was = arena_array(arena, facts->parents, sizeof(*made.was));
	made.bases = arena_array(arena, facts->base_count, sizeof(*made.bases));
	*ret = made;
	if (unnamed) /* by habit a mark that names nothing is one of nothing */
		return 0;
	if (read_versions(facts, change, from, &made, found, err) < 0)
		return -1;
	if (made.titles && made.now.marks.items && is_lost(&made)) {
		made.lost = true;
		made.as = arena_printf(arena, "lost %s", made.as);
		if (read_versions(facts, change, from, &made, NULL, err) < 0)
			return -1;
	}
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
	const struct marks_said *said = key ? strmap_get(&version->said, key) : NULL;

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
			was[i] = said_in(&change->was[i],
					 marks_key_before(&change->names->was[i], key,
							  change->arena)) &
				 mark;
		for (size_t i = 0; i < facts->base_count; i++)
			bases[i] = said_in(&change->bases[i],
					   marks_key_before(&change->names->bases[i], key,
							    change->arena)) &
				   mark;
		if (facts_had(facts, was, bases))
			expected |= mark;
	}
	return expected;
}
