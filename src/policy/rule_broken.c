/*
 * rule_broken.c - reference: a file that a change takes away, or a heading that it words otherwise, is
 * nothing that a document of steps links to or names in its code, and no script that a step runs. What was never
 * there may be of another repository, or of a host. Read are the documents that name the file, and only where a
 * change takes something away.
 */
#include "policy/reference.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "policy/names.h"
#include "runbook/run_paths.h"
#include "text/step_paths.h"

/* What a change took: a file, or headings of one that stands. */
struct taken {
	const struct change *change;
	const struct anchors
		*was[LIMIT_PARENTS]; /* of a document that stands, as far as it is asked for */
	bool file;
};

struct breaking {
	const struct facts *facts;
	struct taken *taken;
	size_t count;
	struct arena *a;
	struct findings *found;
};

/* Has a document that stands another heading than before? */
static int read_lost(const struct breaking *b, struct taken *t, bool *ret, struct err *err)
{
	const struct change *change = t->change;
	const struct anchors *now;
	struct opened *o;

	*ret = false;
	if (opened_of(b->facts, change->path, &change->now, b->a, &o, err) < 0)
		return -1;
	now = opened_anchors(o);
	for (size_t i = 0; i < b->facts->parents; i++) {
		if (!version_is_file(&change->was[i]))
			continue;
		if (opened_of(b->facts, change->path, &change->was[i], b->a, &o, err) < 0)
			return -1;
		t->was[i] = opened_anchors(o);
		*ret = *ret || anchors_lost(t->was[i], now);
	}
	return 0;
}

static int find_taken(struct breaking *b, struct err *err)
{
	for (size_t i = 0; i < b->facts->change_count; i++) {
		const struct change *change = &b->facts->changes[i];
		struct taken taken = {.change = change,
				      .file = change_deletes(b->facts, change)};
		bool lost = taken.file;

		if (!lost && version_is_file(&change->now) &&
		    change_was_there(b->facts, change) && class_is_markdown(change->path) &&
		    !change_is_taken(b->facts, change) && read_lost(b, &taken, &lost, err) < 0)
			return -1;
		if (lost)
			*ARENA_PUSH(b->a, b->taken, b->count) = taken;
	}
	return 0;
}

static bool may_name(const struct breaking *b, const char *path, struct bytes text)
{
	for (size_t i = 0; i < b->count; i++) {
		const char *gone = b->taken[i].change->path, *name = path_last(gone);

		if (!strcmp(gone, path) || memmem(text.data, text.len, name, strlen(name)))
			return true;
	}
	return false;
}

/* Had every parent that has the document this anchor? */
static bool had_anchor(const struct breaking *b, const struct taken *t, const char *anchor)
{
	for (size_t i = 0; i < b->facts->parents; i++)
		if (t->was[i] && !anchors_have(t->was[i], anchor, b->a))
			return false;
	return true;
}

/* Is it this change that leaves the link without an end? */
static bool is_broken(const struct breaking *b, const struct reference *link)
{
	for (size_t i = 0; i < b->count; i++) {
		const struct taken *t = &b->taken[i];

		if (!strcmp(t->change->path, link->target) &&
		    (t->file || (link->anchor && had_anchor(b, t, link->anchor))))
			return true;
	}
	return false;
}

/* A link that the change writes is judged as such. */
static int is_old(const struct breaking *b, const char *path, const struct reference *link,
		  bool *ret, struct err *err)
{
	const struct change *change = facts_change(b->facts, path);

	*ret = !change;
	for (size_t i = 0; change && i < b->facts->parents && !*ret; i++) {
		struct opened *o;

		if (opened_of(b->facts, path, &change->was[i], b->a, &o, err) < 0)
			return -1;
		*ret = reference_among(opened_links(o), link);
	}
	return 0;
}

static int judge_links(const struct breaking *b, struct document *d,
		       const struct references *links, struct err *err)
{
	for (size_t i = 0; i < links->count; i++) {
		const struct reference *link = &links->items[i];
		bool old;

		if (!is_broken(b, link))
			continue;
		if (is_old(b, d->path, link, &old, err) < 0 ||
		    (old && reference_judge(d, link, b->found, err) < 0))
			return -1;
	}
	return 0;
}

/* --- scripts ------------------------------------------------------------------------------- */

static void report_script(const struct breaking *b, const char *path,
			  const struct step_path *named)
{
	struct finding with = finding_of(b->facts, path, named->line, 1);

	with.expected = arena_strdup(b->found->arena, named->path);
	with.found = "nothing of that name";
	with.step = named->step ? arena_strdup(b->found->arena, named->step) : NULL;
	with.fix = STEP_PATH_FIX;
	finding_add(b->found, RULE_REFERENCE, adopted(b->facts, FINDING_ERROR), with,
		    STEP_PATH_GONE, with.expected);
}

static void judge_paths(const struct breaking *b, const char *path,
			const struct step_paths named)
{
	for (size_t k = 0; k < named.count; k++)
		for (size_t i = 0; i < b->count; i++)
			if (b->taken[i].file &&
			    !strcmp(named.items[k].path, b->taken[i].change->path))
				report_script(b, path, &named.items[k]);
}

/* What the steps in force run, or those that come with the change. */
static int judge_runbook(const struct breaking *b, struct err *err)
{
	const struct names *names;

	if (!b->facts->adopted)
		return 0;
	if (names_of(b->facts, &names, err) < 0)
		return -1;
	judge_paths(b, "runbook.yaml",
		    run_paths(names->next ? names->next : b->facts->runbook, b->a));
	return 0;
}

/* --- documents ----------------------------------------------------------------------------- */

static int judge(const struct breaking *all, const char *path, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct document d = {all->facts, path, &scratch, {.arena = &scratch}};
	struct breaking b = *all;
	const struct outline *steps;
	struct version version = {0};
	struct bytes text;
	struct opened *o;

	b.a = &scratch;
	if (b.facts->look(b.facts->ctx, path, &version, err) < 0 ||
	    facts_text(b.facts, &version, &scratch, &text, err) < 0)
		return -1;
	if (!text.len || !may_name(&b, path, text))
		return 0;
	if (opened_of(b.facts, path, &version, &scratch, &o, err) < 0)
		return -1;
	steps = steps_of(b.facts, o);
	if (!steps)
		return 0;
	judge_paths(&b, path, step_paths_read(steps, text, &scratch));
	return judge_links(&b, &d, opened_links(o), err);
}

int broken_check(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct breaking b = {.facts = facts, .a = &scratch, .found = found};
	const char *const *paths = NULL;
	size_t count = 0;

	if (find_taken(&b, err) < 0 || (b.count && judge_runbook(&b, err) < 0) ||
	    (b.count && facts->list(facts->ctx, "", &paths, &count, err) < 0))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (class_is_markdown(paths[i]) && !deprecation_path(paths[i], NULL) &&
		    !path_is_in(paths[i], "archive") && !path_is_in(paths[i], "checkpoints") &&
		    judge(&b, paths[i], err) < 0)
			return -1;
	return 0;
}
