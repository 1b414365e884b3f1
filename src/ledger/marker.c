/* marker.c - which ledger runbook.yaml of the work tree names. */
#include "ledger/governed.h"

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/limits.h"
#include "ledger/internal.h"
#include "repo/worktree.h"
#include "runbook/runbook.h"
#include "yaml/doc.h"
#include "yaml/edit.h"

const char *governed_marker(const struct ledger *l)
{
	const struct doc_node *root, *ledger;
	struct bytes text;
	struct err ignored;

	if (!repo_work_tree(l->repo) ||
	    worktree_read(l->repo, "runbook.yaml", LIMIT_YAML, l->arena, &text, &ignored) < 0 ||
	    doc_parse(text, "runbook.yaml", l->arena, &root, &ignored) < 0 ||
	    root->kind != DOC_MAPPING)
		return NULL;
	ledger = doc_get(root, "ledger");
	return ledger && ledger->kind == DOC_SCALAR && hex_is(ledger->text, 64) ? ledger->text
										: NULL;
}

int governed_mark_runbook(const struct ledger *l, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *const paths[] = {"runbook.yaml"};
	const struct doc_node *root;
	struct bytes text;

	if (!repo_work_tree(l->repo))
		return 0;
	if (worktree_read(l->repo, "runbook.yaml", LIMIT_YAML, l->arena, &text, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	if (runbook_is_blank(text))
		return 0;
	if (doc_parse(text, "runbook.yaml", l->arena, &root, err) < 0)
		return -1;
	if (doc_get(root, "ledger"))
		return 0;
	if (edit_set(text, "runbook.yaml", "ledger", l->view->id, &out, err) < 0 ||
	    worktree_write(l->repo, "runbook.yaml", bytes_of(out.buf, out.len), err) < 0)
		return -1;
	return stage_files(l, paths, 1, err);
}
