/*
 * This clone's ledger is damaged (objects are gone or unreadable, the branch holds no commit), or is an
 * older copy of itself, and the remote's is whole: its objects are fetched anew, whatever git takes for
 * here, and a branch that still cannot be read goes, with what is left of it kept aside. Nothing is
 * believed for it: sync then verifies what the remote has, as in a clone without a branch, and against
 * what was seen there.
 */
#include "remote/sync_internal.h"

#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/snapshot.h"

#define KEPT_MOST 1000

static bool is_damage(const struct err *err)
{
	return err->code == ERR_NOT_FOUND || err->code == ERR_FORMAT || err->code == ERR_IO;
}

/* -- the branch ---------------------------------------------------------------------------------- */

static bool first_parent(struct bytes raw, struct oid *ret)
{
	const char *line = memmem(raw.data, raw.len, "\nparent ", 8);
	char hex[OID_HEX_SIZE];

	if (!line || (size_t)((const char *)raw.data + raw.len - line) < 8 + OID_HEX_SIZE)
		return false;
	memcpy(hex, line + 8, OID_HEX_SIZE - 1);
	hex[OID_HEX_SIZE - 1] = '\0';
	return oid_parse(hex, ret);
}

/* Commits that only this clone has, as files: a ref on what is not whole would stop git from packing. */
static int keep_bytes(const struct ledger *l, struct oid at, const struct oid *theirs,
		      struct mended *ret, struct err *err)
{
	const char *folder = arena_printf(l->arena, "%s/mcade/kept", repo_common_dir(l->repo));
	char hex[OID_HEX_SIZE];
	struct err unreadable;
	struct bytes raw;
	bool there = false;

	for (int i = 0; i < KEPT_MOST; i++) {
		if (object_read(l->repo, &at, OBJECT_COMMIT, LIMIT_COMMIT, l->arena, &raw,
				&unreadable) < 0 ||
		    (!history_is_ancestor(l->repo, &at, theirs, &there, &unreadable) && there))
			return 0;
		oid_hex(&at, hex);
		if (folder_make(folder, 0700, err) < 0 ||
		    file_write(arena_printf(l->arena, "%s/%s", folder, hex), 0600, FILE_SYNC,
			       raw, err) < 0)
			return -1;
		ret->kept = folder;
		if (!first_parent(raw, &at))
			return 0;
	}
	return 0;
}

static int keep(const struct ledger *l, const struct oid *tip, const struct oid *theirs,
		struct mended *ret, struct err *err)
{
	char hex[OID_HEX_SIZE];
	const char *const whole[] = {"rev-list", "--objects", "--quiet", hex, "--", NULL};
	struct err unreadable;
	struct proc_result result;
	bool there = false;

	oid_hex(tip, hex);
	if (!history_is_ancestor(l->repo, tip, theirs, &there, &unreadable) && there)
		return 0;
	if (sync_git(l, whole, true, &result, err) < 0)
		return -1;
	if (!sync_succeeded(&result))
		return keep_bytes(l, *tip, theirs, ret, err);
	return sync_keep_astray(l, tip, &ret->kept, err);
}

/* A file that holds no id: no command of git removes it. */
static int drop_file(const struct ledger *l, struct err *err)
{
	const char *path = arena_printf(l->arena, "%s/%s", repo_common_dir(l->repo), l->ref);

	return unlink(path) < 0 ? err_errno(err, "cannot remove '%s'", path) : 0;
}

static int drop_branch(const struct ledger *l, const struct oid *theirs, struct mended *ret,
		       struct err *err)
{
	const char *const drop[] = {"update-ref", "--no-deref", "-d", l->ref, NULL};
	struct err unreadable;
	struct proc_result result;
	struct oid tip;

	if (ref_peek(l->repo, l->ref, &tip, &unreadable) < 0)
		return drop_file(l, err);
	if (oid_is_zero(&tip))
		return 0;
	if (keep(l, &tip, theirs, ret, err) < 0 || sync_git(l, drop, false, &result, err) < 0)
		return -1;
	return sync_succeeded(&result) ? 0
				       : err_set(err, ERR_IO, "branch '%s' cannot be removed",
						 sync_short_ref(l));
}

/* -- both ---------------------------------------------------------------------------------------- */

/* The whole chain, as if nothing of it had been verified before. */
static bool is_readable(const struct ledger *l, const struct oid *tip)
{
	struct ledger_view *view;
	struct err err;

	return ledger_verify_to(l, NULL, tip, &view, &err) >= 0 || !is_damage(&err);
}

/* Nothing that is only here is given up without being asked for: its bytes may be somewhere else. */
static int refuse_loss(const struct ledger *l, const struct oid *lost, uint64_t sequence,
		       struct err *err)
{
	char hex[OID_HEX_SIZE];

	oid_hex(lost, hex);
	err_set(err, ERR_NOT_FOUND,
		"event %s%.12s of this clone cannot be read any more, and '%s' does not have "
		"it: "
		"what was not published is lost",
		sequence ? arena_printf(l->arena, "%" PRIu64 " ", sequence) : "", hex,
		l->remote);
	return err_next(err, "git mcade sync --repair");
}

static int refuse_unknown(const struct ledger *l, struct err *err)
{
	err_set(err, ERR_NOT_FOUND,
		"branch '%s' of this copy names no event any more: what it held and '%s' does "
		"not have is lost",
		sync_short_ref(l), l->remote);
	return err_next(err, "git mcade sync --repair");
}

/* A branch that cannot be read goes, and one older than what this clone had verified, which is gone.
 * What the remote was seen with stays known. */
