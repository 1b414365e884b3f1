/* What an adopt says of commits: that they have this runbook, and what a date of `since` meant. */
#include "fold/objects_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/time.h"
#include "fold/content.h"
#include "model/event.h"
#include "model/finding.h"
#include "runbook/claims.h"
#include "repo/history.h"
#include "repo/object.h"
#include "sign/digest.h"

/* The tips whose commits are here; *ret_all: all of them are. */
static int tips_here(struct looking *l, struct oid **ret, size_t *ret_count, bool *ret_all)
{
	const struct event_values *tips = &l->act->event->fields[FIELD_TIP];
	struct oid *list = arena_array(l->found->arena, tips->count + 1, sizeof(*list));

	*ret_count = 0;
	*ret_all = true;
	for (size_t i = 0; i < tips->count; i++) {
		const char *hex, *ref;
		struct oid tip;
		bool here;

		event_pair_parts(tips->items[i], l->found->arena, &hex, &ref);
		tip = objects_id(hex);
		if (object_is_commit(l->repo, &tip, &here, l->err) < 0)
			return -1;
		if (here)
			list[(*ret_count)++] = tip;
		else
			*ret_all = false;
	}
	*ret = list;
	return 0;
}

/* A file of that commit; *ret_found false: it has none there. */
static int read_at(struct looking *l, const struct oid *tip, const char *path, struct arena *a,
		   struct bytes *ret, bool *ret_found)
{
	struct oid tree, blob;
	uint32_t mode;

	if (commit_tree(l->repo, tip, &tree, l->err) < 0 ||
	    tree_lookup(l->repo, &tree, path, &mode, &blob, l->err) < 0)
		return -1;
	*ret_found = mode == TREE_FILE || mode == TREE_EXECUTABLE;
	return *ret_found ? object_read(l->repo, &blob, OBJECT_BLOB, LIMIT_BLOB, a, ret, l->err)
			  : 0;
}

/* Is it what the claims come to, or one of those that contradict each other? */
static bool is_claimed(const struct claim *claims, size_t count, const char *value,
		       bool contradicted, struct arena *a)
{
	const char *step, *rest, *environment, *word;
	enum claim_kind status;
	bool locked, agree, any = false;

	event_pair_parts(value, a, &step, &rest);
	event_pair_parts(rest, a, &environment, &word);
	for (size_t i = 0; i < count; i++)
		any = any || (!strcmp(claim_word(claims[i].kind), word) &&
			      !strcmp(claims[i].step, step) &&
			      !strcmp(claims[i].environment, environment));
	agree = claim_effective(claims, count, step, environment, &status, &locked);
	if (contradicted)
		return !agree && any;
	return agree && any &&
	       (!strcmp(word, "locked") ? locked : !strcmp(word, claim_word(status)));
}

/* The first claim that the event accepts and the commit has not; NULL: none. */
static int find_unclaimed(struct looking *l, const struct oid *tip, const char **ret)
{
	static const enum event_field fields[] = {FIELD_CLAIM, FIELD_CONTRADICTED};
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct claim *claims = NULL;
	struct bytes text;
	struct err unreadable;
	size_t count = 0;
	bool found;

	*ret = NULL;
	if (read_at(l, tip, "runbook.claims.yaml", &scratch, &text, &found) < 0)
		return -1;
	if (found && claims_read(text, "runbook.claims.yaml", &scratch, &claims, &count,
				 &unreadable) < 0)
		count = 0; /* nobody claims anything there */
	for (size_t f = 0; f < ARRAY_SIZE(fields); f++) {
		const struct event_values *said = &l->act->event->fields[fields[f]];

		for (size_t i = 0; i < said->count && !*ret; i++)
			if (!is_claimed(claims, count, said->items[i],
					fields[f] == FIELD_CONTRADICTED, &scratch))
				*ret = said->items[i];
	}
	return 0;
}

