/*
 * sync_turn.c - of the processes that work on one clone, one at a time talks to the remote about the
 * ledger: else one publishes what another is just signing again, or takes for a rewind what another has
 * published since it looked. A lock of the kernel, so that whoever is killed keeps nobody waiting.
 */
#include "remote/sync_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/time.h"
#include "repo/ledger.h"

#define PATIENT_SECONDS 60
#define BRIEF_SECONDS 10

static int seconds_for(const struct ledger *l, bool patient, int64_t *ret, struct err *err)
{
	const char *set = repo_config_get(l->repo, "mcade.syncTimeout");
	int64_t seconds = PATIENT_SECONDS;

	if (set && (!time_parse_duration(set, &seconds) || seconds > LIMIT_TIMEOUT_MAX))
		return err_set(err, ERR_FORMAT,
			       "'mcade.syncTimeout' is '%s', expected a duration (30s, 5m, 1h)",
			       set);
	*ret = !patient && seconds > BRIEF_SECONDS ? BRIEF_SECONDS : seconds;
	return 0;
}

int sync_turn(const struct ledger *l, bool patient, struct ledger_lock **ret, struct err *err)
{
	int64_t seconds = 0;

	if (seconds_for(l, patient, &seconds, err) < 0)
		return -1;
	if (!ledger_turn(l->repo, seconds * 1000, ret, err))
		return 0;
	if (err->code != ERR_TIMEOUT)
		return -1;
	err->code = ERR_WAITING;
	return err_next(err, "when it has ended: 'git mcade sync'");
}

/* Who only wants to know what others did goes on without, as where the remote does not answer. */
static int look(const struct ledger *l, bool patient, struct ledger_lock **turn,
		struct sync_state *ret, struct err *err)
{
	struct sync_state state = {.relation = SYNC_UNREACHABLE};

	if (!sync_turn(l, patient, turn, err))
		return sync_look(l, patient, false, ret, err);
	if (patient || !l->remote || err->code != ERR_WAITING)
		return -1;
	state.reason = arena_strdup(l->arena, err->text);
	if (sync_local(l, false, &state, err) < 0)
		return -1;
	*ret = state;
	return 0;
}

int sync_fetch(const struct ledger *l, bool patient, struct sync_state *ret, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;

	return look(l, patient, &turn, ret, err);
}

int sync_follow(const struct ledger *l, bool patient, struct sync_state *ret, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;

	if (look(l, patient, &turn, ret, err) < 0)
		return -1;
	while (ret->relation == SYNC_BEHIND && sync_forward(l, ret, err) < 0)
		/* an act was recorded here since */
		if (err->code != ERR_RACE || sync_look(l, patient, false, ret, err) < 0)
			return -1;
	return 0;
}

static int settle(const struct ledger *l, bool mend, struct sync_state *ret, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;

	*ret = (struct sync_state){.relation = SYNC_NO_REMOTE};
	return sync_turn(l, true, &turn, err) < 0 ? -1 : sync_settle(l, mend, ret, err);
}

int sync_all(const struct ledger *l, struct sync_state *ret, struct err *err)
{
	return settle(l, false, ret, err);
}

int sync_anew(const struct ledger *l, struct sync_state *ret, struct err *err)
{
	return settle(l, true, ret, err);
}

int sync_publish(const struct ledger *l, struct sync_state *state, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;

	if (sync_turn(l, true, &turn, err) < 0 ||
	    ledger_open_unconfirmed(l, &state->local, err) < 0)
		return -1;
	return sync_push(l, state, err);
}
