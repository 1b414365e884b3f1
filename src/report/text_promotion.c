/* What comes into an environment next, in one line, and what it waits for. */
#include "report/text_internal.h"

#include "base/printable.h"
#include "model/finding.h"
#include "report/colour.h"

void text_promotion(struct strbuf *out, const struct promoting *p)
{
	const char *candidate = event_get(&p->event, FIELD_CANDIDATE);
	bool ready = findings_worst(&p->found) != FINDING_ERROR;

	strbuf_addf(out, "  promotion from %s: %.19s ", p->source->id,
		    candidate ? candidate : "no commit");
	if (p->done) {
		strbuf_addf(out, "promoted #%" PRIu64 "\n", p->sequence);
		return;
	}
	strbuf_addstr(out, ready ? COLOUR_GOOD "ready" COLOUR_END "\n"
				 : COLOUR_CARE "waits" COLOUR_END "\n");
	for (size_t i = 0; !ready && i < p->found.count; i++) {
		if (p->found.items[i].severity != FINDING_ERROR)
			continue;
		strbuf_addstr(out, "                     ");
		printable_addstr(out, p->found.items[i].message);
		strbuf_addch(out, '\n');
	}
}
