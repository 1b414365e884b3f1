/* The receipt of an act; why it was refused is said on stderr. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "report/adoption.h"

void text_act(struct report *report, const struct act_result *r)
{
	struct strbuf *out = &report->data;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	if (r->plan)
		printable_add(out, bytes_text(r->plan), PRINTABLE_TEXT);
	if (r->adoption && !r->receipt)
		adoption_text(r->adoption, out);
	if (r->note)
		text_note(report, "mcade: %s", r->note);
	if (r->receipt)
		strbuf_addf(out, "recorded %" PRIu64 " %s (%.12s, signed by %s)\n",
			    r->receipt->sequence, event_subject(&r->receipt->event, &scratch),
			    OID_HEX(&r->receipt->commit), r->receipt->origin.principal);
	if (r->not_published)
		text_note(report, "mcade: warning: not published: %s", r->not_published->text);
	if (r->unpublished)
		text_note(report,
			  "mcade: %" PRIu64 " event%s not published\n  next: git mcade sync",
			  r->unpublished, r->unpublished == 1 ? " is" : "s are");
}
