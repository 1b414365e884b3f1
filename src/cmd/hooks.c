/* git mcade hooks: install, uninstall, status, doctor. */
#include "cmd/hooks.h"

#include "cmd/command.h"
#include "gate/hooks.h"
#include "records/mergelog.h"
#include "report/output.h"

const struct option options_hooks[] = {
	{OPTION_TEXT, 0, "expect-genesis", "ID",
	 "install in a bare repository: the ledger's id"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static bool all_stand(const struct hook_report *report)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->hooks[i].state != HOOK_OURS)
			return false;
	return report->server ? report->genesis != NULL
			      : report->driver && !report->driver_fault;
}

/* Configured is not yet merging: that is seen by a merge. */
static int try_driver(struct session *s, struct hooks_result *r, struct err *err)
{
	return r->report.driver ? mergelog_try(&s->ledger, &r->report.driver_fault, err) : 0;
}

/* What stands there and can only refuse. */
static void note_unpinned(const struct hook_report *report)
{
	if (report->server && !report->genesis)
		output_note(
			"no genesis is pinned here: every push is refused\n"
			"  hint: git mcade hooks install --expect-genesis ID, the ledger's id "
			"as your team published it");
}

static int status(struct session *s, struct hooks_result *r, struct err *err)
{
	if (hooks_status(&s->ledger, &r->report, err) < 0 || try_driver(s, r, err) < 0)
		return -1;
	note_unpinned(&r->report);
	if (!all_stand(&r->report) && (!r->report.server || r->report.genesis))
		output_note("  next: git mcade hooks install");
	return all_stand(&r->report) ? 0 : 1;
}

static int install(struct session *s, const struct option_values *o, struct hooks_result *r,
		   struct err *err)
{
	if (hooks_install(&s->ledger, option_text(o, "expect-genesis"), &r->report, err) < 0 ||
	    try_driver(s, r, err) < 0)
		return -1;
	note_unpinned(&r->report);
	return all_stand(&r->report) ? 0 : 1;
}

int hooks_settle(struct session *s, struct err *err)
{
	struct hook_report report;

	if (hooks_install(&s->ledger, NULL, &report, err) == 0)
		return 0;
	if (err->code != ERR_CONFLICT)
		return -1;
	output_note("warning: hooks are not installed: %s\n  %s", err->text, err->next);
	*err = (struct err){0};
	return 0;
}

int hooks_settle_logs(struct session *s, struct err *err)
{
	struct hook_report report;

	if (hooks_status(&s->ledger, &report, err) < 0)
		return -1;
	return report.driver ? mergelog_settle(&s->ledger, true, err) : 0;
}

static int doctor(struct session *s, struct hooks_result *r, struct err *err)
{
	bool good;

	if (hooks_status(&s->ledger, &r->report, err) < 0 || try_driver(s, r, err) < 0 ||
	    hooks_try(&s->ledger, r->trials, err) < 0)
		return -1;
	r->trial_count = ARRAY_SIZE(r->trials);
	note_unpinned(&r->report);
	good = all_stand(&r->report);
	for (size_t i = 0; i < r->trial_count; i++)
		good = good && r->trials[i].refused;
	return good ? 0 : 1;
}

int cmd_hooks(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	struct hooks_result *r = arena_alloc(&s->arena, sizeof(*r));
	const char *word = o->operand_count == 1 ? o->operands[0] : "";

	result_is_hooks(ret, r);
	if (!strcmp(word, "install"))
		return install(s, o, r, err);
	if (!strcmp(word, "uninstall"))
		return hooks_uninstall(&s->ledger, &r->report, err);
	if (!strcmp(word, "status"))
		return status(s, r, err);
	if (!strcmp(word, "doctor"))
		return doctor(s, r, err);
	err_set(err, ERR_USAGE, "expected install, uninstall, status or doctor");
	return err_next(err, "git mcade hooks status");
}
