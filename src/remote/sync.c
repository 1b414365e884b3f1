#include "remote/sync.h"

#include "base/limits.h"
#include "base/time.h"
#include "ledger/governed.h"
#include "remote/sync_internal.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "repo/ledger.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "sign/digest.h"

#define BRIEF_SECONDS 10
#define PATIENT_SECONDS 600
#define LOCKED_MOST 4
#define LOCKED_MS 100

const char *sync_short_ref(const struct ledger *l)
{
	return l->ref + strlen("refs/heads/");
}

const char *sync_tracking_ref(const struct ledger *l)
{
	return arena_printf(l->arena, "refs/remotes/%s/%s", l->remote, sync_short_ref(l));
}

static const char *git_place(const struct ledger *l)
{
	const char *work_tree = repo_work_tree(l->repo);

	return work_tree ? work_tree : repo_git_dir(l->repo);
}

int sync_git(const struct ledger *l, const char *const *args, bool patient,
	     struct proc_result *ret, struct err *err)
{
	struct git_call call = {.dir = git_place(l),
				.args = args,
				.timeout_seconds = patient ? PATIENT_SECONDS : BRIEF_SECONDS,
				.no_hooks = true,
				.quiet = true,
				.keep_config = true};

	return git_run(&call, l->arena, ret, err);
}

bool sync_succeeded(const struct proc_result *result)
{
	return result->how == PROC_EXITED && !result->code;
}

const char *sync_complaint(const struct ledger *l, const struct proc_result *result)
{
	const char *said = git_complaint(result, l->arena);

	return *said ? said : "no answer";
}

int sync_remote_tip(const struct ledger *l, const char *remote, struct oid *ret,
		    bool *ret_reachable, const char **ret_reason, struct err *err)
{
	const char *const args[] = {"ls-remote", "--", remote, l->ref, NULL};
	struct proc_result result;
	char hex[OID_HEX_SIZE];
	struct bytes out;

	*ret = (struct oid){{0}};
	*ret_reachable = false;
	*ret_reason = NULL;
	if (sync_git(l, args, false, &result, err) < 0) {
		if (err->code != ERR_TIMEOUT)
			return -1;
		*ret_reason = "it did not answer in time";
		return 0;
	}
	if (!sync_succeeded(&result)) {
		*ret_reason = sync_complaint(l, &result);
		return 0;
	}
	*ret_reachable = true;
	out = capture_text(&result.out, l->arena);
	if (out.len < OID_HEX_SIZE - 1)
		return 0;
	memcpy(hex, out.data, OID_HEX_SIZE - 1);
	hex[OID_HEX_SIZE - 1] = '\0';
	if (!oid_parse(hex, ret))
		return err_set(err, ERR_FORMAT,
			       "remote '%s' has a branch that is not an SHA-1 commit", remote);
	return 0;
}

/* Nearly always one of the last events here, which the index tells without a walk over all that is
 * unpublished. */
bool sync_is_here(const struct ledger *l, const struct ledger_view *view, const struct oid *tip,
		  uint64_t *ret)
{
	char sha256[DIGEST_HEX];
	struct err ignored;
	struct bytes raw;

	if (object_read(l->repo, tip, OBJECT_COMMIT, LIMIT_COMMIT, l->arena, &raw, &ignored) <
	    0)
		return false;
	digest_sha256_hex(raw.data, raw.len, sha256);
	return event_index_find_commit(fold_index(view->fold), sha256, ret);
}

enum sync_relation sync_fetched(const struct ledger *l, const struct ledger_view *view,
				struct oid *ret)
{
	const struct oid *head = &view->head;
	bool has = true, grows = false;
	struct err ignored;
	uint64_t at;

	if (!l->remote || ref_peek(l->repo, sync_tracking_ref(l), ret, &ignored) < 0 ||
	    oid_is_zero(ret) || oid_equal(ret, head) || sync_is_here(l, view, ret, &at) ||
	    history_is_ancestor(l->repo, head, ret, &grows, &ignored) < 0 ||
	    (!grows && history_is_ancestor(l->repo, ret, head, &has, &ignored) < 0))
		return SYNC_EQUAL;
	return grows ? SYNC_BEHIND : has ? SYNC_EQUAL : SYNC_LOST_RACE;
}

enum sync_relation sync_behind(const struct ledger *l, const struct ledger_view *view,
			       size_t *ret_count)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	enum sync_relation relation;
	struct err ignored;
	struct oid tip;

	*ret_count = 0;
	relation = sync_fetched(l, view, &tip);
	if (relation == SYNC_BEHIND &&
	    ledger_range_open(l->repo, &tip, &view->head, &range, &ignored) == 0)
		*ret_count = ledger_range_count(range);
	return relation;
}

static int relate(const struct ledger *l, struct sync_state *state, struct err *err)
{
	bool behind, ahead;

	if (!state->remote) {
		state->relation = SYNC_UNPUBLISHED;
		return 0;
	}
	if (!state->local) {
		state->relation = SYNC_BEHIND;
		return 0;
	}
	if (sync_continues(l, state->local, &state->remote->head, &behind, err) < 0 ||
	    sync_continues(l, state->remote, &state->local->head, &ahead, err) < 0)
		return -1;
	state->relation = behind && ahead ? SYNC_EQUAL
			  : behind	  ? SYNC_BEHIND
			  : ahead	  ? SYNC_AHEAD
					  : SYNC_LOST_RACE;
	return 0;
}

