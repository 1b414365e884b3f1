/*
 * marks_place.c - whose marks are judged: of what the runbook in force names, and of what the runbook.yaml does that
 * comes or waits to be adopted. Else a document that moves with it could be painted until then.
 */
#include "policy/internal.h"
#include "policy/names.h"

#include "base/path.h"

static bool is_managed(const struct runbook *rb, const char *path)
{
	return rb && rb->records.runbook && !strcmp(rb->records.runbook, path);
}

/* As one that lists steps? */
static bool is_listed(const struct runbook *rb, const char *path)
{
	enum document_class class = rb ? runbook_class(rb, path) : CLASS_COUNT;

	return class != CLASS_COUNT && class_has_steps(class);
}

int marks_place(const struct facts *facts, const char *path, struct marks_place *ret,
		struct err *err)
{
	const struct names *names;
	const struct runbook *next;

	if (names_of(facts, &names, err) < 0)
		return -1;
	next = facts->adopted ? names->next : NULL;
	ret->managed = is_managed(facts->runbook, path) || is_managed(next, path);
	ret->named = ret->managed || is_listed(facts->runbook, path) || is_listed(next, path);
	ret->judged = ret->named || marks_path(path);
	return 0;
}

static bool came(const struct facts *facts, const struct change *change)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (version_is_file(&change->now) && !version_is_file(&change->was[i]))
			return true;
	return false;
}

static bool went(const struct facts *facts, const struct change *change)
{
	return !version_is_file(&change->now) && change_was_there(facts, change);
}

/* Of several that went the one that stood where the managed document did, or has its name, or is the only one. */
int marks_from(const struct facts *facts, const struct change *change,
	       const struct change **ret, struct err *err)
{
	const struct change *alike = NULL, *any = NULL;
	struct marks_place place;
	size_t count = 0;
	const struct names *names;

	*ret = NULL;
	if (!facts->adopted || !came(facts, change))
		return 0;
	if (marks_place(facts, change->path, &place, err) < 0 ||
	    names_of(facts, &names, err) < 0)
		return -1;
	for (size_t i = 0; place.named && i < facts->change_count; i++) {
		const struct change *one = &facts->changes[i];

		if (!went(facts, one) || !(is_managed(facts->runbook, one->path) ||
					   is_listed(facts->runbook, one->path)))
			continue;
		if (is_managed(facts->runbook, one->path) &&
		    is_managed(names->next, change->path)) {
			*ret = one;
			return 0;
		}
		if (!strcmp(path_last(one->path), path_last(change->path)))
			alike = one;
		any = one;
		count++;
	}
	*ret = alike ? alike : count == 1 ? any : NULL;
	return 0;
}

/* Of two histories the other one has it where it is now, and that is no change. */
static int stands_elsewhere(const struct facts *facts, const struct change *change, bool *ret,
			    struct err *err)
{
	const struct names *names;
	struct version there = {0};

	if (facts->parents < 2 || facts->base_count || !facts->adopted ||
	    !is_managed(facts->runbook, change->path))
		return 0;
	if (names_of(facts, &names, err) < 0)
		return -1;
	if (!names->next || !names->next->records.runbook ||
	    is_managed(names->next, change->path))
		return 0;
	if (facts->look(facts->ctx, names->next->records.runbook, &there, err) < 0)
		return -1;
	*ret = version_is_file(&there);
	return 0;
}

int marks_went(const struct facts *facts, const struct change *change, bool *ret,
	       struct err *err)
{
	const struct change *from;

	*ret = false;
	if (!went(facts, change))
		return 0;
	for (size_t i = 0; !*ret && i < facts->change_count; i++) {
		if (marks_from(facts, &facts->changes[i], &from, err) < 0)
			return -1;
		*ret = from == change;
	}
	return *ret ? 0 : stands_elsewhere(facts, change, ret, err);
}
