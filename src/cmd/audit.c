/* git mcade audit: the full verification of the whole chain. */
#include "base/cleanup.h"
#include "base/printable.h"
#include "cmd/behind.h"
#include "cmd/minimum.h"
#include "remote/join.h"
#include "audit/memory_mend.h"
#include "gate/gate_check.h"
#include "audit/review.h"
#include "report/findings.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_TEXT, 0, "expect-genesis", "ID", "the ledger's id; any other is exit status 3"},
	OPTIONS_MINIMUM,
	{OPTION_FLAG, 0, "new", NULL, "only what is new since the last verification"},
	{OPTION_FLAG, 0, "cold", NULL, "as if nothing were remembered, and read every object"},
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
	*ret = (struct review_options){.expected_genesis = option_text(o, "expect-genesis"),
				       .cold = option_flag(o, "cold"),
				       .only_new = option_flag(o, "new")};
	if (!ret->expected_genesis)
		ret->expected_genesis = getenv("MCADE_GENESIS");
	if (options_minimum(o, &ret->minimum, err) < 0)
		return -1;
	if (ret->cold && ret->only_new)
		return err_set(err, ERR_USAGE, "--cold and --new exclude each other");
	return 0;
}

struct audited {
	struct review review;
	struct tip_past past;
	size_t commits; /* of governed branches, judged */
};

static const char *counted(struct arena *a, uint64_t count, const char *one, const char *many)
{
	return arena_printf(a, "%" PRIu64 " %s", count, count == 1 ? one : many);
}

static const char *summary(const struct audited *audited)
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
	if (r->evidence_absent)
		absent = arena_printf(a, " (%" PRIu64 " not here)", r->evidence_absent);
	if (r->objects_absent)
		blind = arena_printf(
			a, "; %s of objects that are not here",
			counted(a, r->objects_absent, "event speaks", "events speak"));
	return arena_printf(a, "%s, %s, %s%s, %s, %s since adoption%s", events,
			    counted(a, r->signers, "principal", "principals"),
			    counted(a, r->evidence, "piece of evidence", "pieces of evidence"),
			    absent, counted(a, r->citations, "citation", "citations"),
			    counted(a, audited->commits, "commit", "commits"), blind);
}

static void add_exemptions(struct json_writer *w, const struct tip_past *past)
{
	jw_field_array(w, "exemptions");
	for (size_t i = 0; i < past->exemption_count; i++) {
		const struct exemption *e = &past->exemptions[i];

		jw_object(w);
		jw_field_int(w, "sequence", (int64_t)e->sequence);
		jw_field_string(w, "event", e->word);
		jw_field_string(w, "principal", e->principal);
		jw_field_string(w, "reason", e->reason);
		jw_field_bool(w, "counts", e->counts);
		if (e->has_commits)
			jw_field_int(w, "commits", (int64_t)e->commits);
		jw_end(w);
	}
	jw_end(w);
}

static int show_json(const struct audited *audited, struct err *err)
{
	const struct review *r = &audited->review;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	output_json_begin(&w, &out, "audit");
	jw_field_string(&w, "verdict", verdicts[r->verdict]);
	jw_field_string(&w, "summary", summary(audited));
	jw_field_bool(&w, "confirmed", r->view && r->view->confirmed);
	if (r->view) {
		jw_field_string(&w, "ledger", r->view->id);
		jw_field_int(&w, "sequence", (int64_t)r->view->sequence);
	}
	jw_field_int(&w, "events", (int64_t)r->events);
	jw_field_int(&w, "evidence_absent", (int64_t)r->evidence_absent);
	jw_field_int(&w, "objects_absent", (int64_t)r->objects_absent);
	add_exemptions(&w, &audited->past);
	report_findings_json(&w, &r->findings);
	return output_json_end(&w, &out, err);
}

