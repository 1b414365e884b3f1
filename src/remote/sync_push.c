/* What is here and not there yet. */
#include "remote/sync_internal.h"

#include "base/texts.h"
#include "ledger/race.h"
#include "repo/history.h"
#include "repo/ref.h"

static bool says(const struct ledger *l, const struct proc_result *result,
		 const char *const *words)
{
	const char *text = capture_text(&result->err, l->arena).data;

	while (*words && !strstr(text, *words))
		words++;
	return *words;
}

static bool was_second(const struct ledger *l, const struct proc_result *result)
{
	static const char *const words[] = {"[rejected]", "(reference already exists)", NULL};

	return says(l, result, words);
}

bool sync_was_late(const struct ledger *l, const struct proc_result *result)
{
	static const char *const at_once[] = {"(failed to update ref)", "(cannot lock ref",
					      "(incorrect old value", NULL};

	return was_second(l, result) || says(l, result, at_once);
}

/* What was fetched last is there no more: whatever git said, another push landed first (or ours did,
 * and its answer was lost). */
static bool has_moved(const struct ledger *l)
{
	const char *reason;
	struct oid seen, now;
	struct err ignored;
	bool reached;

	return !ref_peek(l->repo, sync_tracking_ref(l), &seen, &ignored) &&
	       !sync_remote_tip(l, l->remote, &now, &reached, &reason, &ignored) && reached &&
	       !oid_is_zero(&now) && !oid_equal(&seen, &now);
}

/* Whoever pushes elsewhere than he fetches from has seen there only what is there: a mirror is late. */
static int shows(const struct ledger *l, const struct ledger_view *view, bool *ret,
		 struct err *err)
{
	const char *fetched, *pushed, *reason;
	struct err ignored;
	struct oid tip;

	if (repo_remote_url(l->repo, l->remote, false, l->arena, &fetched, err) < 0)
		return -1;
	*ret = !repo_remote_url(l->repo, l->remote, true, l->arena, &pushed, &ignored) &&
	       !strcmp(fetched, pushed);
	if (*ret)
		return 0;
	if (sync_remote_tip(l, l->remote, &tip, ret, &reason, err) < 0)
		return -1;
	*ret = *ret && oid_equal(&tip, &view->head);
	return 0;
}

int sync_note_published(const struct ledger *l, const struct ledger_view *view, struct err *err)
{
	bool there;

	if (shows(l, view, &there, err) < 0)
		return -1;
	return there ? sync_remember_remote(l, view, err) : 0;
}

/* Is HEAD's branch one that a plain push takes, and has it commits that the remote does not have? Events may
 * name these. */
static bool has_more(const struct ledger *l)
{
	struct oid head, there;
	struct err ignored;
	const char *ref;
	bool grows = false;

	if (repo_head_ref(l->repo, l->arena, &ref, &ignored) < 0 || !ref ||
	    !text_begins(ref, "refs/heads/") ||
	    repo_head_commit(l->repo, &head, &ignored) < 0 || oid_is_zero(&head) ||
	    ref_peek(l->repo, arena_printf(l->arena, "refs/remotes/%s/%s", l->remote, ref + 11),
		     &there, &ignored) < 0)
		return false;
	if (oid_is_zero(&there) || oid_equal(&head, &there))
		return !oid_equal(&head, &there);
	return !history_is_ancestor(l->repo, &there, &head, &grows, &ignored) && grows;
}

/* Both in one push: the server asks for the commits of the events, and the events' files. */
static int say_more(const struct ledger *l, struct err *err)
{
	return has_more(l) ? err_next(err, "git push --atomic %s HEAD %s", l->remote,
				      sync_short_ref(l))
			   : err_next(err, "git push %s %s", l->remote, sync_short_ref(l));
}

/* *ret_refused: the remote has read it all, and a hook there said no. */
static int push_to(const struct ledger *l, const char *what, bool *ret_refused, struct err *err)
{
	const char *spec = arena_printf(l->arena, "%s:%s", what, l->ref);
	const char *const args[] = {"push", "--quiet", "--", l->remote, spec, NULL};
	struct proc_result result;
	bool late;

	*ret_refused = false;
	if (sync_git(l, args, true, &result, err) < 0)
		return -1;
	if (sync_succeeded(&result))
		return 0;
	*ret_refused = strstr(capture_text(&result.err, l->arena).data, "hook declined)");
	late = sync_was_late(l, &result);
	if (was_second(l, &result) || (!late && has_moved(l)))
		return race_lost(err, RACE_UNPUBLISHED);
	err_set(err, late ? ERR_RACE : ERR_IO, "remote '%s' did not take the ledger: %s",
		l->remote, sync_complaint(l, &result));
	if (late)
		return err_next(err, "git mcade sync");
	/* a hook of ours says more than one line */
	return strstr(sync_complaint(l, &result), "mcade: refused") ? say_more(l, err) : -1;
}

int sync_push_to(const struct ledger *l, const char *what, struct err *err)
{
	bool ignored;

	return push_to(l, what, &ignored, err);
}

int sync_push(const struct ledger *l, struct sync_state *state, struct err *err)
{
	struct ledger here = *l;
	struct err fault;

	here.view = state->local;
	if (push_to(l, l->ref, &state->refused, err) < 0)
		return -1;
	/* Bodies of evidence may be absent without harm: a failure here is none of the ledger's, and
	 * is told. */
	if (sync_push_evidence(&here, &fault) < 0)
		state->evidence = arena_strdup(l->arena, fault.text);
	state->remote = state->local;
	state->relation = SYNC_EQUAL;
	return sync_note_published(l, state->local, err);
}
