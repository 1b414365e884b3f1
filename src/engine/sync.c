#include "engine/sync.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "engine/audit.h"
#include "proc/git.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"

#define BRIEF_SECONDS 10
#define PATIENT_SECONDS 600

static const char *short_ref(const struct session *s)
{
	return s->ledger_ref + strlen("refs/heads/");
}

static const char *tracking_ref(struct session *s)
{
	return arena_printf(&s->arena, "refs/remotes/%s/%s", s->remote, short_ref(s));
}

static const char *git_place(const struct session *s)
{
	const char *work_tree = repo_work_tree(s->repo);

	return work_tree ? work_tree : repo_git_dir(s->repo);
}

static int run_git(struct session *s, const char *const *args, bool patient,
		   struct proc_result *ret, struct err *err)
{
	struct git_call call = {.dir = git_place(s),
				.args = args,
				.timeout_seconds = patient ? PATIENT_SECONDS : BRIEF_SECONDS,
				.no_hooks = true,
				.quiet = true};

	return git_run(&call, &s->arena, ret, err);
}

static bool succeeded(const struct proc_result *result)
{
	return result->how == PROC_EXITED && !result->code;
}

/* What git said last, as one line. */
static const char *last_line(struct session *s, const struct proc_result *result)
{
	struct bytes text = capture_text(&result->err, &s->arena);
	const char *start = text.data;
	size_t len = text.len;

	while (len && (start[len - 1] == '\n' || start[len - 1] == '\r'))
		len--;
	for (size_t i = len; i > 0; i--)
		if (start[i - 1] == '\n' || start[i - 1] == '\r') {
			start += i;
			len -= i;
			break;
		}
	return len ? arena_strndup(&s->arena, start, len) : "no answer";
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
	if (run_git(s, args, false, &result, err) < 0) {
		if (err->code != ERR_TIMEOUT)
			return -1;
		*ret_reason = "it did not answer in time";
		return 0;
	}
	if (!succeeded(&result)) {
		*ret_reason = last_line(s, &result);
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

/* -- judging ------------------------------------------------------------------------------------- */

static int remote_url(struct session *s, const char **ret, struct err *err)
{
	return repo_config_get(s->repo, arena_printf(&s->arena, "remote.%s.url", s->remote),
			       &s->arena, ret, err);
}

/* Both tips stay reachable: whoever looks into it later needs the one that disappeared. */
static int keep_both(struct session *s, const struct oid *seen, const struct oid *found)
{
	struct oid nothing = {{0}};
	struct err ignored;
	char hex[OID_HEX_SIZE];

	oid_hex(seen, hex);
	ref_update(s->repo,
		   arena_printf(&s->arena, "refs/mcade/alarm/%s/seen-%.12s", s->remote, hex),
		   seen, &nothing, "mcade: alarm", &ignored);
	if (oid_is_zero(found))
		return 0;
	oid_hex(found, hex);
	ref_update(s->repo,
		   arena_printf(&s->arena, "refs/mcade/alarm/%s/found-%.12s", s->remote, hex),
		   found, &nothing, "mcade: alarm", &ignored);
	return 0;
}

static int alarm_rewound(struct session *s, const struct ledger_view *seen,
			 const struct oid *found, const char *what, struct err *err)
{
	char hex[OID_HEX_SIZE] = "nothing";

	keep_both(s, &seen->head, found);
	if (!oid_is_zero(found))
		oid_hex(found, hex);
	err_set(err, ERR_UNTRUSTED,
		"the ledger at '%s' %s: event %" PRIu64
		" was seen there before, now there is %.12s; both are kept under "
		"refs/mcade/alarm/%s/",
		s->remote, what, seen->sequence, hex, s->remote);
	return err_next(err,
			"compare with the others; if the remote lost it: git push %s %s:%s",
			s->remote, arena_printf(&s->arena, "refs/mcade/seen/%s", s->remote),
			s->ledger_ref);
}

/* A new genesis at an address that is known is another ledger, whatever this clone remembers. */
static int check_address(struct session *s, const char *ledger, struct err *err)
{
	const char *url;
	char known[65];

	if (remote_url(s, &url, err) < 0)
		return -1;
	if (!url)
		return 0;
	if (memory_url_ledger(s->memory, url, known, err) < 0)
		return -1;
	if (known[0] && strcmp(known, ledger) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "'%s' had ledger %s; now there is ledger %s: another trust root",
			       url, known, ledger);
	return 0;
}

static int verify_fetched(struct session *s, const struct ledger_view *from,
			  const struct oid *tip, struct ledger_view **ret, struct err *err)
{
	struct findings findings = {.arena = &s->arena};
	int verdict = ledger_verify(s->repo, &s->arena, from, tip, NULL, NULL, ret, &findings,
				    err);

	if (verdict < 0)
		return -1;
	if (*ret)
		session_keep_view(s, *ret);
	return verdict ? session_untrusted(&findings, err) : 0;
}

/* Is `view` on the first-parent chain below `tip`? */
static int continues(struct session *s, const struct ledger_view *view, const struct oid *tip,
		     bool *ret, struct err *err)
{
	return history_is_ancestor(s->repo, &view->head, tip, ret, err);
}

static int judge_remote(struct session *s, const struct oid *tip, struct sync_state *state,
			struct err *err)
{
	struct ledger_view *seen = NULL, *from = NULL;
	char known[65] = "";
	bool grows = true;

	if (state->local)
		memcpy(known, state->local->id, sizeof(known));
	else if (memory_repository_ledger(s->memory, known, err) < 0)
		return -1;
	if (known[0] && session_remembered(s, known, s->remote, &seen, err) < 0)
		return -1;
	if (oid_is_zero(tip))
		return seen ? alarm_rewound(s, seen, tip, "is gone", err) : 0;
	if (seen && continues(s, seen, tip, &grows, err) < 0)
		return -1;
	if (!grows)
		return alarm_rewound(s, seen, tip, "went back or apart", err);
	from = seen;
	if (state->local) { /* what we hold ourselves is verified too, and may be further on */
		bool ours = false;

		if (continues(s, state->local, tip, &ours, err) < 0)
			return -1;
		if (ours && (!from || state->local->sequence > from->sequence))
			from = state->local;
	}
	if (verify_fetched(s, from, tip, &state->remote, err) < 0)
		return err_prefix(err, "remote '%s'", s->remote);
	if (known[0] && strcmp(known, state->remote->id) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "remote '%s' has ledger %s, this repository has %s", s->remote,
			       state->remote->id, known);
	return check_address(s, state->remote->id, err);
}

int sync_remember_remote(struct session *s, const struct ledger_view *view, struct err *err)
{
	const char *ref = arena_printf(&s->arena, "refs/mcade/seen/%s", s->remote);
	const char *url;
	struct oid old;

	if (session_remember(s, s->remote, view, err) < 0 || remote_url(s, &url, err) < 0)
		return -1;
	if (url && memory_note_url(s->memory, url, view->id, err) < 0)
		return -1;
	if (ref_peek(s->repo, ref, &old, err) < 0)
		return -1;
	return oid_equal(&old, &view->head)
		       ? 0
		       : ref_update(s->repo, ref, &view->head, &old, "mcade: seen", err);
}

static int relate(struct session *s, struct sync_state *state, struct err *err)
{
	bool behind, ahead;

	if (!state->remote) {
		state->relation = SYNC_UNPUBLISHED;
		state->unpublished = state->local ? state->local->sequence + 1 : 0;
		return 0;
	}
	if (!state->local) {
		state->relation = SYNC_BEHIND;
		return 0;
	}
	if (continues(s, state->local, &state->remote->head, &behind, err) < 0 ||
	    continues(s, state->remote, &state->local->head, &ahead, err) < 0)
		return -1;
	state->relation = behind && ahead ? SYNC_EQUAL
			  : behind	  ? SYNC_BEHIND
			  : ahead	  ? SYNC_AHEAD
					  : SYNC_LOST_RACE;
	if (ahead && !behind)
		state->unpublished = state->local->sequence - state->remote->sequence;
	return 0;
}

static int local_view(struct session *s, struct sync_state *state, struct err *err)
{
	struct oid tip;

	if (ref_peek(s->repo, s->ledger_ref, &tip, err) < 0)
		return -1;
	return oid_is_zero(&tip) ? 0 : session_ledger_unconfirmed(s, &state->local, err);
}

int sync_fetch(struct session *s, bool patient, struct sync_state *ret, struct err *err)
{
	struct sync_state state = {.relation = SYNC_NO_REMOTE};
	const char *slash = strrchr(s->ledger_ref, '/');
	struct proc_result result;
	struct oid tip;

	if (local_view(s, &state, err) < 0)
		return -1;
	if (!s->remote) {
		*ret = state;
		return 0;
	}
	{
		int folder = (int)(slash - short_ref(s));
		const char *spec = arena_printf(
			&s->arena, "+refs/heads/%.*s/*:refs/remotes/%s/%.*s/*", folder,
			short_ref(s), s->remote, folder, short_ref(s));
		const char *const args[] = {
			"fetch", "--quiet", "--no-tags", "--prune", "--no-write-fetch-head",
			"--",	 s->remote, spec,	 NULL};

		if (run_git(s, args, patient, &result, err) < 0) {
			if (err->code != ERR_TIMEOUT)
				return -1;
			state.relation = SYNC_UNREACHABLE;
			state.reason = "it did not answer in time";
		} else if (!succeeded(&result)) {
			state.relation = SYNC_UNREACHABLE;
			state.reason = last_line(s, &result);
		}
	}
	if (state.relation == SYNC_UNREACHABLE) {
		*ret = state;
		return 0;
	}
	if (ref_peek(s->repo, tracking_ref(s), &tip, err) < 0 ||
	    judge_remote(s, &tip, &state, err) < 0)
		return -1;
	if (state.remote && state.local && state.local->confirmed &&
	    sync_remember_remote(s, state.remote, err) < 0)
		return -1;
	if (relate(s, &state, err) < 0)
		return -1;
	*ret = state;
	return 0;
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

int sync_push(struct session *s, struct sync_state *state, struct err *err)
{
	const char *spec = arena_printf(&s->arena, "%s:%s", s->ledger_ref, s->ledger_ref);
	const char *const args[] = {"push", "--quiet", "--", s->remote, spec, NULL};
	const char *const evidence[] = {
		"push",
		"--quiet",
		"--",
		s->remote,
		"refs/heads/mcade/evidence/*:refs/heads/mcade/evidence/*",
		NULL};
	struct proc_result result;
	struct err ignored;

	if (run_git(s, args, true, &result, err) < 0)
		return -1;
	if (!succeeded(&result)) {
		err_set(err, ERR_CONFLICT, "remote '%s' did not take the ledger: %s", s->remote,
			last_line(s, &result));
		return err_next(err, "git mcade sync");
	}
	/* Bodies of evidence may be absent without harm: a failure here is none of the ledger's. */
	run_git(s, evidence, true, &result, &ignored);
	state->remote = state->local;
	state->relation = SYNC_EQUAL;
	return sync_remember_remote(s, state->local, err);
}

int sync_all(struct session *s, struct sync_state *ret, struct err *err)
{
	for (int i = 0; i < 3; i++) {
		if (sync_fetch(s, true, ret, err) < 0)
			return -1;
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
