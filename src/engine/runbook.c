#include "engine/runbook.h"

#include "base/strbuf.h"
#include "model/runbook.h"

int session_runbook(struct session *s, const struct ledger_view *ledger,
		    const struct runbook **ret, struct err *err)
{
	const struct runbook *runbook;
	struct bytes text;
	bool found;

	if (ledger == s->ledger && s->runbook) {
		*ret = s->runbook;
		return 0;
	}
	if (session_ledger_file(s, ledger, "runbook.yaml", &text, &found, err) < 0)
		return -1;
	if (!found) {
		err_set(err, ERR_NOT_FOUND, "no runbook is in force yet");
		return err_next(err, "git mcade adopt");
	}
	if (runbook_parse(text, "adopted runbook.yaml", &s->arena, &runbook, err) < 0)
		return -1;
	if (ledger == s->ledger)
		s->runbook = runbook;
	*ret = runbook;
	return 0;
}

static const char *environment_list(struct session *s, const struct runbook *runbook)
{
	const char *text = "";

	for (size_t i = 0; i < runbook->environment_count; i++)
		text = arena_printf(&s->arena, "%s%s%s", text, i ? ", " : "",
				    runbook->environments[i].id);
	return text;
}

int runbook_environment_of(struct session *s, const char *text, const char **ret,
			   struct err *err)
{
	const struct runbook *runbook;

	if (session_runbook(s, s->ledger, &runbook, err) < 0)
		return -1;
	if (!text && runbook->environment_count == 1)
		text = runbook->environments[0].id;
	if (!text)
		return err_set(err, ERR_USAGE, "which environment? --env %s",
			       environment_list(s, runbook));
	if (!runbook_environment(runbook, text))
		return err_set(err, ERR_USAGE, "'%s' is no environment; there are: %s", text,
			       environment_list(s, runbook));
	*ret = runbook_environment(runbook, text)->id;
	return 0;
}

int runbook_step_of(struct session *s, const char *text, const char **ret, struct err *err)
{
	const struct runbook *runbook;
	const char *nearest;

	if (session_runbook(s, s->ledger, &runbook, err) < 0)
		return -1;
	if (!runbook_step(runbook, text)) {
		nearest = runbook_nearest_step(runbook, text);
		return err_set(err, ERR_USAGE, "'%s' is no step of the adopted runbook%s%s%s",
			       text, nearest ? "; did you mean '" : "", nearest ? nearest : "",
			       nearest ? "'?" : "");
	}
	*ret = runbook_step(runbook, text)->id;
	return 0;
}

int runbook_governed(struct session *s, const char *const **ret, size_t *ret_count,
		     struct err *err)
{
	const struct runbook *runbook;

	*ret = NULL;
	*ret_count = 0;
	if (session_runbook(s, s->ledger, &runbook, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	*ret = runbook->governed.items;
	*ret_count = runbook->governed.count;
	return 0;
}
