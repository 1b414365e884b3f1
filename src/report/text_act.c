/* The receipt of an act; why it was refused is said on stderr. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "report/adoption.h"
#include "runbook/runbook.h"

/* Never silently: what did not apply. */
static void add_without(struct report *report, const struct event_values *without)
{
	CLEANUP(strbuf_free) struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; i < without->count; i++)
		strbuf_addf(&names, "%s%s", i ? " and " : "", without->items[i]);
	text_note(report, "mcade: complete by %zu/%d criteria: %s %s not apply",
		  CRITERIA - without->count, CRITERIA, names.buf,
		  without->count == 1 ? "does" : "do");
}

void text_act(struct report *report, const struct act_result *r)
{
	struct strbuf *out = &report->data;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	if (r->plan)
		printable_add(out, bytes_text(r->plan), PRINTABLE_TEXT);
	if (r->adoption && !r->receipt && findings_worst(r->refused) != FINDING_ERROR)
		adoption_text(r->adoption, out);
	if (r->note)
		text_note(report, "mcade: %s", r->note);
	if (r->receipt)
		strbuf_addf(out, "recorded %" PRIu64 " %s (%.12s, signed by %s)\n",
			    r->receipt->sequence, event_subject(&r->receipt->event, &scratch),
			    OID_HEX(&r->receipt->commit), r->receipt->origin.principal);
	if (r->receipt && r->receipt->event.fields[FIELD_WITHOUT].count)
		add_without(report, &r->receipt->event.fields[FIELD_WITHOUT]);
	if (r->not_published)
		text_note(report, "mcade: warning: not published: %s", r->not_published->text);
	if (r->unpublished)
		text_note(report,
			  "mcade: %" PRIu64 " event%s not published\n  next: git mcade sync",
			  r->unpublished, r->unpublished == 1 ? " is" : "s are");
}
