/*
 * rule_reference.c - reference: a link that a change writes into a document of steps leads to what is
 * there after it, and what a change takes away is nothing that the managed document links to. What stood
 * there before is lint's to say; so are paths in code and in commands, which may be of another
 * repository or of a host, and are told where nobody waits.
 */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "text/outline.h"
#include "text/references.h"

/* One document after the change. */
struct document {
	const struct facts *facts;
	const char *path;
	struct arena *arena;
	struct strmap anchors; /* path -> struct anchors */
};

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
	struct bytes text;

	*ret = true;
	if (!there) {
		if (d->facts->look(d->facts->ctx, link->target, &version, err) < 0)
			return -1;
		if (!version_is_file(&version))
			return 0;
		if (facts_text(d->facts, &version, d->arena, &text, err) < 0)
			return -1;
		there = anchors_read(text, link->target, d->arena);
		strmap_put(&d->anchors, link->target, (void *)(uintptr_t)there);
	}
	*ret = anchors_have(there, link->anchor, d->arena);
	return 0;
}

/* The same words in a document that goes with this change led to nothing there either: it was moved, with
 * its faults. */
static int was_moved(const struct facts *facts, const struct reference *link, bool *ret,
		     struct err *err)
{
	*ret = false;
	for (size_t i = 0; i < facts->change_count * facts->parents && !*ret; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		const struct change *gone = &facts->changes[i / facts->parents];
		struct references all;
		struct bytes text;
		bool there = true;

		if (gone->now.mode != MODE_ABSENT || !class_is_markdown(gone->path))
			continue;
		if (facts_text(facts, &gone->was[i % facts->parents], &scratch, &text, err) < 0)
			return -1;
		all = references_read(text, gone->path, &scratch);
		for (size_t k = 0; k < all.count && there; k++)
			if (!strcmp(all.items[k].url, link->url) &&
			    is_there(facts, all.items[k].target, &there, err) < 0)
				return -1;
		*ret = !there;
	}
	return 0;
}

static int judge_link(struct document *d, const struct reference *link, struct findings *found,
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

static bool links_to(const struct references *all, const struct reference *one)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->items[i].target, one->target) &&
		    (!one->anchor ||
		     (all->items[i].anchor && !strcmp(all->items[i].anchor, one->anchor))))
			return true;
	return false;
}

/* Of a document of steps; *ret_is false: it is none. */
static int read_links(const struct facts *facts, const char *path,
		      const struct version *version, struct arena *a, struct references *ret,
		      bool *ret_is, struct err *err)
{
	enum document_class class = runbook_class(facts->runbook, path);
	struct outline o;
	struct bytes text;

	if (facts_text(facts, version, a, &text, err) < 0)
		return -1;
	*ret = references_read(text, path, a);
	if (class == CLASS_COUNT)
		class = class_of(path, text, NULL);
	if (class == CLASS_OTHER && ret->count && !class_is_template(path, text)) {
		if (!outline_read(text, path, NULL, a, &o, err))
			class = class_of_steps(path, &o, NULL);
		else if (err->code != ERR_FORMAT && err->code != ERR_LIMIT)
			return -1;
		*err = (struct err){0};
	}
	*ret_is = class_has_steps(class);
	return 0;
}

/* What no parent linked to from here. A document that was moved links to other places by the same words. */
static int judge(const struct facts *facts, const struct change *change, struct findings *found,
		 struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct document d = {facts, change->path, &scratch, {.arena = &scratch}};
	struct references now, was[LIMIT_PARENTS];
	bool is, ignored;

	if (read_links(facts, d.path, &change->now, &scratch, &now, &is, err) < 0)
		return -1;
	for (size_t i = 0; is && i < facts->parents; i++)
		if (read_links(facts, d.path, &change->was[i], &scratch, &was[i], &ignored,
			       err) < 0)
			return -1;
	for (size_t k = 0; is && k < now.count; k++) {
		bool old = false;

		for (size_t i = 0; i < facts->parents; i++)
			old = old || links_to(&was[i], &now.items[k]);
		if (!old && judge_link(&d, &now.items[k], found, err) < 0)
			return -1;
	}
	return 0;
}

/* What the managed document links to, and this change takes away. */
static int judge_managed(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *path = facts->runbook->records.runbook;
	struct document d = {facts, path, &scratch, {.arena = &scratch}};
	struct version version = {0};
	struct references links = {0};
	bool read = false, is;

	for (size_t i = 0; path && i < facts->change_count; i++) {
		const struct change *gone = &facts->changes[i];

		if (!change_deletes(facts, gone) || !strcmp(gone->path, path))
			continue;
		if (!read &&
		    (facts->look(facts->ctx, path, &version, err) < 0 ||
		     (version_is_file(&version) &&
		      read_links(facts, path, &version, &scratch, &links, &is, err) < 0)))
			return -1;
		read = true;
		for (size_t k = 0; k < links.count; k++)
			if (!strcmp(links.items[k].target, gone->path) &&
			    judge_link(&d, &links.items[k], found, err) < 0)
				return -1;
	}
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
	}
	return judge_managed(facts, found, err);
}
