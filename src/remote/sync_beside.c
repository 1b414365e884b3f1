/* A branch beside the ledger's, for events that may come to nothing. */
#include "remote/sync_internal.h"

#include "ledger/record.h"
#include "repo/ref.h"

#define BESIDE "refs/mcade/beside/"

static void drop_ref(const struct ledger *l, const char *name)
{
	struct err ignored;
	struct oid at;

	if (!ref_peek(l->repo, name, &at, &ignored) && !oid_is_zero(&at))
		ref_delete(l->repo, name, &at, &ignored);
}

void sync_drop(const struct ledger *there)
{
	drop_ref(there, there->ref);
}

int sync_branch_off(const struct ledger *l, const struct ledger_view *at, struct ledger *ret,
		    struct err *err)
{
	const struct oid nothing = OID_ZERO;
	struct ref *left;
	size_t count;

	if (ref_list(l->repo, BESIDE, l->arena, &left, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		drop_ref(l, left[i].name);
	*ret = *l;
	ret->view = at;
	/* each has its own name: a lock that was left behind stops no other */
	ret->ref = arena_printf(l->arena, BESIDE "%s", record_new_id(l));
	return ref_update(l->repo, ret->ref, &at->head, &nothing, "mcade: beside", err);
}
