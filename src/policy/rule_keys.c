/*
 * rule_keys.c - document: a change brings no YAML in which a key stands twice, of which readers see either.
 * What is no YAML at all fails where it is read, and stays lint's to say; so does what stood there before.
 */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "text/class.h"
#include "yaml/doc.h"

static void report(const struct facts *facts, const char *path, const struct doc_duplicate *d,
		   struct findings *found)
{
	struct finding with = finding_of(facts, path, d->again->at.line, d->again->at.column);

	with.expected = "each key once";
	with.found = arena_strdup(found->arena, d->again->text);
	with.fix = "hint: keep the one that is meant";
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with, DOC_DUPLICATE,
		    with.found, d->first->at.line);
}

static int read_keys(const struct facts *facts, const char *path, const struct version *version,
		     struct arena *a, struct doc_foreign *ret, struct err *err)
{
	struct bytes text;
	struct err unreadable;

	*ret = (struct doc_foreign){0};
	if (!version_is_file(version))
		return 0;
	if (facts_text(facts, version, a, &text, err) < 0)
		return -1;
	if (class_is_read_yaml(path, text) &&
	    doc_parse_foreign(text, path, a, ret, &unreadable) < 0)
		*ret = (struct doc_foreign){0};
	return 0;
}

static bool has_key(const struct doc_foreign *all, const char *key)
{
	for (size_t i = 0; i < all->duplicate_count; i++)
		if (!strcmp(all->duplicates[i].again->text, key))
			return true;
	return false;
}

int keys_check(const struct facts *facts, const struct change *change, struct findings *found,
	       struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct doc_foreign now, was;

	/* lint reads the last version as it stands; an audit has what doors let in */
	if (facts->door == DOOR_LINT || facts->door == DOOR_AUDIT ||
	    !class_is_yaml(change->path))
		return 0;
	if (read_keys(facts, change->path, &change->now, &scratch, &now, err) < 0)
		return -1;
	for (size_t i = 0; i < now.duplicate_count; i++) {
		bool old = false;

		for (size_t p = 0; p < facts->parents && !old; p++) {
			if (read_keys(facts, change->path, &change->was[p], &scratch, &was,
				      err) < 0)
				return -1;
			old = has_key(&was, now.duplicates[i].again->text);
		}
		if (!old)
			report(facts, change->path, &now.duplicates[i], found);
	}
	return 0;
}
