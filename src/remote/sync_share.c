/* What is here and not at the remote, and whether it goes there without being asked for. */
#include "remote/sync_internal.h"

#include "base/cleanup.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "ledger/person.h"
#include "repo/ledger.h"
#include "repo/ref.h"

/* The event of the chain that was last seen at the remote. *ret_found false: none of it was. */
static int last_there(const struct ledger *l, struct remembered_head *ret, bool *ret_found,
		      bool *ret_in_chain, struct err *err)
{
	const struct indexed_event *event;

	if (memory_head(l->memory, l->view->id, l->remote, ret, ret_found, err) < 0)
		return -1;
	event = *ret_found ? event_index_at(fold_index(l->view->fold), ret->sequence) : NULL;
	*ret_in_chain = event && event_index_is_of(event, ret->sha256);
	return 0;
}

int sync_unpublished(const struct ledger *l, uint64_t *ret, struct err *err)
{
	struct ledger_view there = {0};
	struct remembered_head last;
	struct aside_event *events;
	bool found, in_chain, seen;
	struct oid tip;
	uint64_t at;
	size_t count;

	*ret = 0;
	if (!l->remote || !l->view)
		return 0;
	/* git keeps where a push of the branch alone, or a fetch, saw it */
	if (ref_peek(l->repo, sync_tracking_ref(l), &tip, err) < 0)
		return -1;
	seen = !oid_is_zero(&tip) && sync_is_here(l, l->view, &tip, &at);
	if (last_there(l, &last, &found, &in_chain, err) < 0)
		return -1;
	if (!found && !seen) {
		*ret = l->view->sequence + 1;
		return 0;
	}
	if (seen && (!found || (in_chain && at > last.sequence)))
		last.sequence = at;
	if (!found || in_chain) {
		*ret = l->view->sequence - last.sequence;
		return 0;
	}
	there.head = last.tip; /* further on, or another writer was first */
	if (aside_read(l, &there, NULL, &l->view->head, &events, &count, err) < 0)
		return -1;
	*ret = count;
	return 0;
}

/* What another person signed, or what does not count, a person looks at first. */
static int may_go(const struct ledger *l, uint64_t after, bool *ret, struct err *err)
{
	struct event_index *index = fold_index(l->view->fold);
	const struct principal *me;

	*ret = false;
	if (person_owner(l, &me, err) < 0 || !me)
		return me ? -1 : 0;
	for (uint64_t i = after + 1; i <= l->view->sequence; i++) {
		const struct indexed_event *event = event_index_at(index, i);

		if (!event || strcmp(event_index_principal(index, event), me->id) != 0 ||
		    fold_dispute_at(l->view->fold, i))
			return 0;
	}
	*ret = true;
	return 0;
}

int sync_share(const struct ledger *l, const struct ledger_view **ret, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;
	struct ledger here = *l;
	struct sync_state state = {0};
	struct remembered_head last;
	bool found, in_chain, goes;

	*ret = l->view;
	if (!l->remote)
		return 0;
	/* who had the turn before may have published this too */
	if (sync_turn(l, true, &turn, err) < 0 || ledger_open(l, &here.view, err) < 0)
		return -1;
	l = &here;
	*ret = state.local = here.view;
	if (last_there(l, &last, &found, &in_chain, err) < 0)
		return -1;
	/* a ledger is published by a person for the first time */
	if (!in_chain || last.sequence == l->view->sequence)
		return 0;
	if (may_go(l, last.sequence, &goes, err) < 0)
		return -1;
	if (!goes)
		return 0;
	if (sync_push(l, &state, err) < 0) {
		if (err->code != ERR_RACE || sync_settle(l, false, &state, err) < 0)
			return -1;
	}
	*ret = state.local;
	return 0;
}
