/* git mcade audit: the full verification of the whole chain. */
#include "cmd/behind.h"
#include "cmd/minimum.h"
#include "remote/join.h"
#include "audit/memory_mend.h"
#include "branches/branches.h"
#include "audit/review.h"
#include "model/finding.h"
#include "report/output.h"

const struct option options_audit[] = {
	{OPTION_TEXT, 0, "expect-genesis", "ID", "the ledger's id; any other is exit status 3"},
	OPTIONS_MINIMUM,
	{OPTION_FLAG, 0, "new", NULL, "only what is new since the last verification"},
	{OPTION_FLAG, 0, "cold", NULL, "as if nothing were remembered, and read every object"},
	{OPTION_FLAG, 0, "exceptions", NULL,
	 "list all that was let through: who, why, until when, whether it is open"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static const char *const verdicts[] = {
	[REVIEW_PASS] = "pass",
	[REVIEW_FAIL] = "fail",
	[REVIEW_INCONCLUSIVE] = "inconclusive",
	[REVIEW_UNTRUSTED] = "untrusted",
};

static int read_options(const struct option_values *o, struct review_options *ret,
			struct err *err)
{
	*ret = (struct review_options){.expected_genesis = genesis_expected(o),
				       .cold = option_flag(o, "cold"),
				       .only_new = option_flag(o, "new")};
	if (options_minimum(o, &ret->minimum, err) < 0)
		return -1;
	if (ret->cold && ret->only_new)
		return err_set(err, ERR_USAGE, "--cold and --new exclude each other");
	if (ret->only_new && option_flag(o, "exceptions"))
		return err_set(err, ERR_USAGE,
			       "--exceptions are of the whole chain, not of --new");
	return 0;
}

static const char *counted(struct arena *a, uint64_t count, const char *one, const char *many)
{
	return arena_printf(a, "%" PRIu64 " %s", count, count == 1 ? one : many);
}

static const char *summary(const struct audit_result *audited)
{
	const struct review *r = &audited->review;
	struct arena *a = audited->past.l->arena;
	const char *events, *absent = "", *blind = "";

	if (!r->view)
		return "no good event";
	events = arena_printf(a, "%s verified up to %" PRIu64,
			      counted(a, r->events, "event", "events"), r->view->sequence);
	if (r->verdict == REVIEW_UNTRUSTED)
		return arena_printf(a, "%s, and no further", events);
	if (r->evidence_expunged)
		absent = arena_printf(a, " (%" PRIu64 " expunged)", r->evidence_expunged);
	if (r->evidence_absent)
		absent = arena_printf(a, "%s (%" PRIu64 " not here)", absent,
				      r->evidence_absent);
	if (r->objects_absent)
		blind = arena_printf(
			a, "; %s objects that are missing here",
			counted(a, r->objects_absent, "event names", "events name"));
	return arena_printf(a, "%s, %s, %s%s, %s, %s since adoption%s", events,
			    counted(a, r->signers, "principal", "principals"),
			    counted(a, r->evidence, "piece of evidence", "pieces of evidence"),
			    absent, counted(a, r->citations, "citation", "citations"),
			    counted(a, audited->commits, "commit", "commits"), blind);
}

/* What got past the doors (--no-verify, a server without our hook) is found here. */
static int judge_commits(struct session *s, struct audit_result *audited, struct err *err)
{
	struct review *review = &audited->review;

	if (!review->view || review->verdict == REVIEW_UNTRUSTED)
		return 0;
	s->ledger.view = review->view;
	if (branches_judge(&s->ledger, &audited->past, &review->findings, &audited->commits,
			   err) < 0)
		return -1;
	if (findings_worst(&review->findings) == FINDING_ERROR)
		review->verdict = REVIEW_FAIL;
	return 0;
}

/*
 * Stock git gets the keys in force now; who only looks, without having joined, leaves nothing behind.
 * The verdict has been given: that this cannot be written does not change it.
 */
static void refresh_keys(struct session *s, const struct ledger_view *view)
{
	const char *path;
	struct err err;
	bool joined;

	s->ledger.view = view;
	if (memory_is_pinned(s->ledger.memory, view->id, &joined, &err) < 0 ||
	    (joined && adoption_export(&s->ledger, &path, &err) < 0))
		output_note("mcade: warning: allowed signers not rewritten: %s", err.text);
}

/* The chain is whole; what policy says of single events and commits does not change that. */
static void mend_memory(struct session *s, struct review *review)
{
	struct err err;

	if (review->verdict != REVIEW_PASS && review->verdict != REVIEW_FAIL)
		return;
	s->ledger.view = review->view;
	if (memory_mend(&s->ledger, review->view, say_mended, NULL, &err) < 0)
		output_note("mcade: warning: what was remembered is not repaired: %s",
			    err.text);
}

int cmd_audit(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	struct audit_result *audited = arena_alloc(&s->arena, sizeof(*audited));
	struct review *review = &audited->review;
	struct review_options how;

	if (read_options(o, &how, err) < 0)
		return -1;
	audited->past.l = &s->ledger;
	if (option_flag(o, "exceptions"))
		audited->past.exceptions = arena_alloc(&s->arena,
						       sizeof(*audited->past.exceptions));
	how.each = tip_past_take;
	how.context = &audited->past;
	if (review_ledger(&s->ledger, &how, review, err) < 0)
		return -1;
	if (review->view)
		tip_past_settle(&audited->past, review->view);
	if (review->view && audited->past.exceptions &&
	    register_settle(audited->past.exceptions, review->view, s->ledger.now, err) < 0)
		return -1;
	if (review->view && review->verdict != REVIEW_UNTRUSTED && !review->lost_race)
		say_behind(s, review->view);
	if (!how.only_new && judge_commits(s, audited, err) < 0)
		return -1;
	audited->verdict = verdicts[review->verdict];
	audited->summary = summary(audited);
	result_is_audit(ret, audited);
	if (review->verdict == REVIEW_PASS)
		refresh_keys(s, review->view);
	if (how.cold)
		mend_memory(s, review);
	return (int)review->verdict;
}
