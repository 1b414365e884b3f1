#include "records/render.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/quote.h"
#include "base/time.h"
#include "ledger/governed.h"
#include "records/records.h"
#include "records/render_internal.h"
#include "repo/history.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"
#include "ledger/in_force.h"

void rendered_left(const struct ledger *l, struct rendered *done, const char *path,
		   const char *fix, const char *detail)
{
	if (done)
		*ARENA_PUSH(l->arena, done->items, done->count) = (struct rendered_item){
			.outcome = RENDER_LEFT,
			.path = arena_strdup(l->arena, path),
			.detail = detail,
			.fix = fix};
}

void rendered_absent(const struct ledger *l, struct rendered *done, const char *path,
		     const char *detail)
{
	if (done)
		*ARENA_PUSH(l->arena, done->items, done->count) = (struct rendered_item){
			.outcome = RENDER_ABSENT,
			.path = arena_strdup(l->arena, path),
			.detail = detail};
}

int render_is_committed(const struct ledger *l, const struct rendered *done, const char *path,
			struct bytes text, bool *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct bytes held;
	struct oid commit;
	bool found;

	*ret = done && done->at;
	if (*ret)
		return 0;
	if (repo_head_commit(l->repo, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	if (snapshot_of_commit(l->repo, &commit, &head, err) < 0 ||
	    snapshot_read(head, path, l->arena, &held, &found, err) < 0)
		return -1;
	*ret = found && bytes_equal(held, text);
	return 0;
}

void rendered_edited(const struct ledger *l, struct rendered *done, const char *path,
		     const char *detail)
{
	struct arena *a = l->arena;

	rendered_left(l, done, path,
		      arena_printf(a, "git restore --source=HEAD --staged --worktree -- %s",
				   shell_quote(path, a)),
		      detail);
}

int render_unwritten(const struct ledger *l, struct rendered *done, const char *path,
		     struct err *err)
{
	/* Of a work tree that is a link, say; of a commit an object that nobody can read. */
	bool untrusted = err->code == ERR_UNTRUSTED && done && !done->at;

	if (!done || (!untrusted && err->code != ERR_LIMIT && err->code != ERR_FORMAT))
		return -1;
	rendered_left(l, done, path, NULL, arena_strdup(l->arena, err->text));
	return 0;
}

int render_file(const struct ledger *l, struct rendered *done, const char *path,
		struct bytes text, struct rendered_item as, struct err *err)
{
	bool check = done && done->check;

	if (!check && records_write(l, path, text, err) < 0)
		return render_unwritten(l, done, path, err);
	as.outcome = check ? RENDER_DIFFERS : RENDER_WRITTEN;
	as.path = arena_strdup(l->arena, path);
	if (check)
		as.text = bytes_of(arena_memdup(l->arena, text.data, text.len), text.len);
	if (done)
		*ARENA_PUSH(l->arena, done->items, done->count) = as;
	return 0;
}

bool render_has_place(const struct ledger *l, const struct rendered *done)
{
	return (done && done->at) || repo_work_tree(l->repo);
}

int render_read(const struct ledger *l, const struct rendered *done, const char *path,
		struct bytes *ret, bool *ret_found, struct err *err)
{
	if (done && done->at) {
		*ret = bytes_of("", 0);
		return snapshot_read(done->at, path, l->arena, ret, ret_found, err);
	}
	return records_read(l, path, ret, ret_found, err);
}

/* -- all ----------------------------------------------------------------------------------------- */

int render_all(const struct ledger *l, struct rendered *done, struct err *err)
{
	const struct runbook *runbook;

	if (ledger_runbook(l, &runbook, err) < 0 || render_runbook_marks(l, done, err) < 0)
		return -1;
	for (size_t i = 0; i < runbook->environment_count; i++)
		if (render_manifest(l, runbook->environments[i].id, done, err) < 0)
			return -1;
	if (render_logs(l, done, err) < 0)
		return -1;
	return render_checkpoints(l, done, err) < 0 ? -1 : render_drills(l, done, err);
}

int render_each(const struct ledger *l, const struct rendered *done, const char *folder,
		tree_image_fn *fn, void *context, struct err *err)
{
	int64_t moments[2] = {0, l->now};
	const char *day = DATE_TEXT(l->now) + strlen("2026-01-");

	if (!done || !done->recent)
		return tree_image_each(l->view->image, folder, fn, context, err);
	moments[0] = l->now - ((day[0] - '0') * 10 + day[1] - '0') * (int64_t)86400;
	for (size_t i = 0; i < ARRAY_SIZE(moments); i++) {
		const char *date = DATE_TEXT(moments[i]);

		if (tree_image_each(l->view->image,
				    arena_printf(l->arena, "%s/%.4s/%.2s", folder, date,
						 date + strlen("2026-")),
				    fn, context, err) < 0)
			return -1;
	}
	return 0;
}

/* What it leaves alone it leaves alone the next time too. */
bool render_has_work(const struct ledger *l)
{
	struct rendered would = {.check = true};
	struct err unknown;

	if (render_all(l, &would, &unknown) < 0)
		return true;
	for (size_t i = 0; i < would.count; i++)
		if (would.items[i].outcome == RENDER_DIFFERS)
			return true;
	return false;
}

const char *render_way(const struct ledger *l, const struct oid *tip)
{
	struct err ignored;
	struct oid head;
	bool here;

	if (!repo_work_tree(l->repo) || repo_head_commit(l->repo, &head, &ignored) < 0 ||
	    history_is_ancestor(l->repo, tip, &head, &here, &ignored) < 0)
		return "hint: git mcade render, where there is a work tree";
	return here ? "git mcade render"
		    : "hint: merge what the branch has, then git mcade render";
}
