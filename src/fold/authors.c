#include "fold/authors.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "model/event.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/snapshot.h"
#include "runbook/omitted.h"
#include "runbook/promotion.h"

/* The rest of what is released: "" is before each path. */
static int changes_content(struct repo *repo, const struct oid *old, const struct oid *new,
			   const struct runbook *rb, bool *ret, struct err *err)
{
	static const char *const all = "";
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	CLEANUP(snapshot_freep) struct snapshot *before = NULL, *after = NULL;
	const struct prefix_set everything = {&all, 1};
	struct tree_change *changes;
	size_t count;

	*ret = false;
	if (snapshot_of_commit(repo, old, &before, err) < 0 ||
	    snapshot_of_commit(repo, new, &after, err) < 0 ||
	    snapshot_diff(before, after, &everything, &scratch, &changes, &count, err) < 0)
		return -1;
	for (size_t i = 0; !*ret && i < count; i++)
		*ret = !content_omits(rb, changes[i].path, &scratch);
	return 0;
}

/* A merge brings nothing that one of its parents has as it is. */
static int brings(struct repo *repo, const struct oid *id, const struct commit *commit,
		  const struct runbook *rb, bool *ret, struct err *err)
{
	*ret = true;
	for (size_t i = 0; *ret && i < commit->parent_count; i++)
		if (changes_content(repo, &commit->parents[i], id, rb, ret, err) < 0)
			return -1;
	return 0;
}

/* What the environment has already: of what was promoted last whoever wrote it was asked then. */
static int find_known(struct state *record, const char *environment, struct arena *a,
		      struct oid_list *ret, struct err *err)
{
	const struct adopted_state *adopted;
	const struct entry *last;
	const char *code;
	struct oid id = {0}; /* of what is no id nobody knows the commit, which is said */

	*ret = (struct oid_list){NULL, 0};
	if (promotion_last(record, environment, &last, err) < 0 ||
	    state_adopted(record, &adopted, err) < 0)
		return -1;
	code = entry_get(last, "code");
	if (code) {
		oid_parse(code, &id);
		*ARENA_PUSH(a, ret->ids, ret->count) = id;
		return 0;
	}
	for (size_t i = 0; i < adopted->began_count; i++) {
		const char *sequence, *rest, *hex, *ref;

		event_pair_parts(adopted->began[i], a, &sequence, &rest);
		event_pair_parts(rest, a, &hex, &ref);
		oid_parse(hex, &id);
		*ARENA_PUSH(a, ret->ids, ret->count) = id;
	}
	return 0;
}

static bool is_asked(const struct environment *to)
{
	const struct approval *demand = to ? promotion_approval(to) : NULL;

	return demand && demand->prevent_self_approve;
}

int authors_of(struct repo *repo, struct state *record, const struct runbook *rb,
	       const char *environment, const char *code, struct arena *a, struct words *ret,
	       struct err *err)
{
	const struct adopted_state *adopted;
	const char **list = NULL;
	struct oid_list known, brought;
	size_t count = 0;
	struct oid tip;

	*ret = (struct words){NULL, 0};
	if (state_adopted(record, &adopted, err) < 0)
		return -1;
	if (adopted->rules < RULES_AUTHORS || !environment ||
	    !is_asked(runbook_environment(rb, environment)) || !code || !oid_parse(code, &tip))
		return 0;
	if (find_known(record, environment, a, &known, err) < 0)
		return -1;
	if (history_new_commits(repo, &tip, 1, known.ids, known.count, a, &brought, err) < 0)
		return -1;
	for (size_t i = 0; i < brought.count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		struct commit commit;
		const char *address;
		bool is;

		if (commit_read(repo, &brought.ids[i], &scratch, &commit, err) < 0)
			return -1;
		address = arena_strndup(&scratch, commit.author.email.data,
					commit.author.email.len);
		if (texts_have(list, count, address))
			continue;
		if (brings(repo, &brought.ids[i], &commit, rb, &is, err) < 0)
			return -1;
		if (is)
			*ARENA_PUSH(a, list, count) = arena_strdup(a, address);
	}
	*ret = (struct words){list, count};
	return 0;
}
