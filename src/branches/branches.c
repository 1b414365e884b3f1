#include "branches/branches.h"

#include "base/texts.h"
#include "branches/internal.h"
#include "ledger/governed.h"
#include "repo/ref.h"

static int check_ref(const struct ledger *l, struct gate *gate, const struct visible_ref *ref,
		     struct findings *findings, size_t *commits, struct err *err)
{
	struct oid *list;
	size_t count;

	if (gate_new_commits(gate, ref->name, &ref->tip, 1, NULL, 0, &list, NULL, &count, err) <
	    0)
		return -1;
	*commits += count;
	return branch_judge_past(l, gate, list, count, ref->name, UINT64_MAX, findings, err);
}

/*
 * A branch that was adopted is here, under its name: what it holds is what the audit is about. One
 * that is no longer governed is named where its runbook was read, and may go.
 */
static int demand_adopted(const struct ledger *l, struct gate *gate,
			  const struct visible_ref *refs, size_t count, struct err *err)
{
	const struct adopted_state *adopted;

	if (state_adopted(l->view->state, &adopted, err) < 0)
		return -1;
	for (size_t i = 0; i < adopted->tip_count; i++) {
		const char *ref = strchr(adopted->tips[i], ' ');

		if (!ref || !text_begins(ref + 1, "refs/heads/") ||
		    !gate_governs(gate, ref + 1) ||
		    texts_among(refs, count, sizeof(*refs), ref + 1))
			continue;
		err_set(err, ERR_NOT_FOUND,
			"'%s' is governed since event %" PRIu64 " and is missing here", ref + 1,
			adopted->sequence);
		if (!l->remote)
			return err_next(err, "hint: fetch that branch");
		return err_next(err, "git fetch %s %s:refs/remotes/%s/%s", l->remote, ref + 1,
				l->remote, ref + 1 + strlen("refs/heads/"));
	}
	return 0;
}

/* Every governed branch, as it is seen: looked for once. */
struct audited_refs {
	const struct ledger *l;
	const struct visible_ref *items;
	size_t count;
};

/*
 * As others see the branch, or as it is here: one of the two may be behind. One that is no longer
 * governed may have been renamed or gone since, and stands here as it was seen last: what it had
 * went on elsewhere.
 */
static int stands(void *context, const struct rested_tip *tip, struct oid **ret,
		  size_t *ret_count, bool *ret_known, struct err *err)
{
	const struct audited_refs *all = context;
	bool governed = texts_among(all->items, all->count, sizeof(*all->items), tip->ref);
	const struct ledger *l = all->l;
	struct oid at[2];

	if (governed_at(l, tip->ref, &at[0], err) < 0 ||
	    ref_peek(l->repo, tip->ref, &at[1], err) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(at); i++)
		if (!oid_is_zero(&at[i]))
			*ARENA_PUSH(l->arena, *ret, *ret_count) = at[i];
	*ret_known = *ret_count > 0;
	for (size_t i = 0; i < all->count && !governed; i++)
		*ARENA_PUSH(l->arena, *ret, *ret_count) = all->items[i].tip;
	return 0;
}

void branch_thaw(struct gate *gate, const struct tip_past *past)
{
	for (size_t i = 0; i < past->lift_count; i++)
		gate_thaw(gate, past->lifts[i].hold);
}

int branches_judge(const struct ledger *l, struct tip_past *past, struct findings *findings,
		   size_t *ret_commits, struct err *err)
{
	struct audited_refs all = {.l = l};
	struct gate *gate;

	*ret_commits = 0;
	if (gate_open(l, DOOR_AUDIT, l->view, &gate, err) < 0)
		return -1;
	if (!gate_is_adopted(gate))
		return 0;
	branch_thaw(gate, past);
	if (governed_visible(l, &all.items, &all.count, err) < 0 ||
	    demand_adopted(l, gate, all.items, all.count, err) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++)
		if (check_ref(l, gate, &all.items[i], findings, ret_commits, err) < 0 ||
		    branch_tip(l, gate, past, all.items[i].name, &all.items[i].tip, findings,
			       err) < 0)
			return -1;
	return gate_rests_judge(gate, &past->rests, stands, &all, findings, err) < 0
		       ? -1
		       : branch_stretches(l, past, findings, ret_commits, err);
}

int branches_judge_tip(const struct ledger *l, const struct tip_past *past, const char *ref,
		       const struct oid *tip, struct findings *findings, struct err *err)
{
	struct gate *gate;

	if (gate_open(l, DOOR_AUDIT, l->view, &gate, err) < 0)
		return -1;
	if (!gate_is_adopted(gate) || !gate_governs(gate, ref))
		return 0;
	branch_thaw(gate, past);
	return branch_tip(l, gate, past, ref, tip, findings, err);
}
