#include "ledger/starter.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"
#include "runbook/runbook.h"

/* Twelve lines; t/t4119-first.sh takes the "# " away and brings them into force. */
static const char starter[] =
	"# version: 1                  # take the '# ' at the beginning of each line away\n"
	"# ledger: %s\n"
	"# name: our runbook\n"
	"# completion: auto            # a run that leaves nothing missing completes its step\n"
	"# environments: [{id: prod}]  # with manifest: releases/prod.yaml its pins are asked "
	"for\n"
	"# steps:\n"
	"# - id: HELLO\n"
	"#   title: Say hello\n"
	"#   run: echo hello\n"
	"#   changes_state: false      # else restore: {match: 'Backup: (\\S+)'}, found in the "
	"output\n"
	"#   verify:                   # what shows that it is done\n"
	"#   - {id: answers, run: 'true'}\n";

bool starter_committed(const struct ledger *l, struct bytes *ret)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct oid commit;
	struct err ignored;
	bool found = false;

	return repo_head_commit(l->repo, &commit, &ignored) == 0 &&
	       snapshot_of_commit(l->repo, &commit, &head, &ignored) == 0 &&
	       snapshot_read(head, "runbook.yaml", l->arena, ret, &found, &ignored) == 0 &&
	       found;
}

bool starter_waits(const struct ledger *l)
{
	struct err ignored;
	struct bytes text;

	return repo_work_tree(l->repo) &&
	       worktree_read(l->repo, "runbook.yaml", LIMIT_YAML, l->arena, &text, &ignored) ==
		       0 &&
	       runbook_is_blank(text);
}

int starter_leave(const struct ledger *l, bool *ret_left, struct err *err)
{
	const char *text = arena_printf(l->arena, starter, l->view->id);
	struct err fault;
	struct bytes is;

	*ret_left = false;
	if (!repo_work_tree(l->repo) || starter_committed(l, &is) ||
	    worktree_read(l->repo, "runbook.yaml", LIMIT_YAML, l->arena, &is, &fault) == 0 ||
	    fault.code != ERR_NOT_FOUND)
		return 0;
	*ret_left = true;
	return worktree_write(l->repo, "runbook.yaml", bytes_text(text), err);
}