/* What was let through, for as long as the ledger lives. */
static void add_exempt(struct strbuf *out, const struct tip_past *past)
{
	for (size_t i = 0; i < past->exemption_count; i++) {
		const struct exemption *e = &past->exemptions[i];

		strbuf_addf(out, "exempt: event %" PRIu64 " %s by %s", e->sequence, e->word,
			    e->principal ? e->principal : "somebody");
		if (e->has_commits)
			strbuf_addf(out, ", %zu commit%s", e->commits,
				    e->commits == 1 ? "" : "s");
		if (!e->counts)
			strbuf_addstr(out, ", disputed");
		if (e->reason) {
			strbuf_addstr(out, ": ");
			printable_addstr(out, e->reason);
		}
		strbuf_addch(out, '\n');
	}
}

static int show_text(struct audited *audited, struct err *err)
{
	struct review *r = &audited->review;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	report_say(&r->findings);
	if (r->view)
		strbuf_addf(&out, "ledger %s\n", r->view->id);
	add_exempt(&out, &audited->past);
	strbuf_addf(&out, "%s: %s\n", verdicts[r->verdict], summary(audited));
	if (r->verdict == REVIEW_INCONCLUSIVE && r->rest_on_absent)
		output_note(
			"cannot tell: %zu event%s on which a verdict or promotion in force "
			"rests speak%s of objects that are not here\n"
			"  hint: fetch the governed branches with their whole history, then "
			"audit again",
			r->rest_on_absent, r->rest_on_absent == 1 ? "" : "s",
			r->rest_on_absent == 1 ? "s" : "");
	if (r->verdict == REVIEW_INCONCLUSIVE && !r->view->confirmed)
		output_note("genesis unconfirmed: compare %s with the one that your team "
			    "published\n"
			    "  next: git mcade join --expect-genesis %s",
			    r->view->id, r->view->id);
	return output_data(&out, err);
}

/* What got past the doors (--no-verify, a server without our hook) is found here. */
static int judge_commits(struct session *s, struct audited *audited, struct err *err)
{
	struct review *review = &audited->review;

	if (!review->view || review->verdict == REVIEW_UNTRUSTED)
		return 0;
	s->ledger.view = review->view;
	if (check_governed(&s->ledger, &audited->past, &review->findings, &audited->commits,
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
		output_note("mcade: warning: allowed signers not written anew: %s", err.text);
}

static void say_mended(const char *what, void *context UNUSED)
{
	output_note("mended what was remembered of '%s': it was damaged", what);
}

/* The chain is whole; what policy says of single events and commits does not change that. */
static void mend_memory(struct session *s, struct review *review)
{
	struct err err;

	if (review->verdict != REVIEW_PASS && review->verdict != REVIEW_FAIL)
		return;
	s->ledger.view = review->view;
	if (memory_mend(&s->ledger, review->view, say_mended, NULL, &err) < 0)
		output_note("mcade: warning: what was remembered is not mended: %s", err.text);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	struct audited audited = {.past = {.l = &s->ledger}};
	struct review *review = &audited.review;
	struct review_options how;

	if (read_options(o, &how, err) < 0)
		return -1;
	how.each = tip_past_take;
	how.context = &audited.past;
	if (review_ledger(&s->ledger, &how, review, err) < 0)
		return -1;
	if (review->view)
		tip_past_settle(&audited.past, review->view);
	if (review->view && review->verdict != REVIEW_UNTRUSTED && !review->lost_race)
		say_behind(s, review->view);
	if ((!how.only_new && judge_commits(s, &audited, err) < 0) ||
	    (option_flag(o, "json") ? show_json(&audited, err) : show_text(&audited, err)) < 0)
		return -1;
	if (review->verdict == REVIEW_PASS)
		refresh_keys(s, review->view);
	if (how.cold)
		mend_memory(s, review);
	return (int)review->verdict;
}

const struct subcommand cmd_audit = {
	.name = "audit",
	.group = GROUP_REVIEW,
	.everyday = true,
	.usage = "[--expect-genesis ID] [--min-sequence N] [--max-age DURATION] [--new | "
		 "--cold]",
	.summary = "verify the whole chain, and compare it with what was seen before",
	.options = options,
	.needs = NEEDS_REPO,
	.said = run,
};
