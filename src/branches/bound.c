/* bound.c - what came to a branch since the rules began to bind it. */
#include "branches/internal.h"

#include "base/texts.h"
#include "repo/history.h"
#include "repo/object.h"

/* The oldest place where the rules began to bind that is still behind the tip; none: count 0. */
static int find_base(const struct ledger *l, const struct tip_past *past, const char *ref,
		     const struct oid *tip, struct oid_list *ret, bool *ret_named,
		     struct err *err)
{
	*ret = (struct oid_list){0};
	*ret_named = false;
	for (size_t i = 0; !ret->count && i < past->tip_count; i++) {
		const struct oid *commit = &past->tips[i].commit;
		bool here, behind;

		if (strcmp(past->tips[i].ref, ref) != 0)
			continue;
		*ret_named = true;
		if (object_is_commit(l->repo, commit, &here, err) < 0 ||
		    (here && history_is_ancestor(l->repo, commit, tip, &behind, err) < 0))
			return -1;
		if (here && behind)
			*ARENA_PUSH(l->arena, ret->ids, ret->count) = *commit;
	}
	return 0;
}

/* A branch that no adopt named yet: where it left one that the first, or the last, of them bound. */
static int find_left(const struct ledger *l, const struct tip_past *past, bool last,
		     const struct oid *tip, struct oid_list *ret, struct err *err)
{
	struct repo *repo = l->repo;

	*ret = (struct oid_list){0};
	for (size_t i = 0; !ret->count && i < past->tip_count; i++) {
		const struct oid *commit =
			&past->tips[last ? past->tip_count - 1 - i : i].commit;
		bool here;

		if (object_is_commit(repo, commit, &here, err) < 0 ||
		    (here && history_merge_bases(repo, commit, tip, l->arena, ret, err) < 0))
			return -1;
	}
	return 0;
}

static bool is_unpinned_in(const struct findings *found, const struct finding *f)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].rule == f->rule && text_is(found->items[i].path, f->path) &&
		    found->items[i].at.line == f->at.line)
			return true;
	return false;
}

int branch_bound(const struct ledger *l, struct gate *gate, const struct tip_past *past,
		 const char *ref, const struct oid *tip, struct findings *all, struct err *err)
{
	struct findings late = FINDINGS_INIT(all->arena);
	struct oid_list base;
	size_t kept = 0;
	bool named;

	if (find_base(l, past, ref, tip, &base, &named, err) < 0 ||
	    (!named && find_left(l, past, false, tip, &base, err) < 0) ||
	    gate_between(gate, base.ids, base.count, tip, ref, all, err) < 0)
		return -1;
	if (named)
		return 0;
	if (find_left(l, past, true, tip, &base, err) < 0 ||
	    gate_between(gate, base.ids, base.count, tip, ref, &late, err) < 0)
		return -1;
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].rule != RULE_UNPINNED ||
		    is_unpinned_in(&late, &all->items[i]))
			all->items[kept++] = all->items[i];
	all->count = kept;
	return 0;
}
