#include "cmd/turn.h"

#include "act/turn.h"
#include "base/time.h"
#include "ledger/person.h"
#include "remote/sync.h"
#include "report/output.h"

#define LONGEST_PAUSE 10

/* What others did meanwhile. A remote that does not answer now may answer later. */
static int look_there(struct session *s, struct err *err)
{
	struct sync_state state;

	s->ledger.now = time_now();
	if (!s->ledger.remote)
		return 0;
	if (sync_follow(&s->ledger, true, &state, err) < 0 ||
	    (state.relation == SYNC_LOST_RACE && sync_all(&s->ledger, &state, err) < 0))
		return -1;
	if (state.local)
		s->ledger.view = state.local;
	return 0;
}

static void say(const struct turn *r, const char *environment, const char *step)
{
	output_note("mcade: waiting for %s in %s: %s%s%s runs it since %s, for at most %" PRId64
		    " seconds more",
		    step, environment, r->who, r->host ? " on " : "", r->host ? r->host : "",
		    TIME_TEXT(r->since), r->left);
}

int turn_wait(struct session *s, const char *environment, const char *step, bool *ret,
	      struct err *err)
{
	struct turn was, now;
	int64_t left = -1, pause = 1;

	*ret = false;
	if (!s->ledger.person->given)
		return 0;
	if (turn_find(&s->ledger, environment, step, &was, err) < 0)
		return -1;
	for (;; pause = pause < LONGEST_PAUSE ? pause + 1 : pause) {
		if (look_there(s, err) < 0 ||
		    turn_find(&s->ledger, environment, step, &now, err) < 0)
			return -1;
		if (!now.open) {
			*ret = was.open || strcmp(was.run, now.run) != 0;
			return 0;
		}
		if (left < 0 || strcmp(was.run, now.run) != 0) {
			if (now.left <= 0)
				return 0;
			say(&now, environment, step);
			was = now;
			left = now.left;
			pause = 1;
		}
		if (!left)
			return 0;
		pause = pause < left ? pause : left;
		if (!turn_pause(pause))
			return err_set(
				err, ERR_WAITING,
				"interrupted while another job runs '%s': nothing was started",
				step);
		left -= pause;
	}
}

int turn_reach(struct act *act, bool live, struct err *err)
{
	const char *offline = option_text(act->options, "offline");
	const struct ledger *l = &act->session->ledger;
	struct sync_state state;

	if (!live || !l->remote)
		return 0;
	if (offline) {
		act_set(act, FIELD_OFFLINE, offline);
		return 0;
	}
	if (sync_fetch(l, true, &state, err) < 0)
		return -1;
	if (state.relation == SYNC_UNREACHABLE) {
		err_set(err, ERR_WAITING,
			"'%s' is live, and remote '%s' does not answer (%s): another person "
			"may be running it",
			act->environment, l->remote, state.reason);
		return err_next(err, "git mcade run %s --env %s --offline REASON", act->step,
				act->environment);
	}
	return 0;
}

int turn_told(const struct act *act, bool live, bool *ret, struct err *err)
{
	const struct ledger *l = &act->session->ledger;
	uint64_t unpublished;

	*ret = live && l->remote && !option_text(act->options, "offline");
	if (*ret || !l->person->given || !act->reached)
		return 0;
	if (sync_unpublished(l, &unpublished, err) < 0)
		return -1;
	*ret = !unpublished;
	return 0;
}
