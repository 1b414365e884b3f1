/* git mcade hooks: install, uninstall, status, doctor. */
#include "cmd/hooks.h"

#include "base/cleanup.h"
#include "cmd/command.h"
#include "gate/hooks.h"
#include "records/mergelog.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_TEXT, 0, "expect-genesis", "ID",
	 "install in a bare repository: the ledger's id"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static const char *const states[] = {
	[HOOK_OURS] = "ok",
	[HOOK_ABSENT] = "absent",
	[HOOK_OTHER] = "another program's",
	[HOOK_DANGLING] = "ours, but the program is gone: git skips it silently",
};

static bool all_stand(const struct hook_report *report)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->hooks[i].state != HOOK_OURS)
			return false;
	return report->genesis || !report->server;
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

/* `trials` only of doctor. */
static int show_json(const struct hook_report *report, const struct hook_trial *trials,
		     size_t trial_count, struct err *err)
{
	static const char *const ids[] = {[HOOK_OURS] = "ok",
					  [HOOK_ABSENT] = "absent",
					  [HOOK_OTHER] = "other",
					  [HOOK_DANGLING] = "dangling"};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	output_json_begin(&w, &out, "hooks");
	jw_field_string(&w, "directory", report->directory);
	jw_field_string(&w, "foreign", report->foreign);
	jw_field_bool(&w, "merge_driver", report->driver);
	jw_field_string(&w, "genesis", report->genesis);
	jw_field_array(&w, "hooks");
	for (size_t i = 0; i < report->count; i++) {
		jw_object(&w);
		jw_field_string(&w, "name", report->hooks[i].name);
		jw_field_string(&w, "state", ids[report->hooks[i].state]);
		jw_field_bool(&w, "has_previous", report->hooks[i].has_previous);
		jw_end(&w);
	}
	jw_end(&w);
	jw_field_array(&w, "trials");
	for (size_t i = 0; i < trial_count; i++) {
		jw_object(&w);
		jw_field_string(&w, "name", trials[i].name);
		jw_field_bool(&w, "refused", trials[i].refused);
		jw_field_string(&w, "message", trials[i].first);
		jw_end(&w);
	}
	jw_end(&w);
	return output_json_end(&w, &out, err);
}

static int show(const struct hook_report *report, bool json, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	if (json)
		return show_json(report, NULL, 0, err);
	for (size_t i = 0; i < report->count; i++)
		strbuf_addf(&out, "%-17s %s%s\n", report->hooks[i].name,
			    states[report->hooks[i].state],
			    report->hooks[i].has_previous ? " (the earlier one runs first)"
							  : "");
	if (report->count > 1)
		strbuf_addf(&out, "%-17s %s\n", "merge of logs",
			    report->driver ? "ok" : "absent");
	if (report->foreign)
		strbuf_addf(&out, "core.hooksPath    %s is not this repository's\n",
			    report->foreign);
	return output_data(&out, err);
}

static int status(struct session *s, bool json, struct err *err)
{
	struct hook_report report;

	if (hooks_status(&s->ledger, &report, err) < 0 || show(&report, json, err) < 0)
		return -1;
	if (report.server && !report.genesis)
		note_unpinned(&report);
	else if (!all_stand(&report))
		output_note("  next: git mcade hooks install");
	return all_stand(&report) ? 0 : 1;
}

static int install(struct session *s, const struct option_values *o, struct err *err)
{
	struct hook_report report;

	if (hooks_install(&s->ledger, option_text(o, "expect-genesis"), &report, err) < 0 ||
	    show(&report, option_flag(o, "json"), err) < 0)
		return -1;
	note_unpinned(&report);
	return !all_stand(&report);
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

static int uninstall(struct session *s, bool json, struct err *err)
{
	struct hook_report report;

	if (hooks_uninstall(&s->ledger, &report, err) < 0)
		return -1;
	return show(&report, json, err);
}

static int doctor(struct session *s, bool json, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct hook_trial trials[2];
	struct hook_report report;
	bool good;

	if (hooks_status(&s->ledger, &report, err) < 0 ||
	    hooks_try(&s->ledger, trials, err) < 0)
		return -1;
	good = all_stand(&report);
	for (size_t i = 0; i < ARRAY_SIZE(trials); i++) {
		strbuf_addf(&out, "%-5s %s: %s\n", trials[i].refused ? "ok" : "FAIL",
			    trials[i].name, trials[i].first);
		good = good && trials[i].refused;
	}
	if (json)
		return show_json(&report, trials, ARRAY_SIZE(trials), err) < 0 ? -1 : !good;
	for (size_t i = 0; i < report.count; i++)
		strbuf_addf(&out, "%-5s hook %s here: %s\n",
			    report.hooks[i].state == HOOK_OURS ? "ok" : "FAIL",
			    report.hooks[i].name, states[report.hooks[i].state]);
	if (report.server)
		strbuf_addf(&out, "%-5s genesis: %s\n", report.genesis ? "ok" : "FAIL",
			    report.genesis ? report.genesis : "none is pinned");
	strbuf_addstr(&out,
		      "not protected: commits made with --no-verify, and refs changed by hand; "
		      "a remote without our pre-receive hook or branch rules. 'git mcade check "
		      "--range' in CI and 'git mcade audit' find what got past\n");
	if (output_data(&out, err) < 0)
		return -1;
	note_unpinned(&report);
	return good ? 0 : 1;
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	const char *word = o->operand_count == 1 ? o->operands[0] : "";
	bool json = option_flag(o, "json");

	if (!strcmp(word, "install"))
		return install(s, o, err);
	if (!strcmp(word, "uninstall"))
		return uninstall(s, json, err);
	if (!strcmp(word, "status"))
		return status(s, json, err);
	if (!strcmp(word, "doctor"))
		return doctor(s, json, err);
	err_set(err, ERR_USAGE, "what of install, uninstall, status and doctor?");
	return err_next(err, "git mcade hooks status");
}

const struct subcommand cmd_hooks = {
	.name = "hooks",
	.group = GROUP_SETUP,
	.usage = "install [--expect-genesis ID] | uninstall | status | doctor",
	.summary = "put the rules at the doors of this repository, and prove that they stand",
	.options = options,
	.needs = NEEDS_REPO,
	.said = run,
};
