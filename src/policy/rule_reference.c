/*
 * rule_reference.c - reference: a link that a change writes into a document of steps leads to what is
 * there after it, and what a change takes away is nothing that such a document names (rule_broken.c). What
 * stood there before is lint's to say; so are paths in code and in commands that name what was never
 * there: they may be of another repository or of a host, and are told where nobody waits.
 */
#include "policy/reference.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "policy/names.h"
#include "text/outline.h"

/* Does it stand there: a file, or a folder with something in it? */
static int is_there(const struct facts *facts, const char *path, bool *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t len = strlen(path), count = 0;
	const char *const *paths;
	struct version version = {0};

	while (len && path[len - 1] == '/')
		len--;
	path = arena_strndup(&scratch, path, len);
	*ret = !len;
	if (*ret)
		return 0;
	if (facts->look(facts->ctx, path, &version, err) < 0)
		return -1;
	*ret = version.mode != MODE_ABSENT;
	if (!*ret && facts->list(facts->ctx, arena_printf(&scratch, "%s/", path), &paths,
				 &count, err) < 0)
		return -1;
	*ret = *ret || count;
	return 0;
}

static int has_anchor(struct document *d, const struct reference *link, bool *ret,
		      struct err *err)
{
	const struct anchors *there = strmap_get(&d->anchors, link->target);
	struct version version = {0};
	struct opened *o;

	*ret = true;
	if (!there) {
		if (d->facts->look(d->facts->ctx, link->target, &version, err) < 0)
			return -1;
		if (!version_is_file(&version))
			return 0;
		if (opened_of(d->facts, link->target, &version, d->arena, &o, err) < 0)
			return -1;
		there = opened_anchors(o);
		strmap_put(&d->anchors, link->target, (void *)(uintptr_t)there);
	}
	*ret = anchors_have(there, link->anchor, d->arena);
	return 0;
}

static bool is_taken_away(const struct facts *facts, const char *path)
{
	const struct change *change = facts_change(facts, path);

	return change && change_deletes(facts, change);
}

/* The same words in a document that goes with this change led to nothing there either: it was moved, with
 * its faults. What the change itself took away was there. */
static int was_moved(const struct facts *facts, const struct reference *link, bool *ret,
		     struct err *err)
{
	*ret = false;
	for (size_t i = 0; i < facts->change_count * facts->parents && !*ret; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		const struct change *gone = &facts->changes[i / facts->parents];
		const struct references *all;
		struct opened *o;
		bool there = true;

		if (gone->now.mode != MODE_ABSENT || !class_is_markdown(gone->path))
			continue;
		if (opened_of(facts, gone->path, &gone->was[i % facts->parents], &scratch, &o,
			      err) < 0)
			return -1;
		all = opened_links(o);
		for (size_t k = 0; k < all->count && there; k++)
			if (!strcmp(all->items[k].url, link->url) &&
			    !is_taken_away(facts, all->items[k].target) &&
			    is_there(facts, all->items[k].target, &there, err) < 0)
				return -1;
		*ret = !there;
	}
	return 0;
}

int reference_judge(struct document *d, const struct reference *link, struct findings *found,
		    struct err *err)
{
	struct finding with = finding_of(d->facts, d->path, link->line, 1);
	const char *what = "link target";
	bool there;

	if (is_there(d->facts, link->target, &there, err) < 0)
		return -1;
	with.expected = arena_strdup(found->arena, link->target);
	if (there && link->anchor) {
		what = "anchor";
		with.expected = arena_printf(found->arena, "%s#%s", link->target, link->anchor);
		if (has_anchor(d, link, &there, err) < 0)
			return -1;
	}
	if (!there && was_moved(d->facts, link, &there, err) < 0)
		return -1;
	if (there)
		return 0;
	with.found = "nothing of that name";
	with.fix = "hint: write the right path, or take the link out";
	finding_add(found, RULE_REFERENCE, adopted(d->facts, FINDING_ERROR), with,
		    "%s '%s' is missing", what, with.expected);
	return 0;
}

bool reference_among(const struct references *all, const struct reference *one)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->items[i].target, one->target) &&
		    (!one->anchor ||
		     (all->items[i].anchor && !strcmp(all->items[i].anchor, one->anchor))))
			return true;
	return false;
}

/* What no parent linked to from here. A document that was moved links to other places by the same words. */
static int judge(const struct facts *facts, const struct change *change, struct findings *found,
		 struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct document d = {facts, change->path, &scratch, {.arena = &scratch}};
	const struct references *now, *was[LIMIT_PARENTS];
	struct opened *o;

	if (opened_of(facts, d.path, &change->now, &scratch, &o, err) < 0)
		return -1;
	now = opened_links(o);
	if (!now->count || !steps_of(facts, o))
		return 0;
	for (size_t i = 0; i < facts->parents; i++) {
		if (opened_of(facts, d.path, &change->was[i], &scratch, &o, err) < 0)
			return -1;
		was[i] = opened_links(o);
	}
	for (size_t k = 0; k < now->count; k++) {
		bool old = false;

		for (size_t i = 0; i < facts->parents; i++)
			old = old || reference_among(was[i], &now->items[k]);
		if (!old && reference_judge(&d, &now->items[k], found, err) < 0)
			return -1;
	}
	return 0;
}

/* Does the runbook name it by its path, as one that lists steps? */
static bool names_it(const struct runbook *rb, const char *path)
{
	bool named = rb->records.runbook && !strcmp(rb->records.runbook, path);

	for (size_t i = 0; i < rb->document_count && !named; i++)
		named = !strcmp(rb->documents[i].path, path) &&
			class_has_steps(class_find(rb->documents[i].kind));
	return named;
}

/* Where it is called otherwise nobody judges its marks, until the runbook follows. */
static int check_document(const struct facts *facts, const struct change *change,
			  struct findings *found, struct err *err)
{
	struct finding with = finding_whole(facts, change->path);
	const struct names *names;
	struct version runbook = {0};

	if (!facts->adopted || !names_it(facts->runbook, change->path) ||
	    !change_deletes(facts, change))
		return 0;
	if (names_of(facts, &names, err) < 0 ||
	    facts->look(facts->ctx, "runbook.yaml", &runbook, err) < 0)
		return -1;
	if (!version_is_file(&runbook) || (names->next && !names_it(names->next, change->path)))
		return 0;
	with.expected = with.path;
	with.found = "nothing of that name";
	with.fix = "hint: name its new path in the runbook.yaml of the same commit, and 'git "
		   "mcade adopt' that; or bring it back";
	finding_add(found, RULE_REFERENCE, FINDING_ERROR, with,
		    "'%s' is missing, and runbook.yaml names it as a document of its steps",
		    change->path);
	return 0;
}

int rule_reference(const struct facts *facts, struct findings *found, struct err *err)
{
	const char *managed = facts->runbook->records.runbook;

	/* lint reads the last version as it stands; an audit has what doors let in */
	if (facts->door == DOOR_LINT || facts->door == DOOR_AUDIT)
		return 0;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool lives = class_is_markdown(change->path) &&
			     !deprecation_path(change->path, NULL) &&
			     !path_is_in(change->path, "archive");

		if (version_is_file(&change->now) && !change_is_taken(facts, change) &&
		    (lives || (managed && !strcmp(managed, change->path))) &&
		    judge(facts, change, found, err) < 0)
			return -1;
		if (check_document(facts, change, found, err) < 0)
			return -1;
	}
	return broken_check(facts, found, err);
}
