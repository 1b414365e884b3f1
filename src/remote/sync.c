#include "remote/sync.h"

#include "base/limits.h"
#include "ledger/governed.h"
#include "remote/sync_internal.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "sign/digest.h"

#define BRIEF_SECONDS 10
#define PATIENT_SECONDS 600

const char *sync_short_ref(const struct session *s)
{
	return s->ledger_ref + strlen("refs/heads/");
}

static const char *tracking_ref(struct session *s)
{
	return arena_printf(&s->arena, "refs/remotes/%s/%s", s->remote, sync_short_ref(s));
}

static const char *git_place(const struct session *s)
{
	const char *work_tree = repo_work_tree(s->repo);

	return work_tree ? work_tree : repo_git_dir(s->repo);
}

int sync_git(struct session *s, const char *const *args, bool patient, struct proc_result *ret,
	     struct err *err)
{
	struct git_call call = {.dir = git_place(s),
				.args = args,
				.timeout_seconds = patient ? PATIENT_SECONDS : BRIEF_SECONDS,
				.no_hooks = true,
				.quiet = true};

	return git_run(&call, &s->arena, ret, err);
}

bool sync_succeeded(const struct proc_result *result)
{
	return result->how == PROC_EXITED && !result->code;
}

/* Why git says that it did not do it. */
static const char *complaint(struct session *s, const struct proc_result *result)
{
	const char *said = git_complaint(result, &s->arena);

	return *said ? said : "no answer";
}

int sync_remote_tip(struct session *s, const char *remote, struct oid *ret, bool *ret_reachable,
		    const char **ret_reason, struct err *err)
{
	const char *const args[] = {"ls-remote", "--", remote, s->ledger_ref, NULL};
	struct proc_result result;
	char hex[OID_HEX_SIZE];
	struct bytes out;

	*ret = (struct oid){{0}};
	*ret_reachable = false;
	*ret_reason = NULL;
	if (sync_git(s, args, false, &result, err) < 0) {
		if (err->code != ERR_TIMEOUT)
			return -1;
		*ret_reason = "it did not answer in time";
		return 0;
	}
	if (!sync_succeeded(&result)) {
		*ret_reason = complaint(s, &result);
		return 0;
	}
	*ret_reachable = true;
	out = capture_text(&result.out, &s->arena);
	if (out.len < OID_HEX_SIZE - 1)
		return 0;
	memcpy(hex, out.data, OID_HEX_SIZE - 1);
	hex[OID_HEX_SIZE - 1] = '\0';
	if (!oid_parse(hex, ret))
		return err_set(err, ERR_FORMAT,
			       "remote '%s' has a branch that is no SHA-1 commit", remote);
	return 0;
}

/* Nearly always one of the last events here, which the index tells without a walk over all that is
 * unpublished. */
static bool is_here(struct session *s, const struct ledger_view *view, const struct oid *tip)
{
	char sha256[DIGEST_HEX];
	struct err ignored;
	struct bytes raw;
	uint64_t sequence;

	if (object_read(s->repo, tip, OBJECT_COMMIT, LIMIT_COMMIT, &s->arena, &raw, &ignored) <
	    0)
		return false;
	digest_sha256_hex(raw.data, raw.len, sha256);
	return event_index_find_commit(fold_index(view->fold), sha256, &sequence);
}

enum sync_relation sync_fetched(struct session *s, const struct ledger_view *view,
				struct oid *ret)
{
	const struct oid *head = &view->head;
	bool has = true, grows = false;
	struct err ignored;

	if (!s->remote || ref_peek(s->repo, tracking_ref(s), ret, &ignored) < 0 ||
	    oid_is_zero(ret) || oid_equal(ret, head) || is_here(s, view, ret) ||
	    history_is_ancestor(s->repo, head, ret, &grows, &ignored) < 0 ||
	    (!grows && history_is_ancestor(s->repo, ret, head, &has, &ignored) < 0))
		return SYNC_EQUAL;
	return grows ? SYNC_BEHIND : has ? SYNC_EQUAL : SYNC_LOST_RACE;
}

static int relate(struct session *s, struct sync_state *state, struct err *err)
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
	if (sync_continues(s, state->local, &state->remote->head, &behind, err) < 0 ||
	    sync_continues(s, state->remote, &state->local->head, &ahead, err) < 0)
		return -1;
	state->relation = behind && ahead ? SYNC_EQUAL
			  : behind	  ? SYNC_BEHIND
			  : ahead	  ? SYNC_AHEAD
					  : SYNC_LOST_RACE;
	return 0;
}

static int fetch(struct session *s, bool patient, bool back, struct sync_state *ret,
		 struct err *err)
{
	struct sync_state state = {.relation = SYNC_NO_REMOTE};
	struct proc_result result;
	struct oid tip;

