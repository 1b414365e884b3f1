/* What was judged: the chain, a change, documents. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "report/findings.h"
#include "base/time.h"
#include "report/judged.h"

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
		else if (e->uncounted)
			strbuf_addstr(out, ", commits that cannot be counted here");
		if (!e->counts)
			strbuf_addstr(out, ", disputed");
		if (e->reason) {
			strbuf_addstr(out, ": ");
			printable_addstr(out, e->reason);
		}
		strbuf_addch(out, '\n');
	}
}

/* "waiver open: event 12 waive A in prod by ada until ...: order: why" */
static void add_register(struct strbuf *out, const struct exception_register *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct registered *x = &r->items[i];

		strbuf_addf(out, "%s%s: event %" PRIu64 " ", x->kind,
			    x->open	? " (open)"
			    : x->counts ? ""
					: " (disputed)",
			    x->sequence);
		printable_addstr(out, x->subject);
		strbuf_addf(out, " by %s on %s", x->principal ? x->principal : "-",
			    DATE_TEXT(x->time));
		if (x->until)
			strbuf_addf(out, " until %s", x->until);
		if (x->detail) {
			strbuf_addstr(out, ": ");
			printable_addstr(out, x->detail);
		}
		if (x->reason) {
			strbuf_addstr(out, ": ");
			printable_addstr(out, x->reason);
		}
		strbuf_addch(out, '\n');
	}
}

void text_audit(struct report *report, const struct audit_result *r)
{
	const struct review *review = &r->review;
	struct findings found = review->findings;

	report_findings(&report->words, &found);
	if (review->view)
		strbuf_addf(&report->data, "ledger %s\n", review->view->id);
	add_exempt(&report->data, &r->past);
	if (r->past.exceptions)
		add_register(&report->data, r->past.exceptions);
	strbuf_addf(&report->data, "%s: %s\n", r->verdict, r->summary);
	if (review->verdict != REVIEW_INCONCLUSIVE)
		return;
	if (review->rest_on_absent)
		text_note(report,
			  "cannot tell: %zu event%s on which a verdict or promotion in force "
			  "rests name%s objects that are missing here\n  hint: fetch the "
			  "governed branches with their whole history, then audit again",
			  review->rest_on_absent, review->rest_on_absent == 1 ? "" : "s",
			  review->rest_on_absent == 1 ? "s" : "");
	if (!review->view->confirmed)
		text_note(report,
			  "genesis unconfirmed: compare %s with the one that your team "
			  "published\n"
			  "  next: git mcade join --expect-genesis %s",
			  review->view->id, review->view->id);
}

void text_check(struct report *report, const struct check_result *r)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct findings all = FINDINGS_INIT(&scratch);

	for (size_t i = 0; i < r->about.count; i++)
		*ARENA_PUSH(&scratch, all.items, all.count) = r->about.items[i];
	for (size_t i = 0; i < r->count; i++)
		for (size_t f = 0; f < r->commits[i].findings.count; f++)
			*ARENA_PUSH(&scratch, all.items,
				    all.count) = r->commits[i].findings.items[f];
	report_findings(&report->data, &all);
	if (r->tip) {
		strbuf_addstr(&report->data, "for ");
		printable_addstr(&report->data, r->ref);
		strbuf_addf(&report->data, ": %.12s%s%.12s", r->base ? r->base : "",
			    r->base ? ".." : "", r->tip);
		if (r->forge)
			strbuf_addf(&report->data, " (%s)", r->forge);
		strbuf_addch(&report->data, '\n');
	}
	strbuf_addf(&report->data, "%s\n", check_summary(r, &scratch));
}