/* Another git, a person's, sets the same refs at the moment. */
static bool is_locked(const struct ledger *l, const struct proc_result *result)
{
	return strstr(capture_text(&result->err, l->arena).data, "cannot lock ref") != NULL;
}

int sync_fetch_branches(const struct ledger *l, bool patient, struct sync_state *state,
			struct err *err)
{
	/* a pattern: the remote may have no ledger yet, which is no failure */
	const char *spec = arena_printf(l->arena, "+%s*:refs/remotes/%s/%s*", l->ref, l->remote,
					sync_short_ref(l));
	const char *const args[] = {
		"fetch",
		"--quiet",
		"--no-tags",
		"--prune",
		"--no-filter", /* a partial clone is whole in what is judged */
		"--no-write-fetch-head",
		"--",
		l->remote,
		spec,
		sync_evidence_spec(l),
		NULL};
	struct proc_result result;
	bool locked = true;

	for (int i = 0; locked && i < LOCKED_MOST; i++) {
		if (sync_git(l, args, patient, &result, err) < 0) {
			if (err->code != ERR_TIMEOUT)
				return -1;
			state->relation = SYNC_UNREACHABLE;
			state->reason = "it did not answer in time";
			return 0;
		}
		locked = !sync_succeeded(&result) && is_locked(l, &result);
		if (locked)
			time_pause_ms(LOCKED_MS << i);
	}
	if (!sync_succeeded(&result)) {
		state->relation = SYNC_UNREACHABLE;
		state->reason = sync_complaint(l, &result);
	}
	return 0;
}

int sync_look(const struct ledger *l, bool patient, bool back, struct sync_state *ret,
	      struct err *err)
{
	struct sync_state state = {.relation = SYNC_NO_REMOTE};
	struct ledger here = *l;
	struct oid tip;

	if (sync_local(l, back, &state, err) < 0)
		return -1;
	here.view = state.local;
	l = &here;
	if (l->remote && sync_fetch_branches(l, patient, &state, err) < 0)
		return -1;
	if (!l->remote || state.relation == SYNC_UNREACHABLE) {
		*ret = state;
		return 0;
	}
	if (ref_peek(l->repo, sync_tracking_ref(l), &tip, err) < 0 ||
	    sync_judge_remote(l, &tip, &state, err) < 0)
		return -1;
	if (state.remote && state.local && state.local->confirmed &&
	    sync_remember_remote(l, state.remote, err) < 0)
		return -1;
	if (relate(l, &state, err) < 0)
		return -1;
	*ret = state;
	return 0;
}

/* -- moving -------------------------------------------------------------------------------------- */

int sync_forward(const struct ledger *l, struct sync_state *state, struct err *err)
{
	struct ledger_view *now;
	struct oid old = {{0}};

	if (state->local)
		old = state->local->head;
	now = arena_memdup(l->arena, state->remote, sizeof(*now));
	now->confirmed = !state->local || state->local->confirmed;
	if (ledger_move(l, now, &old, NULL, "mcade: sync", err) < 0)
		return -1;
	state->local = state->remote = now;
	state->relation = SYNC_EQUAL;
	return 0;
}

/* ERR_RACE: another writer was faster, there or here. */
static int settle_once(const struct ledger *l, struct sync_state *ret, struct err *err)
{
	struct sync_state before = *ret;

	if (sync_look(l, true, true, ret, err) < 0 || sync_back(l, ret, err) < 0)
		return -1;
	ret->kept = ret->kept ? ret->kept : before.kept;
	ret->aside = before.aside;
	ret->events = before.events;
	ret->event_count = before.event_count;
	if (ret->relation == SYNC_BEHIND)
		return sync_forward(l, ret, err);
	if (ret->relation == SYNC_LOST_RACE && sync_again(l, ret, err) < 0)
		return -1;
	return (ret->relation == SYNC_UNPUBLISHED || ret->relation == SYNC_AHEAD) && ret->local
		       ? sync_push(l, ret, err)
		       : 0;
}

static int settle(const struct ledger *l, struct sync_state *ret, struct err *err)
{
	struct sync_race race = {0};
	int result;

	*ret = (struct sync_state){.relation = SYNC_NO_REMOTE};
	do
		result = settle_once(l, ret, err);
	while (result < 0 && sync_try_again(l, sync_tracking_ref(l), &race, err));
	return result;
}

/* What is damaged here is mended from there, once. */
static int settle_or_mend(const struct ledger *l, bool mend, struct sync_state *ret,
			  struct err *err)
{
	struct mended mended;
	struct err fault;
	int result;

	result = mend ? 0 : settle(l, ret, err);
	if (!mend && !sync_wants_mending(l, result, ret, err))
		return result;
	if (sync_mend(l, mend, &mended, &fault) < 0) {
		if (!result || fault.next[0])
			*err = fault;
		return -1;
	}
	if (settle(l, ret, err) < 0)
		return -1;
	sync_mended(ret, &mended);
	return 0;
}

int sync_settle(const struct ledger *l, bool mend, struct sync_state *ret, struct err *err)
{
	struct ledger here = *l;
	struct err fault;

	if (settle_or_mend(l, mend, ret, err) < 0)
		return -1;
	here.view = ret->local;
	/* a clone that cannot let go of it has it, and audit says so */
	if (ret->local && l->remote && sync_tend_evidence(&here, &fault) < 0)
		ret->evidence = arena_strdup(l->arena, fault.text);
	/* what events rest on is fetched with them: an audit that cannot see it cannot tell */
	return governed_follow(&here, err);
}
