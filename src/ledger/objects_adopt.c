/* What an adopt says of commits: that they have this runbook, and what a date of `since` meant. */
#include "ledger/objects_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/time.h"
#include "repo/history.h"
#include "repo/object.h"
#include "sign/digest.h"

/* The tips whose commits are here; *ret_all: all of them are. */
static struct oid *tips_here(struct looking *l, size_t *ret_count, bool *ret_all)
{
	const struct event_values *tips = &l->act->event->fields[FIELD_TIP];
	struct oid *list = arena_array(l->found->arena, tips->count + 1, sizeof(*list));

	*ret_count = 0;
	*ret_all = true;
	for (size_t i = 0; i < tips->count; i++) {
		char hex[OID_HEX_SIZE];
		struct oid tip;

		snprintf(hex, sizeof(hex), "%s", tips->items[i]);
		if (oid_parse(hex, &tip) && object_is_commit(l->repo, &tip))
			list[(*ret_count)++] = tip;
		else
			*ret_all = false;
	}
	return list;
}

static int has_runbook(struct looking *l, const struct oid *tip, bool *ret)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *said = event_get(l->act->event, FIELD_RUNBOOK) + strlen("sha256:");
	struct bytes data;
	struct oid tree, blob;
	uint32_t mode;

	if (commit_tree(l->repo, tip, &tree, l->err) < 0 ||
	    tree_lookup(l->repo, &tree, "runbook.yaml", &mode, &blob, l->err) < 0)
		return -1;
	if (mode != TREE_FILE && mode != TREE_EXECUTABLE)
		return 0;
	if (object_read(l->repo, &blob, OBJECT_BLOB, LIMIT_BLOB, &scratch, &data, l->err) < 0)
		return -1;
	*ret = *ret || !strcmp(SHA256_HEX(data.data, data.len), said);
	return 0;
}

/* Resolved again from the same tips: dates of commits are their authors' word, and stay as they were. */
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
	bool all, has = false;
	struct oid *tips = tips_here(l, &count, &all);

	for (size_t i = 0; i < count && !has; i++)
		if (has_runbook(l, &tips[i], &has) < 0)
			return objects_missing(l);
	if (!all) {
		l->unseen = true;
		return 0;
	}
	if (!has && count)
		finding_add(
			l->found, RULE_EVIDENCE, FINDING_ERROR,
			(struct finding){.path = "runbook.yaml",
					 .expected = "the runbook.yaml of a tip that it names",
					 .found = event_get(l->act->event, FIELD_RUNBOOK)},
			"the runbook that is adopted is in none of the commits");
	return look_at_since(l, tips, count) < 0 ? objects_missing(l) : 0;
}
