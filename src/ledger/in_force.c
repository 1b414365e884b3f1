#include "ledger/in_force.h"

#include "base/cleanup.h"
#include "fold/fold.h"
#include "runbook/runbook.h"
#include "repo/snapshot.h"

/* Is there one that could be adopted? */
static bool has_committed(const struct ledger *l)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct oid commit, blob;
	struct err ignored;
	uint32_t mode = 0;

	return repo_head_commit(l->repo, &commit, &ignored) == 0 &&
	       snapshot_of_commit(l->repo, &commit, &head, &ignored) == 0 &&
	       snapshot_entry(head, "runbook.yaml", &mode, &blob, &ignored) == 0 && mode;
}

int ledger_runbook(const struct ledger *l, const struct runbook **ret, struct err *err)
{
	const struct runbook *runbook = l->runbook;

	if (!runbook && fold_runbook(l->view->fold, &runbook, err) < 0)
		return -1;
	if (!runbook) {
		bool committed = has_committed(l);

		err_set(err, ERR_NOT_FOUND, "no runbook is in force yet");
		return err_next(err,
				committed ? "git mcade adopt"
					  : "hint: 'git mcade import DOCUMENT' makes a "
					    "runbook.yaml; commit it, then: git mcade adopt");
	}
	*ret = runbook;
	return 0;
}

static const char *environment_list(const struct ledger *l, const struct runbook *runbook)
{
	const char *text = "";

	for (size_t i = 0; i < runbook->environment_count; i++)
		text = arena_printf(l->arena, "%s%s%s", text, i ? ", " : "",
				    runbook->environments[i].id);
	return text;
}

int runbook_environment_of(const struct ledger *l, const char *text, const char **ret,
			   struct err *err)
{
	const struct runbook *runbook;

	if (ledger_runbook(l, &runbook, err) < 0)
		return -1;
	if (!text && runbook->environment_count == 1)
		text = runbook->environments[0].id;
	if (!text)
		return err_set(err, ERR_USAGE, "which environment? --env %s",
			       environment_list(l, runbook));
	if (!runbook_environment(runbook, text))
		return err_set(err, ERR_USAGE, "'%s' is not an environment; there are: %s",
			       text, environment_list(l, runbook));
	*ret = runbook_environment(runbook, text)->id;
	return 0;
}

int runbook_step_of(const struct ledger *l, const char *text, const char **ret, struct err *err)
{
	const struct runbook *runbook;
	const char *nearest;

	if (ledger_runbook(l, &runbook, err) < 0)
		return -1;
	if (!runbook_step(runbook, text)) {
		nearest = runbook_nearest_step(runbook, text);
		err_set(err, ERR_USAGE, "'%s' is not a step of the adopted runbook%s%s%s", text,
			nearest ? "; did you mean '" : "", nearest ? nearest : "",
			nearest ? "'?" : "");
		return err_next(err, "hint: 'git mcade status' lists them");
	}
	*ret = runbook_step(runbook, text)->id;
	return 0;
}
