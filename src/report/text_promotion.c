/* What comes into an environment next, in one line; what it waits for, and who may help. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "model/finding.h"
#include "report/colour.h"

#define INDENT "                     "

/* Is it an error that stands for itself? Briefly, one stands for all that say the same of other steps. */
static bool is_said(const struct promoting *p, size_t at, bool brief)
{
	const struct finding *f = p->found.items;

	if (f[at].severity != FINDING_ERROR)
		return false;
	for (size_t i = 0; brief && i < at; i++)
		if (f[i].severity == FINDING_ERROR &&
		    text_alike(p->runbook, f[i].message, f[at].message))
			return false;
	return true;
}

/* " (20: S_01 to S_20)": of which steps it is said */
static void add_alike(struct strbuf *out, const struct promoting *p, size_t at)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct finding *f = p->found.items;
	const struct step **list = NULL, *step;
	size_t count = 0;

	for (size_t i = at; i < p->found.count; i++)
		if (f[i].severity == FINDING_ERROR &&
		    text_alike(p->runbook, f[at].message, f[i].message) &&
		    (step = text_first_named(p->runbook, f[i].message)))
			*ARENA_PUSH(&scratch, list, count) = step;
	if (count < 2)
		return;
	strbuf_addf(out, " (%zu: ", count);
	text_steps_named(out, list, count);
	strbuf_addch(out, ')');
}

static void add_reason(struct strbuf *out, const struct promoting *p, size_t at, bool brief)
{
	const struct finding *f = &p->found.items[at];
	const char *way = f->fix ? f->fix : f->allow;

	strbuf_addstr(out, INDENT);
	printable_addstr(out, f->message);
	if (brief)
		add_alike(out, p, at);
	strbuf_addch(out, '\n');
	if (!way)
		return;
	advice_add(out, way, INDENT "  next: ", INDENT "  hint: ");
	strbuf_addch(out, '\n');
}

/* "approved by 1 of 2 of role 'legal': rita" */
static void add_approvals(struct strbuf *out, const struct promoting *p)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *separator = ": ";

	strbuf_addf(out, INDENT "approved by %u of %u of role '%s'",
		    approvals_given(p->approvals, p->approval_count), p->approval->count,
		    p->approval->role);
	for (size_t i = 0; i < p->approval_count; i++) {
		if (!approvals_names(p->approvals, p->approval_count, i))
			continue;
		strbuf_addstr(out, separator);
		printable_addstr(out, approved_by(&p->approvals[i], &scratch));
		if (p->approvals[i].own)
			strbuf_addf(out, " (%s)", approved_unless(&p->approvals[i], &scratch));
		separator = ", ";
	}
	strbuf_addch(out, '\n');
}

void text_promotion(struct strbuf *out, const struct promoting *p, bool brief)
{
	const char *candidate = event_get(&p->event, FIELD_CANDIDATE);
	bool ready = findings_worst(&p->found) != FINDING_ERROR;

	strbuf_addf(out, "  promotion from %s: %.19s ", p->source->id,
		    candidate ? candidate : "no commit");
	if (p->done) {
		strbuf_addf(out, "promoted #%" PRIu64, p->sequence);
		if (promoting_is_undone(p))
			strbuf_addf(out, ", rolled back #%" PRIu64, p->undone);
		strbuf_addch(out, '\n');
		return;
	}
	strbuf_addstr(out,
		      ready ? COLOUR_GOOD "ready" COLOUR_END : COLOUR_CARE "waits" COLOUR_END);
	for (size_t i = 0; ready && i < p->asks.count; i++)
		strbuf_addf(out, "%s%s", i ? ", " : ", if these hold: ", p->asks.items[i]);
	strbuf_addch(out, '\n');
	for (size_t i = 0; !ready && i < p->found.count; i++)
		if (is_said(p, i, brief))
			add_reason(out, p, i, brief);
	if (p->approval)
		add_approvals(out, p);
}

void text_again(struct strbuf *out, const struct environment_status *e)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct readiness *r = e->readiness;
	const struct step **asks = NULL;
	const struct finding *bar;
	bool left = false; /* what was seen to work since does not run again */
	size_t count = 0;

	if (!promoting_is_undone(e->promotion))
		return;
	bar = promoting_bar(e->promotion);
	if (bar) {
		strbuf_addstr(out, INDENT "barred: what was taken back comes again only where "
					  "an owner lets it\n");
		advice_add(out, bar->allow, INDENT "  next: ", INDENT "  hint: ");
		strbuf_addch(out, '\n');
		return;
	}
	for (size_t i = 0; i < r->count; i++) {
		const struct step_view *view = &r->steps[i];

		left = left || (view->step->has_run &&
				(view->stale || view->state->phase != PHASE_COMPLETE));
		if (step_lacks_approval(view))
			*ARENA_PUSH(&scratch, asks, count) = view->step;
	}
	if (!left)
		return;
	strbuf_addf(out, INDENT "run puts it out again, %s",
		    count ? "with a new approval of " : "without another approval");
	text_steps_named(out, asks, count);
	strbuf_addch(out, '\n');
}
