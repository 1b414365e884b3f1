#include "remote/recover.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "ledger/verify.h"
#include "remote/sync_internal.h"
#include "repo/history.h"
#include "repo/ledger.h"
#include "repo/ref.h"

/* -- what lies there ----------------------------------------------------------------------------- */

/* What this clone holds, or had verified where its branch was spoilt, too. */
static int find_tip(const struct ledger *l, const struct ledger_view **ret_local,
		    struct oid *ret_tip, struct err *err)
{
	struct sync_state state = {.relation = SYNC_NO_REMOTE};

	if (sync_local(l, true, &state, err) < 0)
		return -1;
	*ret_local = state.local;
	*ret_tip = state.astray;
	if (!l->remote)
		return 0;
	if (sync_fetch_branches(l, true, &state, err) < 0)
		return -1;
	if (state.relation == SYNC_UNREACHABLE) {
		err_set(err, ERR_WAITING, "remote '%s' did not answer: %s", l->remote,
			state.reason);
		return err_next(err, "when it answers: 'git mcade recover -m REASON'");
	}
	return ref_peek(l->repo, sync_tracking_ref(l), ret_tip, err);
}

/* A copy of a clone has seen nothing by itself; what the clone had, it has noted. */
static int check_noted(const struct ledger *l, const struct ledger_view *good, struct err *err)
{
	const char *ref = arena_printf(l->arena, LEDGER_SEEN_REF "%s", l->remote);
	bool grows = true;
	struct oid noted;

	if (ref_peek(l->repo, ref, &noted, err) < 0 ||
	    (!oid_is_zero(&noted) &&
	     history_is_ancestor(l->repo, &noted, &good->head, &grows, err) < 0))
		return -1;
	if (grows)
		return 0;
	err_set(err, ERR_UNTRUSTED,
		"%.12s was seen there, and is not in what is good there now, up to event "
		"%" PRIu64 ": the ledger was rewound or has diverged, and no recover helps",
		OID_HEX(&noted), good->sequence);
	return err_next(err, "git mcade sync");
}

/* Junk lies on what was seen there; what does not have that is a rewind. */
static int check_seen(const struct ledger *l, const struct ledger_view *local,
		      const struct ledger_view *good, const struct oid *tip, struct err *err)
{
	struct ledger_view *seen = NULL;
	bool grows = true;

	if (local && strcmp(local->id, good->id) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "the ledger there is %s, this repository has %s", good->id,
			       local->id);
	if (!l->remote)
		seen = (struct ledger_view *)local;
	else if (ledger_remembered(l, good->id, l->remote, &seen, err) < 0)
		return -1;
	if (seen && history_is_ancestor(l->repo, &seen->head, &good->head, &grows, err) < 0)
		return -1;
	if (grows)
		return !l->remote				   ? 0
		       : sync_check_address(l, good, tip, err) < 0 ? -1
								   : check_noted(l, good, err);
	err_set(err, ERR_UNTRUSTED,
		"event %" PRIu64 " was seen there, and the last good one is now event %" PRIu64
		": the ledger was rewound or has diverged, and no recover helps",
		seen->sequence, good->sequence);
	return err_next(err, "git mcade sync");
}

static const char *subject_of(struct bytes raw, struct arena *a)
{
	const char *text = memmem(raw.data, raw.len, "\n\n", 2);
	size_t left;

	if (!text)
		return "";
	text += 2;
	left = raw.len - (size_t)(text - (const char *)raw.data);
	return arena_strndup(a, text,
			     memchr(text, '\n', left)
				     ? (size_t)((const char *)memchr(text, '\n', left) - text)
				     : left);
}

static int list_junk(const struct ledger *l, struct recovery *r, struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;

	if (ledger_range_open(l->repo, &r->junk, &r->good->head, &range, err) < 0)
		return -1;
	for (size_t i = 0; i < ledger_range_count(range); i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		struct bytes raw;

		if (ledger_range_read(range, i, &scratch, &raw, err) < 0)
			return -1;
		*ARENA_PUSH(l->arena, r->commits, r->count) = (struct rejected_commit){
			*ledger_range_id(range, i), subject_of(raw, l->arena)};
	}
	return 0;
}

int recover_find(const struct ledger *l, struct recovery *ret, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;
	struct findings ignored = {.arena = l->arena};
	const struct ledger_view *local;
	struct ledger_view *good = NULL;
	struct oid tip;
	int verdict;

	*ret = (struct recovery){.good = NULL};
	if (sync_turn(l, true, &turn, err) < 0 || find_tip(l, &local, &tip, err) < 0)
		return -1;
	if (oid_is_zero(&tip)) {
		err_set(err, ERR_NOT_FOUND, "there is no ledger to recover");
		return err_next(err, "git mcade sync");
	}
	verdict = ledger_verify(l->repo, l->arena, NULL, &tip, l->progress, NULL, NULL, &good,
				&ignored, err);
	if (verdict < 0)
		return -1;
	if (!good)
		return err_set(err, ERR_UNTRUSTED, "nothing there is an event of a ledger");
	if (memory_is_pinned(l->memory, good->id, &good->confirmed, err) < 0 ||
	    ledger_must_be_confirmed(good, err) < 0 ||
	    check_seen(l, local, good, &tip, err) < 0)
		return -1;
	ret->good = good;
	if (!verdict)
		return 0;
	ret->junk = tip;
	return list_junk(l, ret, err);
}

/* -- the event ----------------------------------------------------------------------------------- */

static int publish(const struct ledger *l, const struct recovery *r,
		   const struct receipt *receipt, struct err *err)
{
	char hex[OID_HEX_SIZE];

	oid_hex(&receipt->commit, hex);
	if (l->remote)
		return sync_push_to(l, hex, err);
	return ledger_move(l, receipt->view, &r->junk, NULL, "mcade: recover", err);
}

int recover_record(const struct ledger *l, const struct recovery *r, struct intent *intent,
		   struct receipt *ret_receipt, struct findings *refused, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;
	struct ledger_view top = *r->good;
	struct ledger there;
	int verdict;

	if (sync_turn(l, true, &turn, err) < 0)
		return -1;
	top.head = r->junk;
	if (sync_branch_off(l, &top, &there, err) < 0)
		return -1;
	there.view = r->good;
	intent->rejects = r->junk;
	verdict = record_beside(&there, intent, ret_receipt, refused, err);
	if (!verdict)
		verdict = publish(l, r, ret_receipt, err);
	sync_drop(&there);
	return verdict;
}
