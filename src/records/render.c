#include "records/render.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "ledger/governed.h"
#include "records/records.h"
#include "ledger/redo.h"
#include "records/render_internal.h"
#include "repo/history.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"

void rendered_left(struct session *s, struct rendered *done, const char *path, const char *fix,
		   const char *detail)
{
	if (done)
		*ARENA_PUSH(&s->arena, done->items, done->count) = (struct rendered_item){
			.outcome = RENDER_LEFT,
			.path = arena_strdup(&s->arena, path),
			.detail = detail,
			.fix = fix};
}

void rendered_absent(struct session *s, struct rendered *done, const char *path,
		     const char *detail)
{
	if (done)
		*ARENA_PUSH(&s->arena, done->items, done->count) = (struct rendered_item){
			.outcome = RENDER_ABSENT,
			.path = arena_strdup(&s->arena, path),
			.detail = detail};
}

int render_is_committed(struct session *s, const struct rendered *done, const char *path,
			struct bytes text, bool *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct bytes held;
	struct oid commit;
	bool found;

	*ret = done && done->at;
	if (*ret)
		return 0;
	if (repo_head_commit(s->repo, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	if (snapshot_of_commit(s->repo, &commit, &head, err) < 0 ||
	    snapshot_read(head, path, &s->arena, &held, &found, err) < 0)
		return -1;
	*ret = found && bytes_equal(held, text);
	return 0;
}

void rendered_edited(struct session *s, struct rendered *done, const char *path,
		     const char *detail)
{
	struct arena *a = &s->arena;

	rendered_left(s, done, path,
		      arena_printf(a, "git restore --source=HEAD --staged --worktree -- %s",
				   shell_quote(path, a)),
		      detail);
}

int render_unwritten(struct session *s, struct rendered *done, const char *path,
		     struct err *err)
{
	if (!done ||
	    (err->code != ERR_UNTRUSTED && err->code != ERR_LIMIT && err->code != ERR_FORMAT))
		return -1;
	rendered_left(s, done, path, NULL, arena_strdup(&s->arena, err->text));
	return 0;
}

int render_file(struct session *s, struct rendered *done, const char *path, struct bytes text,
		struct rendered_item as, struct err *err)
{
	bool check = done && done->check;

	if (!check && records_write(s, path, text, err) < 0)
		return render_unwritten(s, done, path, err);
	as.outcome = check ? RENDER_DIFFERS : RENDER_WRITTEN;
	as.path = arena_strdup(&s->arena, path);
	if (done)
		*ARENA_PUSH(&s->arena, done->items, done->count) = as;
	return 0;
}

bool render_has_place(struct session *s, const struct rendered *done)
{
	return (done && done->at) || repo_work_tree(s->repo);
}

int render_read(struct session *s, const struct rendered *done, const char *path,
		struct bytes *ret, bool *ret_found, struct err *err)
{
	if (done && done->at) {
		*ret = bytes_of("", 0);
		return snapshot_read(done->at, path, &s->arena, ret, ret_found, err);
	}
	*ret = bytes_of("", 0);
	*ret_found = true;
	if (!worktree_read(s->repo, path, LIMIT_BLOB, &s->arena, ret, err))
		return 0;
	*ret_found = false;
	return err->code == ERR_NOT_FOUND ? 0 : -1;
}

/* -- all ----------------------------------------------------------------------------------------- */

int render_all(struct session *s, struct rendered *done, struct err *err)
{
	const struct runbook *runbook;

	if (session_runbook(s, s->ledger, &runbook, err) < 0 ||
	    render_runbook_marks(s, done, err) < 0)
		return -1;
	for (size_t i = 0; i < runbook->environment_count; i++)
		if (render_manifest(s, runbook->environments[i].id, done, err) < 0)
			return -1;
	if (render_logs(s, done, err) < 0)
		return -1;
	return render_checkpoints(s, done, err);
}

int render_owed(struct session *s, const char *environment, struct rendered *ret,
		const char **ret_ref, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *tip = NULL;
	const struct visible_ref *refs;
	size_t count;

	*ret = (struct rendered){.check = true};
	*ret_ref = NULL;
	if (governed_visible(s, &refs, &count, err) < 0)
		return -1;
	if (!count)
		return 0;
	if (snapshot_of_commit(s->repo, &refs[0].tip, &tip, err) < 0)
		return -1;
	*ret_ref = refs[0].name;
	ret->at = tip;
	if (render_runbook_marks(s, ret, err) < 0 ||
	    render_manifest(s, environment, ret, err) < 0)
		return -1;
	ret->at = NULL;
	return 0;
}

/* What it leaves alone it leaves alone the next time too. */
bool render_has_work(struct session *s)
{
	struct rendered would = {.check = true};
	struct err unknown;

	if (render_all(s, &would, &unknown) < 0)
		return true;
	for (size_t i = 0; i < would.count; i++)
		if (would.items[i].outcome == RENDER_DIFFERS)
			return true;
	return false;
}

const char *render_way(struct session *s, const struct oid *tip)
{
	struct err ignored;
	struct oid head;
	bool here;

	if (!repo_work_tree(s->repo) || repo_head_commit(s->repo, &head, &ignored) < 0 ||
	    history_is_ancestor(s->repo, tip, &head, &here, &ignored) < 0)
		return "hint: git mcade render, where there is a work tree";
	return here ? "git mcade render"
		    : "hint: take in what the branch has, then git mcade render";
}
