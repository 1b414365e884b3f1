/* gate_range.c - commits that are pushed or checked together. */
#include "gate/gate_internal.h"

#include "repo/object.h"

static bool denies_records(const struct findings *found, size_t from)
{
	for (size_t i = from; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR &&
		    rules[found->items[i].rule].rests & RESTS_RECORD)
			return true;
	return false;
}

static bool is_tip(const struct gate_range *range, const struct oid *commit)
{
	for (size_t i = 0; i < range->tip_count; i++)
		if (oid_equal(&range->tips[i], commit))
			return true;
	return false;
}

int gate_range_commit(struct gate_range *range, const struct oid *commit, const char *ref,
		      struct findings *found, struct err *err)
{
	struct gate *gate = range->gate;
	size_t before = found->count, strict;
	int rc;

	if (gate_commit(gate, commit, ref, found, err) < 0)
		return -1;
	if (!gate->l->view || !denies_records(found, before) || is_tip(range, commit))
		return 0;
	strict = found->count;
	found->count = before;
	gate->followed = true;
	rc = gate_commit(gate, commit, ref, found, err);
	gate->followed = false;
	range->once = range->once || found->count < strict;
	return rc;
}

/* Adds what is no ancestor of another, and takes out what is one of it. */
static int add_known(struct gate *gate, const struct oid *commit, struct oid_list *known,
		     struct err *err)
{
	size_t kept = 0;
	bool behind;

	for (size_t i = 0; i < known->count; i++) {
		if (history_is_ancestor(gate->l->repo, commit, &known->ids[i], &behind, err) <
		    0)
			return -1;
		if (behind)
			return 0;
	}
	for (size_t i = 0; i < known->count; i++) {
		if (history_is_ancestor(gate->l->repo, &known->ids[i], commit, &behind, err) <
		    0)
			return -1;
		if (!behind)
			known->ids[kept++] = known->ids[i];
	}
	known->count = kept;
	*ARENA_PUSH(gate->arena, known->ids, known->count) = *commit;
	return 0;
}

/* What the commits rest on: parents that are not among them. */
static int find_known(struct gate *gate, const struct oid *list, size_t count,
		      struct oid_list *ret, struct err *err)
{
	struct strmap met = {.arena = gate->arena};
	const struct oid *parents;
	char hex[OID_HEX_SIZE];
	size_t parent_count;

	for (size_t i = 0; i < count; i++) {
		oid_hex(&list[i], hex);
		strmap_put(&met, arena_strdup(gate->arena, hex), gate);
	}
	for (size_t i = 0; i < count; i++) {
		if (commit_parents(gate->l->repo, &list[i], gate->arena, &parents,
				   &parent_count, err) < 0)
			return -1;
		for (size_t p = 0; p < parent_count; p++) {
			oid_hex(&parents[p], hex);
			if (strmap_get(&met, hex))
				continue;
			strmap_put(&met, arena_strdup(gate->arena, hex), gate);
			if (add_known(gate, &parents[p], ret, err) < 0)
				return -1;
		}
	}
	return 0;
}

int gate_range_end(struct gate_range *range, size_t tip, const char *ref,
		   struct findings *found, struct err *err)
{
	struct findings all = FINDINGS_INIT(found->arena);
	struct gate *gate = range->gate;
	struct oid_list known = {0};
	struct oid *list;
	size_t count;

	if (!range->once)
		return 0;
	if (gate_new_commits(gate, ref, &range->tips[tip], 1, range->known, range->known_count,
			     &list, NULL, &count, err) < 0 ||
	    find_known(gate, list, count, &known, err) < 0)
		return -1;
	if (count &&
	    gate_between(gate, known.ids, known.count, &range->tips[tip], ref, &all, err) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++)
		if (rules[all.items[i].rule].rests & RESTS_RECORD &&
		    !findings_have(found, &all.items[i]))
			*ARENA_PUSH(found->arena, found->items, found->count) = all.items[i];
	return 0;
}
