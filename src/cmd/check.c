/* git mcade check: what the hooks would say, for people, CI and other hook managers. */
#include "branches/branches.h"
#include "cmd/minimum.h"
#include "document/doclint.h"
#include "gate/gate_ci.h"
#include "report/judged.h"
#include "report/output.h"

const struct option options_check[] = {
	{OPTION_FLAG, 0, "staged", NULL, "the index against HEAD"},
	{OPTION_TEXT, 0, "range", "A..B", "each commit of a range"},
	{OPTION_FLAG, 0, "net", NULL, "the resulting change as a whole, for teams that squash"},
	{OPTION_FLAG, 0, "fetch", NULL,
	 "in CI: fetch what is missing here, instead of printing the command for it"},
	{OPTION_FLAG, 0, "history", NULL, "every commit that HEAD reaches"},
	{OPTION_TEXT, 0, "runbook", "FILE",
	 "with --history: judge by this file from the beginning"},
	{OPTION_TEXT, 0, "expect-genesis", "ID", "the ledger's id; any other is exit status 3"},
	OPTIONS_MINIMUM,
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

/* Why it is neither yes nor no. */
static void note_doubt(const struct check_result *result)
{
	if (!result->count)
		output_note("nothing was judged: the rules bind no commit there");
	if (!result->confirmed)
		output_note("genesis unconfirmed, compare %s\n"
			    "  next: git mcade join --expect-genesis %s\n"
			    "  in CI: MCADE_LEDGER=%s",
			    result->ledger, result->ledger, result->ledger);
	if (result->unseen)
		output_note(
			"a verdict or promotion in force rests on objects that are missing "
			"here\n  hint: fetch the governed branches with their whole history");
}

static bool is_said(const struct check_result *r, const struct finding *f)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; k < r->commits[i].findings.count; k++) {
			const struct finding *said = &r->commits[i].findings.items[k];

			if (said->rule == f->rule && said->severity >= f->severity &&
			    said->path && f->path && !strcmp(said->path, f->path) &&
			    said->at.line == f->at.line)
				return true;
		}
	return false;
}

static void add_unsaid(struct check_result *r, const struct findings *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (!is_said(r, &found->items[i]))
			*ARENA_PUSH(r->about.arena, r->about.items,
				    r->about.count) = found->items[i];
}

/* The ledger itself, as an audit reads it, and the tip as it would stand on the branch beside it. */
static int check_ledger(struct session *s, const struct check_known *known,
			struct check_result *r, struct err *err)
{
	struct tip_past past = {.l = &s->ledger};
	struct review_options how = {
		.expected_genesis = known->genesis, .each = tip_past_take, .context = &past};
	struct findings found = FINDINGS_INIT(&s->arena);
	struct review review;
	struct oid tip;

	if (review_ledger(&s->ledger, &how, &review, err) < 0)
		return -1;
	add_unsaid(r, &review.findings);
	r->unseen = review.rest_on_absent;
	r->untrusted = r->untrusted || review.verdict == REVIEW_UNTRUSTED;
	if (r->untrusted || !review.view)
		return 0;
	tip_past_settle(&past, review.view);
	s->ledger.view = review.view;
	oid_parse(r->tip, &tip);
	if (branches_judge_tip(&s->ledger, &past, r->ref, &tip, &found, err) < 0)
		return -1;
	add_unsaid(r, &found);
	return 0;
}

/* What a CI was started for. */
static int check_job(struct session *s, const struct option_values *o,
		     const struct check_known *known, struct check_result *r, struct err *err)
{
	struct ci_wish wish = {option_flag(o, "fetch"), option_flag(o, "net")};
	const struct ledger_view *view;
	struct ci_job job;

	return ci_job_read(&s->ledger, &job, err) < 0 ||
			       check_ci(&s->ledger, known, &job, &wish, r, &view, err) < 0 ||
			       check_ledger(s, known, r, err) < 0
		       ? -1
		       : 0;
}

int cmd_check(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	bool staged = option_flag(o, "staged"), history = option_flag(o, "history");
	const char *range = option_text(o, "range"), *runbook = option_text(o, "runbook");
	struct check_known known = {.genesis = genesis_expected(o)};
	struct check_result *r = arena_alloc(&s->arena, sizeof(*r));
	bool job = !staged && !history && !range;
	int rc;

	if (staged + history + (range != NULL) > 1 || o->operand_count)
		return err_set(err, ERR_USAGE,
			       "at most one of --staged, --range A..B and --history");
	if ((option_flag(o, "net") && !range && !job) || (runbook && !history) ||
	    (option_flag(o, "fetch") && !job))
		return err_set(err, ERR_USAGE,
			       "--net goes with --range or alone, --runbook with --history, "
			       "--fetch with neither");
	if (options_minimum(o, &known.minimum, err) < 0)
		return -1;
	if (staged)
		rc = check_staged(&s->ledger, &known, r, err);
	else if (range)
		rc = check_range(&s->ledger, &known, range, option_flag(o, "net"), r, err);
	else if (history)
		rc = doclint_history(&s->ledger, &known, runbook, r, err);
	else
		rc = check_job(s, o, &known, r, err);
	if (rc < 0)
		return -1;
	result_is_check(ret, r);
	rc = check_status(r);
	if (rc == 2)
		note_doubt(r);
	return rc;
}