/* The first pattern of its `content` that matches nothing there. What cannot be read the judge refuses. */
static int find_unmatched(struct looking *l, const struct oid *tip, struct bytes text,
			  const char **ret)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct doc_node *pattern;
	const struct runbook *rb;
	struct err unreadable;

	*ret = NULL;
	if (runbook_parse(text, "runbook.yaml", &scratch, &rb, &unreadable) < 0)
		return 0;
	if (content_unmatched(l->repo, tip, rb, &pattern, l->err) < 0)
		return -1;
	if (pattern)
		*ret = arena_strdup(l->found->arena, pattern->text);
	return 0;
}

/* What one of the commits with this runbook has to have, and the last that was looked at has not. */
struct lacking {
	const char *claim, *pattern;
};

/* *ret: it has this runbook. */
static int has_runbook(struct looking *l, const struct oid *tip, bool *ret,
		       struct lacking *ret_lacks)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *said = event_get(l->act->event, FIELD_RUNBOOK) + strlen("sha256:");
	struct bytes data;
	bool found;

	if (read_at(l, tip, "runbook.yaml", &scratch, &data, &found) < 0)
		return -1;
	if (!found)
		return 0;
	if (strcmp(SHA256_HEX(data.data, data.len), said) != 0)
		return 0;
	*ret = true;
	return find_unclaimed(l, tip, &ret_lacks->claim) < 0
		       ? -1
		       : find_unmatched(l, tip, data, &ret_lacks->pattern);
}

/* Resolved again from the same tips: dates of commits are their authors' word, and stay as they
 * were. */
static int look_at_since(struct looking *l, const struct oid *tips, size_t count)
{
	const struct event_values *list = &l->act->event->fields[FIELD_SINCE];

	for (size_t i = 0; i < list->count; i++) {
		const char *said, *date;
		char is[OID_HEX_SIZE];
		struct oid commit = OID_ZERO;
		int64_t when;
		bool found;

		event_pair_parts(list->items[i], l->found->arena, &said, &date);
		if (!time_parse_date(date, &when))
			continue;
		if (history_newest_before(l->repo, tips, count, when, &commit, &found, l->err) <
		    0)
			return -1;
		oid_hex(found ? &commit : &OID_ZERO, is);
		if (strcmp(said, is) != 0)
			finding_add(
				l->found, RULE_EVIDENCE, FINDING_ERROR,
				(struct finding){.expected = arena_strdup(l->found->arena, is),
						 .found = said},
				"'since: %s' begins at another commit than the event says",
				date);
	}
	return 0;
}

int objects_look_at_adopted(struct looking *l)
{
	size_t count;
	struct lacking lacks = {NULL, NULL};
	bool all, has = false;
	struct oid *tips;

	if (tips_here(l, &tips, &count, &all) < 0)
		return -1;
	for (size_t i = 0; i < count && (!has || lacks.claim || lacks.pattern); i++)
		if (has_runbook(l, &tips[i], &has, &lacks) < 0)
			return objects_missing(l);
	if (!all) {
		l->unseen = "the commit of a tip";
		return 0;
	}
	if (!has && count)
		finding_add(
			l->found, RULE_EVIDENCE, FINDING_ERROR,
			(struct finding){.path = "runbook.yaml",
					 .expected = "the runbook.yaml of a tip that it names",
					 .found = event_get(l->act->event, FIELD_RUNBOOK)},
			"the adopted runbook is not in any of the commits");
	if (lacks.claim)
		finding_add(l->found, RULE_EVIDENCE, FINDING_ERROR,
			    (struct finding){.path = "runbook.claims.yaml",
					     .expected = "a claim of the commit",
					     .found = lacks.claim},
			    "the accepted claim is not in the commit");
	if (lacks.pattern)
		finding_add(l->found, RULE_EVIDENCE, FINDING_ERROR,
			    (struct finding){.path = "runbook.yaml",
					     .expected = "a file of the commit",
					     .found = lacks.pattern},
			    "no file of the commit matches '%s' of its 'content'",
			    lacks.pattern);
	return look_at_since(l, tips, count) < 0 ? objects_missing(l) : 0;
}
