/*
 * An event that is nothing until the remote has it: of two people who start one step in the same moment
 * one is told so, and nothing of his start remains.
 */
#include "remote/sync_internal.h"

#include "base/cleanup.h"
#include "fold/fold.h"
#include "repo/ledger.h"

/* The remote has it: so has this clone. */
static int take_in(const struct ledger *l, const struct receipt *receipt, struct err *err)
{
	return ledger_move(l, receipt->view, &l->view->head, NULL, "mcade: published", err) < 0
		       ? -1
		       : sync_note_published(l, receipt->view, err);
}

/* The push failed, but the remote may have taken it all the same. */
static bool arrived(const struct ledger *l, const struct receipt *receipt)
{
	struct err ignored;
	const char *reason;
	struct oid tip;
	bool reached;

	return sync_remote_tip(l, l->remote, &tip, &reached, &reason, &ignored) == 0 &&
	       reached && oid_equal(&tip, &receipt->commit);
}

/* On a branch of its own, which goes again. ERR_RACE: another writer was faster. */
static int attempt(const struct ledger *l, struct intent *intent, struct receipt *receipt,
		   struct findings *refused, struct err *err)
{
	struct ledger there;
	char hex[OID_HEX_SIZE];
	int verdict;

	if (sync_branch_off(l, l->view, &there, err) < 0)
		return -1;
	intent->only_on = l->view->head;
	verdict = record_beside(&there, intent, receipt, refused, err);
	if (!verdict) {
		oid_hex(&receipt->commit, hex);
		verdict = sync_push_to(l, hex, err) < 0 && !arrived(l, receipt)
				  ? -1
				  : take_in(l, receipt, err);
	}
	sync_drop(&there);
	return verdict;
}

int sync_record(const struct ledger *l, struct intent *intent, struct receipt *receipt,
		struct findings *refused, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;
	struct ledger here = *l;
	struct sync_state state;
	struct sync_race race = {0};
	uint64_t sequence;
	int verdict;

	if (sync_turn(l, true, &turn, err) < 0 || ledger_open(l, &here.view, err) < 0)
		return -1;
	while ((verdict = attempt(&here, intent, receipt, refused, err)) < 0 &&
	       sync_try_again(&here, sync_tracking_ref(l), &race, err)) {
		/* the judge is asked again, by what they did */
		if (sync_settle(&here, false, &state, err) < 0)
			return -1;
		here.view = state.local;
		if (event_index_find(fold_index(here.view->fold),
				     event_get(&intent->event, FIELD_ID), &sequence)) {
			receipt->view =
				here.view; /* it was pushed before another act moved on */
			return 0;
		}
	}
	return verdict;
}