	if (sync_local(s, back, &state, err) < 0)
		return -1;
	if (!s->remote) {
		*ret = state;
		return 0;
	}
	{
		/* a pattern: the remote may have no ledger yet, which is no failure */
		const char *spec = arena_printf(&s->arena, "+%s*:refs/remotes/%s/%s*",
						s->ledger_ref, s->remote, sync_short_ref(s));
		const char *const args[] = {"fetch",
					    "--quiet",
					    "--no-tags",
					    "--prune",
					    "--no-write-fetch-head",
					    "--",
					    s->remote,
					    spec,
					    sync_evidence_spec(s),
					    NULL};

		if (sync_git(s, args, patient, &result, err) < 0) {
			if (err->code != ERR_TIMEOUT)
				return -1;
			state.relation = SYNC_UNREACHABLE;
			state.reason = "it did not answer in time";
		} else if (!sync_succeeded(&result)) {
			state.relation = SYNC_UNREACHABLE;
			state.reason = complaint(s, &result);
		}
	}
	if (state.relation == SYNC_UNREACHABLE) {
		*ret = state;
		return 0;
	}
	if (ref_peek(s->repo, tracking_ref(s), &tip, err) < 0 ||
	    sync_judge_remote(s, &tip, &state, err) < 0)
		return -1;
	if (state.remote && state.local && state.local->confirmed &&
	    sync_remember_remote(s, state.remote, err) < 0)
		return -1;
	if (relate(s, &state, err) < 0)
		return -1;
	*ret = state;
	return 0;
}

int sync_fetch(struct session *s, bool patient, struct sync_state *ret, struct err *err)
{
	return fetch(s, patient, false, ret, err);
}

/* -- moving -------------------------------------------------------------------------------------- */

int sync_forward(struct session *s, struct sync_state *state, struct err *err)
{
	struct oid old = {{0}};

	if (state->local)
		old = state->local->head;
	if (ref_update(s->repo, s->ledger_ref, &state->remote->head, &old, "mcade: sync", err) <
	    0)
		return -1;
	state->remote->confirmed = !state->local || state->local->confirmed;
	state->local = state->remote;
	s->ledger = state->remote;
	s->runbook = NULL;
	state->relation = SYNC_EQUAL;
	return s->ledger->confirmed ? session_remember(s, "local", s->ledger, err) : 0;
}

bool sync_was_late(struct session *s, const struct proc_result *result)
{
	const char *text = capture_text(&result->err, &s->arena).data;

	return strstr(text, "[rejected]") != NULL;
}

int sync_push(struct session *s, struct sync_state *state, struct err *err)
{
	const char *spec = arena_printf(&s->arena, "%s:%s", s->ledger_ref, s->ledger_ref);
	const char *const args[] = {"push", "--quiet", "--", s->remote, spec, NULL};
	struct proc_result result;
	struct err fault;

	if (sync_git(s, args, true, &result, err) < 0)
		return -1;
	if (!sync_succeeded(&result)) {
		err_set(err, sync_was_late(s, &result) ? ERR_CONFLICT : ERR_IO,
			"remote '%s' did not take the ledger: %s", s->remote,
			complaint(s, &result));
		if (sync_was_late(s, &result))
			return err_next(err, "git mcade sync");
		/* a hook of ours says more than one line */
		return strstr(complaint(s, &result), "mcade: refused")
			       ? err_next(err, "git push %s %s", s->remote,
					  s->ledger_ref + strlen("refs/heads/"))
			       : -1;
	}
	/* Bodies of evidence may be absent without harm: a failure here is none of the ledger's, and
	 * is told. */
	if (sync_push_evidence(s, &fault) < 0)
		state->evidence = arena_strdup(&s->arena, fault.text);
	state->remote = state->local;
	state->relation = SYNC_EQUAL;
	return sync_remember_remote(s, state->local, err);
}

static int settle(struct session *s, struct sync_state *ret, struct err *err)
{
	for (int i = 0; i < 3; i++) {
		const char *kept = i ? ret->kept : NULL;

		if (fetch(s, true, true, ret, err) < 0 || sync_back(s, ret, err) < 0)
			return -1;
		ret->kept = ret->kept ? ret->kept : kept;
		switch (ret->relation) {
		case SYNC_BEHIND:
			return sync_forward(s, ret, err);
		case SYNC_LOST_RACE:
			err_set(err, ERR_WAITING,
				"somebody else's events came first; yours are not published");
			return err_next(err, "git mcade sync --set-aside");
		case SYNC_UNPUBLISHED:
		case SYNC_AHEAD:
			if (!ret->local)
				return 0;
			if (!sync_push(s, ret, err))
				return 0;
			if (err->code != ERR_CONFLICT)
				return -1;
			continue; /* somebody was faster: look again */
		default:
			return 0;
		}
	}
	return -1;
}

int sync_all(struct session *s, struct sync_state *ret, struct err *err)
{
	if (settle(s, ret, err) < 0)
		return -1;
	if (!s->ledger && ret->local && ret->local->confirmed)
		s->ledger = ret->local;
	/* what events rest on is fetched with them: an audit that cannot see it cannot tell */
	return governed_follow(s, err);
}
