/*
 * gate_new.c - the commits that nobody has judged yet. What stands on one governed branch was judged
 * there, and is not judged again where it comes into another; but not what was there before the branch
 * was governed: that is the branch's own, and a branch that was governed before it judges it.
 */
#include "gate/gate_internal.h"

#include "repo/object.h"

#define UNGOVERNED UINT64_MAX
#define UNNAMED 0 /* governed, and no event has named its tip */

int gate_set_branches(struct gate *gate, const struct adopted_state *adopted, struct err *err)
{
	size_t count = adopted->tip_count;

	if (adopted->began_count != count)
		return err_set(err, ERR_UNSUPPORTED,
			       "the ledger does not say where its branches began");
	gate->tips = arena_array(gate->arena, count + 1, sizeof(*gate->tips));
	gate->branches = arena_array(gate->arena, count + 1, sizeof(*gate->branches));
	for (size_t i = 0; i < count; i++) {
		const char *base = strchr(adopted->began[i], ' ') + 1, *ref;
		struct gate_branch *b = &gate->branches[i];

		*b = (struct gate_branch){.since = strtoull(adopted->began[i], NULL, 10)};
		if (!gate_tip_parts(base, gate->arena, &b->base, &b->ref) ||
		    !gate_tip_parts(adopted->tips[i], gate->arena, &b->tip, &ref))
			return err_set(err, ERR_UNSUPPORTED,
				       "tip '%s' is not a valid id of this repository",
				       adopted->tips[i]);
		gate->tips[i] = b->tip;
	}
	gate->tip_count = gate->branch_count = count;
	return 0;
}

static uint64_t age_of(const struct gate *gate, const struct gate_branch *branch)
{
	return gate_governs(gate, branch->ref) ? branch->since : UNGOVERNED;
}

uint64_t gate_age(const struct gate *gate, const char *ref)
{
	for (size_t i = 0; i < gate->branch_count; i++)
		if (!strcmp(gate->branches[i].ref, ref))
			return age_of(gate, &gate->branches[i]);
	return gate_governs(gate, ref) ? UNNAMED : UNGOVERNED;
}

/* Branches that the first adopt named began together, and what has no tip yet began with them. */
static uint64_t first_age(const struct gate *gate)
{
	uint64_t first = UNGOVERNED;

	for (size_t i = 0; i < gate->branch_count; i++)
		if (gate->branches[i].since < first)
			first = gate->branches[i].since;
	return first;
}

/* Does all that stands on a ref of the other age pass, where it comes into one of this age? */
static bool passes(const struct gate *gate, uint64_t other, uint64_t age)
{
	if (age == UNGOVERNED)
		return true;
	if (other == UNNAMED || other == UNGOVERNED)
		return other == age;
	return other <= (age == UNNAMED ? first_age(gate) : age);
}

/*
 * What of the list was judged when it came to this branch: all but what was there before, or on one
 * whose word it takes.
 */
static int drop_judged(struct gate *gate, const struct standing_tip *at,
		       const struct oid_list *passed, struct oid_list *list, size_t *by_tip,
		       struct err *err)
{
	struct oid *known = arena_array(gate->arena, passed->count + gate->branch_count + 1,
					sizeof(*known));
	size_t count = passed->count, kept = 0;
	uint64_t age = gate_age(gate, at->ref);
	struct oid_list judged;

	memcpy(known, passed->ids, count * sizeof(*known));
	for (size_t i = 0; i < gate->branch_count; i++) {
		const struct gate_branch *branch = &gate->branches[i];
		bool here;

		if (!passes(gate, branch->since, age))
			continue;
		if (object_is_commit(gate->l->repo, &branch->base, &here, err) < 0)
			return -1;
		if (!here)
			return 0; /* nobody can tell what was there before */
		known[count++] = branch->base;
	}
	if (history_new_commits(gate->l->repo, &at->id, 1, known, count, gate->arena, &judged,
				err) < 0)
		return -1;
	judged = oid_list_sorted(&judged, gate->arena);
	for (size_t i = 0; i < list->count; i++) {
		if (oid_list_has(&judged, &list->ids[i]))
			continue;
		list->ids[kept] = list->ids[i];
		by_tip[kept++] = by_tip[i];
	}
	list->count = kept;
	return 0;
}

/* Nearly always none of the list is on another branch: then there is nothing to drop. */
static int any_of(struct gate *gate, const struct oid_list *passed,
		  const struct standing_tip *at, size_t count, const struct oid *tips,
		  size_t tip_count, const struct oid_list *list, size_t *ret_others,
		  struct err *err)
{
	struct oid *known = arena_array(gate->arena, passed->count + count, sizeof(*known));
	struct oid_list nowhere;

	memcpy(known, passed->ids, passed->count * sizeof(*known));
	for (size_t i = 0; i < count; i++)
		known[passed->count + i] = at[i].id;
	if (history_new_commits(gate->l->repo, tips, tip_count, known, passed->count + count,
				gate->arena, &nowhere, err) < 0)
		return -1;
	*ret_others = nowhere.count == list->count ? 0 : count;
	return 0;
}

int gate_new_commits(struct gate *gate, const char *ref, const struct oid *tips,
		     size_t tip_count, const struct standing_tip *standing, size_t count,
		     struct oid **ret, const size_t **ret_tips, size_t *ret_count,
		     struct err *err)
{
	size_t all = count + gate->branch_count;
	struct standing_tip *at = arena_array(gate->arena, all + 1, sizeof(*at));
	struct oid_list list,
		passed = {arena_array(gate->arena, all + 1, sizeof(struct oid)), 0};
	uint64_t age = ref ? gate_age(gate, ref) : UNGOVERNED;
	const size_t *by_tip;
	size_t others = 0;

	for (size_t i = 0; i < all; i++) {
		const struct gate_branch *b = i < count ? NULL : &gate->branches[i - count];
		struct standing_tip one = b ? (struct standing_tip){b->ref, b->tip}
					    : standing[i];
		uint64_t other = b ? age_of(gate, b) : one.ref ? gate_age(gate, one.ref) : age;

		if (passes(gate, other, age))
			passed.ids[passed.count++] = one.id;
		else if (other != UNNAMED && other != UNGOVERNED)
			at[others++] = one;
	}
	if (history_new_by_tip(gate->l->repo, tips, tip_count, passed.ids, passed.count,
			       gate->arena, &list, &by_tip, err) < 0)
		return -1;
	if (others &&
	    any_of(gate, &passed, at, others, tips, tip_count, &list, &others, err) < 0)
		return -1;
	for (size_t i = 0; i < others; i++)
		if (drop_judged(gate, &at[i], &passed, &list, (size_t *)by_tip, err) < 0)
			return -1;
	if (gate_since_range(gate, tips, tip_count, passed.ids, passed.count, &list, err) < 0)
		return -1;
	if (ret_tips)
		*ret_tips = by_tip;
	*ret = list.ids;
	*ret_count = list.count;
	return 0;
}
