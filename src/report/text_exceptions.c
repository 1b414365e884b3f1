#include "report/text_internal.h"

#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"

static const char *word_of(const struct exception *e)
{
	switch (e->word) {
	case EVENT_HALT:
		return "halted";
	case EVENT_INCIDENT_OPEN:
		return e->over ? "incident past its time" : "incident";
	default:
		return "waived";
	}
}

/* "waived: order for TWO in prod until 2026-01-28T12:00:00Z (event 12 by owner): by hand tonight" */
void text_exceptions(struct strbuf *out, struct state *record, const struct exception *list,
		     size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct exception *e = &list[i];
		const char *who;
		int64_t when;

		strbuf_addf(out, COLOUR_CARE "%s" COLOUR_END ":", word_of(e));
		if (e->rule)
			strbuf_addf(out, " %s%s%.19s for", e->rule, e->candidate ? " of " : "",
				    e->candidate ? e->candidate : "");
		if (e->word == EVENT_INCIDENT_OPEN)
			strbuf_addf(out, " %.12s in", e->id);
		strbuf_addch(out, ' ');
		printable_addstr(out, e->path ? e->path : e->step ? e->step : e->environment);
		if (e->step)
			strbuf_addf(out, " in %s", e->environment);
		if (e->until)
			strbuf_addf(out, " until %s", e->until);
		strbuf_addf(out, " (event %" PRIu64, e->sequence);
		if (state_signer(record, e->sequence, &who, &when))
			strbuf_addf(out, " by %s", who);
		strbuf_addstr(out, "): ");
		printable_addstr(out, e->reason ? e->reason : "-");
		strbuf_addch(out, '\n');
	}
}
