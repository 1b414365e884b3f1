/* rule_coupled.c - document: what a change asks of another file, and keys that stand once. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "match/glob.h"

/* -- when_changed: a change here needs an append there ------------------------------------------- */

/* The old text of some parent, and more behind it. A new file is one that begins with nothing. */
static int is_appended(const struct facts *facts, const struct change *change, bool *ret,
		       struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes now, was;

	*ret = false;
	if (!version_is_file(&change->now) || change_is_taken(facts, change))
		return 0;
	if (facts_text(facts, &change->now, &scratch, &now, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->parents && !*ret; i++) {
		if (facts_text(facts, &change->was[i], &scratch, &was, err) < 0)
			return -1;
		*ret = now.len > was.len && bytes_begins(now, was);
	}
	return 0;
}

static int check_coupled(const struct facts *facts, const struct runbook_policy *policy,
			 struct findings *found, struct err *err)
{
	const char *there = runbook_template_pattern(policy->append_to, found->arena);
	const struct change *first = NULL;
	size_t count = 0;
	struct finding with;

	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool appended;

		if (glob_match(there, change->path)) {
			if (is_appended(facts, change, &appended, err) < 0)
				return -1;
			if (appended)
				return 0;
		} else if (words_match(&policy->subjects, change->path, NULL) &&
			   !change_is_taken(facts, change)) {
			first = first ? first : change;
			count++;
		}
	}
	if (!first)
		return 0;
	with = finding_whole(facts, first->path);
	with.expected = arena_printf(found->arena, "an append to '%s'", there);
	with.found = "none in this change";
	with.fix = policy->fix ? arena_printf(found->arena, "hint: %s", policy->fix)
			       : arena_printf(found->arena,
					      "hint: say in '%s' what was changed, at its end",
					      there);
	finding_add(found, RULE_DOCUMENT, adopted(facts, policy->severity), with,
		    "policy '%s' asks for an append to '%s' with a change here%s", policy->id,
		    there, count > 1 ? arena_printf(found->arena, " (%zu files)", count) : "");
	return 0;
}

/* -- unique_keys --------------------------------------------------------------------------------- */

/* How often a key stands in it, at any depth; *ret_last: where it stands last. */
static size_t count_key(const struct doc_node *node, const char *key, struct srcpos *ret_last)
{
	size_t count = 0;

	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		count += count_key(node->items[i], key, ret_last);
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++) {
		const struct doc_pair *pair = &node->pairs[i];

		if (pair->key->kind == DOC_SCALAR && !strcmp(pair->key->text, key)) {
			*ret_last = pair->key->at;
			count++;
		}
		count += count_key(pair->value, key, ret_last);
	}
	return count;
}

/* What cannot be parsed holds none: whether that is so before is not asked, and now it is said. */
static size_t count_in(const struct doc_foreign *all, const char *key, struct srcpos *ret_last)
{
	size_t count = 0;

	for (size_t i = 0; i < all->count; i++)
		count += count_key(all->roots[i], key, ret_last);
	return count;
}

static int read_foreign(const struct facts *facts, const struct version *version,
			const char *path, struct arena *a, struct doc_foreign *ret,
			struct bytes *ret_text, struct err *unreadable, struct err *err)
{
	*ret = (struct doc_foreign){0};
	if (facts_text(facts, version, a, ret_text, err) < 0)
		return -1;
	return doc_parse_foreign(*ret_text, path, a, ret, unreadable) < 0 ? 1 : 0;
}

static void refuse_key(const struct facts *facts, const struct change *change,
		       const struct runbook_policy *policy, const char *key, size_t count,
		       struct srcpos at, struct findings *found)
{
	struct finding with = finding_of(facts, change->path, at.line, at.column);

	with.expected = arena_printf(found->arena, "'%s' once", key);
	with.found = arena_printf(found->arena, "%zu times", count);
	with.fix = policy->fix ? arena_printf(found->arena, "hint: %s", policy->fix)
			       : "hint: keep the one that is meant";
	finding_add(found, RULE_DOCUMENT, adopted(facts, policy->severity), with,
		    "'%s' stands %zu times, and policy '%s' wants it once", key, count,
		    policy->id);
}

/* Where every parent has it as often already, it was not brought in here. */
static int check_keys(const struct facts *facts, const struct change *change,
		      const struct runbook_policy *policy, const struct doc_foreign *now,
		      struct arena *a, struct findings *found, struct err *err)
{
	struct doc_foreign was[LIMIT_PARENTS];
	struct srcpos at = {0}, ignored;
	struct bytes text;
	struct err unread;

	for (size_t i = 0; i < facts->parents; i++)
		if (read_foreign(facts, &change->was[i], change->path, a, &was[i], &text,
				 &unread, err) < 0)
			return -1;
	for (size_t k = 0; k < policy->subjects.count; k++) {
		const char *key = policy->subjects.items[k];
		size_t count = count_in(now, key, &at);
		bool before = true;

		for (size_t i = 0; i < facts->parents; i++)
			before = before && count_in(&was[i], key, &ignored) >= count;
		if (count > 1 && !before)
			refuse_key(facts, change, policy, key, count, at, found);
	}
	return 0;
}

static bool is_yaml(const char *path)
{
	const char *dot = strrchr(path_last(path), '.');

	return dot && (!strcmp(dot, ".yml") || !strcmp(dot, ".yaml"));
}

static int check_unique(const struct facts *facts, const struct change *change,
			const struct runbook_policy *policy, struct findings *found,
			struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct finding with = finding_whole(facts, change->path);
	struct err unreadable = {0};
	struct doc_foreign now;
	struct bytes text;
	int status;

	if (!version_is_file(&change->now) || change_is_taken(facts, change) ||
	    (policy->paths.count ? !words_match(&policy->paths, change->path, NULL)
				 : !is_yaml(change->path)))
		return 0;
	status = read_foreign(facts, &change->now, change->path, &scratch, &now, &text,
			      &unreadable, err);
	if (status < 0)
		return -1;
	if (bytes_begins(text, bytes_text("$ANSIBLE_VAULT"))) {
		with.expected = "a text in which keys can be counted";
		with.found = "an encrypted file";
		finding_add(found, RULE_DOCUMENT, FINDING_NOTE, with,
			    "policy '%s' cannot be asked here: the file is encrypted",
			    policy->id);
		return 0;
	}
	if (status > 0) {
		with = finding_of(facts, change->path, unreadable.at.line,
				  unreadable.at.column);
		with.expected = "YAML, in which keys can be counted";
		with.found = arena_strdup(found->arena, unreadable.text);
		with.fix = restore_command(facts, change->path, found->arena);
		finding_add(found, RULE_DOCUMENT, adopted(facts, policy->severity), with,
			    "policy '%s' cannot be asked here: the file cannot be read",
			    policy->id);
		return 0;
	}
	return check_keys(facts, change, policy, &now, &scratch, found, err);
}

int coupled_check(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t p = 0; p < facts->runbook->policy_count; p++) {
		const struct runbook_policy *policy = &facts->runbook->policies[p];

		if (policy_binds(facts, policy, RUNBOOK_WHEN_CHANGED) &&
		    check_coupled(facts, policy, found, err) < 0)
			return -1;
		for (size_t i = 0; policy_binds(facts, policy, RUNBOOK_UNIQUE_KEYS) &&
				   i < facts->change_count;
		     i++)
			if (check_unique(facts, &facts->changes[i], policy, found, err) < 0)
				return -1;
	}
	return 0;
}
