/* A gate: what each check found, what it covers, and the verdict. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "report/colour.h"
#include "model/logentry.h"
#include "report/coverage.h"

static const char *colour_of(enum check_verdict verdict)
{
	return verdict <= CHECK_PASS	       ? COLOUR_GOOD
	       : verdict <= CHECK_INCONCLUSIVE ? COLOUR_CARE
					       : COLOUR_BAD;
}

static void add_row(struct strbuf *out, const char *id, enum check_verdict verdict,
		    const char *rest)
{
	strbuf_addstr(out, "  ");
	printable_addstr(out, id);
	strbuf_addf(out, "%*s ", (int)(strlen(id) < 20 ? 20 - strlen(id) : 0), "");
	colour_begin(out, colour_of(verdict));
	strbuf_addstr(out, check_verdict_word(verdict));
	colour_end(out, colour_of(verdict));
	if (rest) {
		strbuf_addf(out, "%*s ", (int)(14 - strlen(check_verdict_word(verdict))), "");
		printable_addstr(out, rest);
	}
	strbuf_addch(out, '\n');
}

void text_gates(struct strbuf *out, const struct environment_status *e)
{
	for (size_t i = 0; i < e->gate_count; i++) {
		const struct gate_view *v = &e->gates[i];

		strbuf_addf(out, "  gate %s: %s", v->gate->step.id,
			    v->said.verdict ? gate_word(v->said.verdict) : "not decided");
		if (v->said.no_longer)
			strbuf_addf(out, COLOUR_BAD " void: %s" COLOUR_END, v->said.no_longer);
		if (v->said.verdict)
			strbuf_addf(out, "  #%" PRIu64, v->said.sequence);
		strbuf_addch(out, '\n');
	}
}

void text_gate(struct report *report, const struct gate_result *gate)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct strbuf *out = &report->data;
	struct covered *covered;
	size_t count;

	coverage_read(gate, &scratch, &covered, &count);
	for (size_t i = 0; i < gate->checks.count; i++) {
		const struct checked *r = &gate->checks.items[i];

		add_row(out, r->id, r->verdict,
			arena_printf(&scratch, "%5.1f s%s%s", (double)r->milliseconds / 1000,
				     r->reason ? "  " : "", r->reason ? r->reason : ""));
	}
	if (count)
		strbuf_addstr(out, "covers\n");
	for (size_t i = 0; i < count; i++)
		add_row(out, covered[i].id, covered[i].worst, NULL);
	for (size_t i = 0; i < gate->exception_count; i++) {
		const struct exception *e = &gate->exceptions[i];

		strbuf_addf(out, COLOUR_CARE "excepted" COLOUR_END " #%" PRIu64 " %s%s%s%s%s: ",
			    e->sequence, event_info(e->word)->word, e->rule ? " " : "",
			    e->rule ? e->rule : "", e->until ? " until " : "",
			    e->until ? e->until : "");
		printable_addstr(out, e->reason ? e->reason : "");
		strbuf_addch(out, '\n');
	}
	text_drills(out, gate->drills, gate->drill_count, true);
	if (gate->need)
		strbuf_addf(out, "approved by %u of %u of role '%s'\n", gate->have, gate->need,
			    gate->step->approval.role);
	strbuf_addf(out, COLOUR_TITLE "%s in %s: %s" COLOUR_END " of candidate %.19s\n",
		    gate->act->step, gate->act->environment, gate->verdict, gate->candidate);
	text_act(report, gate->act);
}
