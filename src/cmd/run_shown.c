#include "cmd/run_shown.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "report/output.h"
#include "world/check.h"

void run_show_output(void *context UNUSED, int stream UNUSED, struct bytes piece)
{
	CLEANUP(strbuf_free) struct strbuf safe = STRBUF_INIT;

	printable_add(&safe, piece, PRINTABLE_TEXT);
	output_words(&safe);
}

void run_show_progress(void *context UNUSED, const char *line)
{
	output_note("mcade: %s", line);
}

void run_show_outcome(const struct run_outcome *outcome, const struct launch *launch,
		      struct arena *a)
{
	const struct check_results *checks = &outcome->verify;

	if (outcome->recap_line)
		output_note("mcade: recap %s", outcome->recap_line);
	for (size_t i = 0; i < checks->count; i++)
		output_note("mcade: check %s: %s%s%s", checks->items[i].id,
			    check_verdict_word(checks->items[i].verdict),
			    checks->items[i].reason ? ": " : "",
			    checks->items[i].reason ? checks->items[i].reason : "");
	for (size_t i = 0; i < outcome->reason_count; i++)
		output_note("mcade: %s", outcome->reasons[i]);
	if (outcome->spared)
		output_note("mcade: %u started service%s left running", outcome->spared,
			    outcome->spared == 1 ? "" : "s");
	if (outcome->survivors_killed)
		output_note("mcade: %u left-over process%s ended", outcome->survivors_killed,
			    outcome->survivors_killed == 1 ? "" : "es");
	if (launch && launch->dirty)
		output_note(
			"mcade: made from uncommitted files (%s): it cannot complete the step",
			printable_line(a, launch->dirty));
	if (launch && launch->loose)
		output_note("hint: %s", launch_clean(launch));
}

int run_exit(const struct run_outcome *outcome)
{
	return !strcmp(outcome->verified, "fail")	    ? 1
	       : !strcmp(outcome->verified, "inconclusive") ? 2
							    : 0;
}

int run_exit_own(const struct run_outcome *outcome)
{
	const struct check_results *checks = &outcome->verify;
	int exit = run_exit(outcome);
	bool others = false, own = false;

	for (size_t i = 0; exit == 2 && i < checks->count; i++)
		if (checks->items[i].verdict == CHECK_INCONCLUSIVE) {
			others = others || checks->items[i].check->also;
			own = own || !checks->items[i].check->also;
		}
	return exit == 2 && others && !own ? 0 : exit;
}
