/* git mcade check: what the hooks would say, for people, CI and other hook managers. */
#include "base/cleanup.h"
#include "cmd/minimum.h"
#include "gate/gate_check.h"
#include "report/findings.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_FLAG, 0, "staged", NULL, "the index against HEAD"},
	{OPTION_TEXT, 0, "range", "A..B", "each commit of a range"},
	{OPTION_FLAG, 0, "net", NULL, "with --range: the resulting change as a whole"},
	{OPTION_FLAG, 0, "history", NULL, "every commit behind HEAD"},
	{OPTION_TEXT, 0, "runbook", "FILE",
	 "with --history: judge by this file from the beginning"},
	{OPTION_TEXT, 0, "expect-genesis", "ID", "the ledger's id; any other is exit status 3"},
	OPTIONS_MINIMUM,
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

struct totals {
	size_t errors, warnings, rejected;
};

static struct totals count(const struct check_result *result)
{
	struct totals totals = {.errors = findings_count(&result->about, FINDING_ERROR),
				.warnings = findings_count(&result->about, FINDING_WARN)};

	for (size_t i = 0; i < result->count; i++) {
		size_t errors = findings_count(&result->commits[i].findings, FINDING_ERROR);

		totals.errors += errors;
		totals.warnings += findings_count(&result->commits[i].findings, FINDING_WARN);
		totals.rejected += errors > 0;
	}
	return totals;
}

static const char *summary(struct session *s, const struct check_result *result,
			   struct totals totals)
{
	return arena_printf(&s->arena, "%zu judged, %zu refused, %zu errors, %zu warnings",
			    result->count, totals.rejected, totals.errors, totals.warnings);
}

static const char *verdict(const struct findings *findings)
{
	static const char *const words[] = {
		[FINDING_NOTE] = "accept", [FINDING_WARN] = "warn", [FINDING_ERROR] = "reject"};

	return words[findings->count ? findings_worst(findings) : FINDING_NOTE];
}

/* The contract of exit statuses: a no, cannot be told yet, not to be trusted. */
static int status_of(const struct check_result *result, struct totals totals)
{
	if (result->too_short)
		return 3;
	if (totals.errors)
		return 1;
	return result->confirmed && result->count ? 0 : 2;
}

static int show_json(struct session *s, const struct check_result *result, struct totals totals,
		     struct err *err)
{
	static const char *const verdicts[] = {"pass", "fail", "inconclusive", "untrusted"};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	output_json_begin(&w, &out, "check");
	jw_field_string(&w, "verdict", verdicts[status_of(result, totals)]);
	jw_field_string(&w, "summary", summary(s, result, totals));
	jw_field_int(&w, "judged", (int64_t)result->count);
	jw_field_bool(&w, "confirmed", result->confirmed);
	jw_field_string(&w, "ledger", result->ledger);
	jw_field_array(&w, "findings");
	for (size_t i = 0; i < result->about.count; i++)
		report_finding_json(&w, &result->about.items[i]);
	for (size_t i = 0; i < result->count; i++)
		for (size_t f = 0; f < result->commits[i].findings.count; f++)
			report_finding_json(&w, &result->commits[i].findings.items[f]);
	jw_end(&w);
	jw_field_array(&w, "commits");
	for (size_t i = 0; i < result->count; i++) {
		if (!result->commits[i].commit)
			continue;
		jw_object(&w);
		jw_field_string(&w, "commit", result->commits[i].commit);
		jw_field_string(&w, "verdict", verdict(&result->commits[i].findings));
		report_findings_json(&w, &result->commits[i].findings);
		jw_end(&w);
	}
	jw_end(&w);
	return output_json_end(&w, &out, err);
}

static int show(struct session *s, const struct check_result *result, struct totals totals,
		struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct findings all = FINDINGS_INIT(&s->arena);

	for (size_t i = 0; i < result->about.count; i++)
		*ARENA_PUSH(&s->arena, all.items, all.count) = result->about.items[i];
	for (size_t i = 0; i < result->count; i++)
		for (size_t f = 0; f < result->commits[i].findings.count; f++)
			*ARENA_PUSH(&s->arena, all.items,
				    all.count) = result->commits[i].findings.items[f];
	report_findings(&out, &all);
	strbuf_addf(&out, "%s\n", summary(s, result, totals));
	return output_data(&out, err);
}

/* Why it is neither yes nor no. */
static void note_doubt(const struct check_result *result)
{
	if (!result->count)
		output_note("nothing was judged: no commit there that the rules bind");
	if (!result->confirmed)
		output_note("genesis unconfirmed, compare %s\n"
			    "  next: git mcade join --expect-genesis %s",
			    result->ledger, result->ledger);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	bool staged = option_flag(o, "staged"), history = option_flag(o, "history");
	const char *range = option_text(o, "range"), *runbook = option_text(o, "runbook");
	struct check_known known = {.genesis = option_text(o, "expect-genesis")};
	struct check_result result;
	struct totals totals;
	int rc;

	if (!known.genesis)
		known.genesis = getenv("MCADE_GENESIS");
	if (staged + history + (range != NULL) != 1 || o->operand_count)
		return err_set(err, ERR_USAGE, "one of --staged, --range A..B and --history");
	if ((option_flag(o, "net") && !range) || (runbook && !history))
		return err_set(err, ERR_USAGE,
			       "--net goes with --range, --runbook with --history");
	if (options_minimum(o, &known.minimum, err) < 0)
		return -1;
	if (staged)
		rc = check_staged(&s->ledger, &known, &result, err);
	else if (range)
		rc = check_range(&s->ledger, &known, range, option_flag(o, "net"), &result,
				 err);
	else
		rc = check_history(&s->ledger, &known, runbook, &result, err);
	if (rc < 0)
		return -1;
	totals = count(&result);
	rc = option_flag(o, "json") ? show_json(s, &result, totals, err)
				    : show(s, &result, totals, err);
	if (rc < 0)
		return -1;
	rc = status_of(&result, totals);
	if (rc == 2)
		note_doubt(&result);
	return rc;
}

const struct subcommand cmd_check = {
	.name = "check",
	.group = GROUP_REVIEW,
	.usage = "--staged | --range A..B [--net] | --history [--runbook FILE]",
	.summary = "judge a change as the hooks do",
	.options = options,
	.needs = NEEDS_REPO,
	.said = run,
};
