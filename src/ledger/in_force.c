#include "ledger/in_force.h"

#include "fold/fold.h"
#include "ledger/starter.h"
#include "runbook/runbook.h"

/* What keeps those from being adopted that are committed (NULL: nothing does) or only here. */
static const char *way_to_adopt(const struct ledger *l)
{
	struct bytes text;

	if (starter_committed(l, &text) && !runbook_is_blank(text))
		return "git mcade adopt";
	return starter_waits(l) ? STARTER_HINT
				: "hint: 'git mcade import DOCUMENT' makes a runbook.yaml; "
				  "commit it, then: git mcade adopt";
}

int ledger_runbook(const struct ledger *l, const struct runbook **ret, struct err *err)
{
	const struct runbook *runbook = l->runbook;

	if (!runbook && fold_runbook(l->view->fold, &runbook, err) < 0)
		return -1;
	if (!runbook) {
		err_set(err, ERR_NOT_FOUND, "no runbook is in force yet");
		return err_next(err, "%s", way_to_adopt(l));
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
