/*
 * ledger_move.c - the branch here and what is remembered of it, together. Who reads while another
 * process moves the branch must not remember what it was: from then on it would have been rewound.
 */
#include "ledger/ledger.h"

#include "base/cleanup.h"
#include "ledger/internal.h"
#include "repo/ledger.h"
#include "repo/ref.h"

void ledger_remember_here(const struct ledger *l, const struct ledger_view *view)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *lock = NULL;
	struct err err;
	struct oid tip;

	/* another writer remembers what it makes; where nothing can be written there is no other */
	if (ledger_lock(l->repo, 0, &lock, &err) < 0 && err.code == ERR_TIMEOUT)
		return;
	if (!ref_peek(l->repo, l->ref, &tip, &err) && oid_equal(&tip, &view->head))
		ledger_remember_if_possible(l, "local", view);
}

int ledger_move(const struct ledger *l, const struct ledger_view *view, const struct oid *old,
		const struct remembered_head *base, const char *reflog, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *lock = NULL;
	struct oid tip;

	if (ledger_lock(l->repo, LOCK_SECONDS, &lock, err) < 0 ||
	    ref_peek(l->repo, l->ref, &tip, err) < 0)
		return -1;
	/* whatever fails while the branch moves, what is there then is no other ledger than was seen */
	if (base && oid_equal(&tip, old) && view->confirmed &&
	    memory_remember(l->memory, view->id, "local", base, err) < 0)
		return -1;
	if (ref_update(l->repo, l->ref, &view->head, old, reflog, err) < 0)
		return -1;
	if (view->confirmed)
		ledger_remember_if_possible(l, "local", view);
	return 0;
}
