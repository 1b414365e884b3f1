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
		if (!hook_stands(&report->hooks[i]))
			return false;
	return report->server ? report->genesis != NULL
			      : report->driver && !report->driver_fault;
}

/* What others write, and which line of theirs calls us: where it is wanted, or all of them. */
static void note_lines(const struct hook_report *report, bool all)
{
	const char *last = "";

	if (report->managed && !all_stand(report))
		output_note("'%s' is a folder of this repository's files: what stands there is "
			    "left alone",
			    report->managed);
	for (size_t i = 0; i < report->count; i++) {
		const struct hook_info *hook = &report->hooks[i];

		if (!hook->add || !strcmp(hook->add, last) || (hook_stands(hook) && !all))
			continue;
		output_note("  put into '%s': %s", hook->add_to, hook->add);
		last = hook->add;
	}
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

/* What is said to stand has been tried. */
static int try_what_stands(struct session *s, struct hooks_result *r, struct err *err)
{
	return hooks_reach(&s->ledger, &r->report, err) < 0 ? -1 : try_driver(s, r, err);
}

static int status(struct session *s, struct hooks_result *r, struct err *err)
{
	const struct hook_report *report = &r->report;

	if (hooks_status(&s->ledger, &r->report, err) < 0 || try_what_stands(s, r, err) < 0)
		return -1;
	note_unpinned(report);
	note_lines(report, false);
	if (!all_stand(report) && !report->managed && (!report->server || report->genesis))
		output_note("  next: git mcade hooks install");
	return all_stand(report) ? 0 : 1;
}

static int install(struct session *s, const struct option_values *o, struct hooks_result *r,
		   struct err *err)
{
	if (hooks_install(&s->ledger, option_text(o, "expect-genesis"), &r->report, err) < 0 ||
	    try_what_stands(s, r, err) < 0)
		return -1;
	note_unpinned(&r->report);
	note_lines(&r->report, !r->report.managed);
	return all_stand(&r->report) ? 0 : 1;
}

int hooks_settle(struct session *s, struct err *err)
{
	struct hook_report report;

	if (hooks_install(&s->ledger, NULL, &report, err) == 0) {
		if (hooks_reach(&s->ledger, &report, err) < 0)
			return -1;
		note_lines(&report, !report.managed);
		return 0;
	}
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

	if (hooks_status(&s->ledger, &r->report, err) < 0 || try_what_stands(s, r, err) < 0 ||
	    hooks_try(&s->ledger, r->trials, err) < 0)
		return -1;
	r->trial_count = ARRAY_SIZE(r->trials);
	note_unpinned(&r->report);
	note_lines(&r->report, false);
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
