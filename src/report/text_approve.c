/* Who has agreed to what. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"

static void add_said(struct strbuf *out, const struct approved *said)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	strbuf_addf(out, COLOUR_NAME "%5" PRIu64 COLOUR_END "  %s  ", said->sequence,
		    TIME_TEXT(said->when));
	printable_addstr(out, approved_by(said, &scratch));
	strbuf_addf(out, ": %s until %s", said->yes ? "yes" : "no", TIME_TEXT(said->until));
	if (said->yes && said->why)
		strbuf_addf(out, "  " COLOUR_BAD "does not count: %s" COLOUR_END, said->why);
	strbuf_addch(out, '\n');
}

static void add_step(struct strbuf *out, const struct readiness *r, const struct step_view *v)
{
	unsigned need = v->approval->count ? v->approval->count : 1;

	strbuf_addf(out,
		    COLOUR_TITLE "%s" COLOUR_END " in %s: approved by %u of %u of role '%s'\n",
		    v->step->id, r->environment->id,
		    approvals_given(v->approvals, v->approval_count), need, v->approval->role);
	for (size_t i = 0; i < v->approval_count; i++)
		add_said(out, &v->approvals[i]);
}

void text_approve(struct report *report, const struct approve_result *result)
{
	const struct readiness *r = result->readiness;
	bool any = false;

	for (size_t i = 0; i < r->count; i++) {
		const struct step_view *v = &r->steps[i];

		if (!v->approval || (result->step && strcmp(v->step->id, result->step) != 0))
			continue;
		add_step(&report->data, r, v);
		any = true;
	}
	if (!any)
		text_note(report, "mcade: no approval is demanded%s%s in '%s'",
			  result->step ? " of " : "", result->step ? result->step : "",
			  r->environment->id);
}