static int mend_branch(const struct ledger *l, const char *known, const struct oid *theirs,
		       bool asked, struct mended *ret, struct err *err)
{
	bool had = oid_is_zero(&ret->verified.tip) || is_readable(l, &ret->verified.tip);
	struct err unreadable;
	struct oid tip;
	bool is_ref = !ref_peek(l->repo, l->ref, &tip, &unreadable), there = false;

	if (had && is_ref && (oid_is_zero(&tip) || is_readable(l, &tip)))
		return 0;
	if (!had && !asked)
		return refuse_loss(l, &ret->verified.tip, ret->verified.sequence, err);
	/* a copy of a clone has verified nothing by itself: what it names may have been only there */
	if (is_ref && !oid_is_zero(&tip) && oid_is_zero(&ret->verified.tip) && !asked &&
	    (history_is_ancestor(l->repo, &tip, theirs, &there, &unreadable) < 0 || !there))
		return refuse_loss(l, &tip, 0, err);
	if (!is_ref && oid_is_zero(&ret->verified.tip) && !asked)
		return refuse_unknown(l, err);
	if (drop_branch(l, theirs, ret, err) < 0)
		return -1;
	return had ? 0 : memory_forget(l->memory, known, "local", NULL, err);
}

/* What was seen there is neither here nor there any more. */
static int check_seen(const struct ledger *l, const char *known, struct err *err)
{
	struct remembered_head seen;
	bool found, here;

	if (memory_head(l->memory, known, l->remote, &seen, &found, err) < 0 ||
	    (found && object_exists(l->repo, &seen.tip, &here, err) < 0))
		return -1;
	if (!found || here)
		return 0;
	err_set(err, ERR_UNTRUSTED,
		"the ledger at '%s' was rewound or has diverged: event %" PRIu64
		" was seen there before, and is neither there nor here",
		l->remote, seen.sequence);
	return err_next(err,
			"a clone that has event %" PRIu64
			" publishes it again (git mcade sync); then 'git mcade sync'",
			seen.sequence);
}

/* A clone that has joined: what it had is known outside of it. */
static bool may_mend(const struct ledger *l, char ret_known[65], struct mended *ret)
{
	struct err ignored;
	bool pinned, found;

	if (!l->remote || !ledger_known(l, ret_known) ||
	    memory_is_pinned(l->memory, ret_known, &pinned, &ignored) < 0 || !pinned ||
	    memory_head(l->memory, ret_known, "local", &ret->verified, &found, &ignored) < 0)
		return false;
	if (!found) /* a copy of another clone has seen nothing by itself */
		ret->verified = (struct remembered_head){.sequence = 0};
	return true;
}

int sync_mend(const struct ledger *l, bool asked, struct mended *ret, struct err *err)
{
	struct oid theirs;
	char known[65];

	*ret = (struct mended){.kept = NULL};
	if (!may_mend(l, known, ret))
		return err_set(err, ERR_NOT_FOUND,
			       "there is no remote from which this clone has its ledger");
	if (sync_fetch_objects(l, &theirs, err) < 0 || check_seen(l, known, err) < 0)
		return -1;
	return mend_branch(l, known, &theirs, asked, ret, err);
}

void sync_mended(struct sync_state *state, const struct mended *mended)
{
	const struct indexed_event *is;

	if (!state->kept)
		state->kept = mended->kept;
	if (!state->local || oid_is_zero(&mended->verified.tip))
		return;
	is = event_index_at(fold_index(state->local->fold), mended->verified.sequence);
	if (!is || !event_index_is_of(is, mended->verified.sha256))
		state->lost = mended->verified.sequence;
}

/* -- is it? --------------------------------------------------------------------------------------- */

/* Can all be read that the ledger holds there? */
static bool is_whole(const struct ledger *l, const struct ledger_view *view)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct snapshot_file *list;
	struct err unreadable;
	struct bytes ignored;
	size_t count;

	if (snapshot_of_commit(l->repo, &view->head, &files, &unreadable) < 0 ||
	    snapshot_list(files, NULL, &scratch, &list, &count, &unreadable) < 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		CLEANUP(arena_free) struct arena one = ARENA_INIT;

		if (object_read(l->repo, &list[i].id, OBJECT_BLOB, LIMIT_BLOB, &one, &ignored,
				&unreadable) < 0)
			return false;
	}
	return true;
}

/* Bytes that are not what their name says are damage, too; what a remote did is not mended here. */
static bool is_untrusted_here(const struct ledger *l)
{
	struct ledger_view *view;
	struct err ignored;
	struct oid tip;

	return ref_peek(l->repo, l->ref, &tip, &ignored) < 0 ||
	       (!oid_is_zero(&tip) && ledger_verify_to(l, NULL, &tip, &view, &ignored) != 0);
}

/* Git could not fetch, and the remote answers all the same. */
static bool is_here_at_fault(const struct ledger *l)
{
	const char *reason;
	struct err ignored;
	bool reached = false;
	struct oid tip;

	return !sync_remote_tip(l, l->remote, &tip, &reached, &reason, &ignored) && reached &&
	       !oid_is_zero(&tip);
}

bool sync_wants_mending(const struct ledger *l, int result, const struct sync_state *state,
			const struct err *err)
{
	/* what the remote refused, it could read */
	if (!l->remote || (result < 0 && state->refused))
		return false;
	if (result < 0)
		return is_damage(err) || (err->code == ERR_UNTRUSTED && is_untrusted_here(l));
	return state->relation == SYNC_UNREACHABLE ? is_here_at_fault(l)
						   : state->local && !is_whole(l, state->local);
}
