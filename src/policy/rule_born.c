/*
 * rule_born.c - contradiction: a list of boxes is there before its boxes are ticked. One that is ticked
 * whole by the commit that makes it was never asked of anybody. Asked of history alone, where nothing
 * is adopted.
 */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "policy/readings.h"
#include "base/path.h"
#include "text/deprecation.h"
#include "text/tally.h"

#define BOXES 3 /* fewer are a remark */
#define BROUGHT \
	10 /* files that come at once, and are more than what was there: all of it was elsewhere */

/* Cheaper than to read the document. */
static bool may_be_ticked(struct bytes text)
{
	static const char *const ticks[] = {"[x]", "[X]", "[\xe2", "[\xf0", "\xe2\x98\x91"};

	for (size_t i = 0; i < ARRAY_SIZE(ticks); i++)
		if (text.len && memmem(text.data, text.len, ticks[i], strlen(ticks[i])))
			return true;
	return false;
}

/* NULL: none, or it is no text that can be read, which is another rule's to say. */
static int read_boxes(const struct facts *facts, const char *path,
		      const struct version *version, struct arena *a,
		      const struct outline **ret, struct err *err)
{
	struct opened *o;
	struct bytes text;

	*ret = NULL;
	if (facts_text(facts, version, a, &text, err) < 0)
		return -1;
	if (!may_be_ticked(text) && !memmem(text.data, text.len, "[ ]", 3))
		return 0;
	if (opened_of(facts, path, version, a, &o, err) < 0)
		return -1;
	*ret = opened_outline(facts, o, false);
	return 0;
}

/* Does it say that something is to be done: by a heading, ids, commands? Lists of features have boxes, too. */
static bool is_work(const struct outline *o)
{
	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->kind == UNIT_HEADING ? u->text && outline_is_work(u->text)
					    : u->boxed && (u->id || u->commands))
			return true;
	}
	return false;
}

/* The boxes of what goes or changes in the same commit. */
static int read_asked(const struct facts *facts, struct strmap *had, struct err *err)
{
	for (size_t i = 0; i < facts->change_count * facts->parents; i++) {
		const struct change *change = &facts->changes[i / facts->parents];
		const struct version *was = &change->was[i % facts->parents];
		const struct outline *o;

		if (!class_is_markdown(change->path) || !version_is_file(was))
			continue;
		if (read_boxes(facts, change->path, was, had->arena, &o, err) < 0)
			return -1;
		for (size_t k = 0; o && k < o->count; k++)
			if (o->units[k].boxed)
				strmap_put(had, tally_said(&o->units[k]), had);
	}
	return 0;
}

/* Where half of its boxes come from, they were asked before. */
static bool was_asked(const struct strmap *had, const struct outline *o, size_t boxes)
{
	size_t same = 0;

	for (size_t i = 0; i < o->count; i++)
		same += o->units[i].boxed && strmap_get(had, tally_said(&o->units[i])) != NULL;
	return same * 2 >= boxes;
}

/* A whole repository, or most of one, comes from elsewhere, with what was done there. */
static int is_brought(const struct facts *facts, bool *ret, struct err *err)
{
	const char *const *paths;
	size_t made = 0, count;

	for (size_t i = 0; i < facts->change_count; i++)
		made += change_makes_file(facts, &facts->changes[i]);
	if (facts->list(facts->ctx, "", &paths, &count, err) < 0)
		return -1;
	*ret = made >= count || (made >= BROUGHT && made * 2 >= count);
	return 0;
}

/* Records and logs are written once all is done, guides and templates ask nobody. */
static bool is_list(const struct facts *facts, const struct change *change, struct bytes text,
		    bool *ret_said)
{
	enum document_class class = runbook_class(facts->runbook, change->path);

	*ret_said = class != CLASS_COUNT;
	if (!*ret_said)
		return class_of(change->path, text, NULL) == CLASS_OTHER &&
		       !deprecation_path(change->path, NULL) &&
		       !path_is_in(change->path, "archive") &&
		       !class_is_template(change->path, text);
	return class_has_steps(class);
}

static bool is_whole(const struct outline *o, struct arena *a, struct tally *ret)
{
	struct tallies tallies = tallies_read(o, a);

	*ret = tally_of(&tallies, OUTLINE_NONE);
	return ret->boxes >= BOXES && ret->done >= ret->boxes && !ret->open && !ret->failed;
}

static void report(const struct facts *facts, const char *path, const struct tally *t,
		   struct findings *found)
{
	struct finding with = finding_of(facts, path, t->first_box, 1);

	with.expected = "boxes that are open until they are done";
	with.found = arena_printf(found->arena, "%zu boxes, all ticked", t->boxes);
	with.fix = "hint: open the boxes that nothing shows, and tick each once it is done; "
		   "what was done before is a record, in a folder such as evidence/";
	finding_add(found, RULE_CONTRADICTION, FINDING_ERROR, with,
		    "every box was ticked by the commit that made the list");
}

/* had: of the commit, read when it is first asked for. */
static int judge(const struct facts *facts, const struct change *change, struct strmap *had,
		 bool *brought, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes text;
	const struct outline *o;
	struct tally t;
	bool said;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	if (!may_be_ticked(text) || !is_list(facts, change, text, &said))
		return 0;
	if (read_boxes(facts, change->path, &change->now, &scratch, &o, err) < 0)
		return -1;
	if (!o || !is_whole(o, &scratch, &t) || (!said && !is_work(o)))
		return 0;
	if (!had->arena) {
		had->arena = facts->parsed->arena;
		if (is_brought(facts, brought, err) < 0 || read_asked(facts, had, err) < 0)
			return -1;
	}
	if (!*brought && !was_asked(had, o, t.boxes))
		report(facts, change->path, &t, found);
	return 0;
}

int born_check(const struct facts *facts, struct findings *found, struct err *err)
{
	struct strmap had = {0};
	bool brought = false;

	for (size_t i = 0; i < facts->change_count && habit_rules(facts); i++) {
		const struct change *change = &facts->changes[i];

		if (class_is_markdown(change->path) && version_is_file(&change->now) &&
		    change_makes_file(facts, change) &&
		    judge(facts, change, &had, &brought, found, err) < 0)
			return -1;
	}
	return 0;
}
