/* The local branch is not what was verified here: it goes back to that, and what stood there is
 * kept. */
#include "remote/sync_internal.h"

#include "repo/ref.h"

/* The head that this copy had verified, where a person has confirmed its ledger; NULL: none. */
static const struct ledger_view *verified_before(const struct ledger *l, const struct oid *tip)
{
	struct ledger_view *seen = NULL;
	struct err ignored;
	char known[65];
	bool pinned;

	if (memory_repository_ledger(l->memory, known, &ignored) < 0 || !known[0] ||
	    memory_is_pinned(l->memory, known, &pinned, &ignored) < 0 || !pinned ||
	    ledger_remembered(l, known, "local", &seen, &ignored) < 0 || !seen ||
	    oid_equal(&seen->head, tip) ||
	    (!seen->fold && ledger_verify_to(l, NULL, &seen->head, &seen, &ignored)))
		return NULL;
	seen->confirmed = true;
	return seen;
}

int sync_local(const struct ledger *l, bool back, struct sync_state *state, struct err *err)
{
	if (ref_peek(l->repo, l->ref, &state->astray, err) < 0)
		return -1;
	if (!oid_is_zero(&state->astray)) {
		if (!ledger_open_unconfirmed(l, &state->local, err))
			return 0;
		if (err->code != ERR_UNTRUSTED || !back)
			return -1;
	}
	if (back)
		state->local = verified_before(l, &state->astray);
	state->back = state->local != NULL;
	return state->back || oid_is_zero(&state->astray) ? 0 : -1;
}

int sync_keep_astray(const struct ledger *l, const struct oid *tip, const char **ret_ref,
		     struct err *err)
{
	char hex[OID_HEX_SIZE];
	struct oid kept;
	const char *ref;

	oid_hex(tip, hex);
	ref = arena_printf(l->arena, "refs/mcade/alarm/local/found-%.12s", hex);
	if (ref_peek(l->repo, ref, &kept, err) < 0 ||
	    ref_update(l->repo, ref, tip, &kept, "mcade: alarm", err) < 0)
		return -1;
	*ret_ref = ref;
	return 0;
}

int sync_back(const struct ledger *l, struct sync_state *state, struct err *err)
{
	if (!state->back || state->relation == SYNC_UNREACHABLE)
		return 0;
	if (!oid_is_zero(&state->astray) &&
	    sync_keep_astray(l, &state->astray, &state->kept, err) < 0)
		return -1;
	if (ledger_move(l, state->local, &state->astray, NULL,
			"mcade: back to what was verified", err) < 0)
		return -1;
	return ledger_open_unconfirmed(l, &state->local, err);
}
