/* What an environment said of itself, rollbacks that were made, and drills: a line each. */
#include "report/text_internal.h"

#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"

static const char *outcome(const struct step_state *s)
{
	return !s->result				? "running"
	       : strcmp(s->result, "ok") != 0		? s->result
	       : s->verify && strcmp(s->verify, "pass") ? "not verified"
							: "ok";
}

/* "verify: fail, up fail  #9" */
void text_fails(struct strbuf *out, const struct environment_status *e)
{
	const char *const *results;
	size_t count;

	if (!e->fails)
		return;
	results = entry_list(e->fails, "results", &count);
	strbuf_addf(out, "  verify: " COLOUR_BAD "%s" COLOUR_END,
		    entry_get(e->fails, "verdict"));
	for (size_t i = 0; i < count; i++)
		if (!strstr(results[i], " pass"))
			strbuf_addf(out, ", %s", results[i]);
	strbuf_addf(out, "  #%" PRIu64 "\n", e->fails->sequence);
}

/* "rollback app: ok, back to event 12  #22" */
/* It is over: what it undid was done again, and it keeps nothing from coming back. The log has it. */
static bool is_over(const struct environment_status *e, const struct rollback_view *v)
{
	uint64_t at = v->by_hand ? v->by_hand : v->state->started;

	return e->promotion && !v->left && v->state->phase != PHASE_RUNNING &&
	       at <= e->promotion->redone;
}

void text_rollbacks(struct strbuf *out, const struct environment_status *e)
{
	for (size_t i = 0; i < e->rollback_count; i++) {
		const struct rollback_view *v = &e->rollbacks[i];

		if (is_over(e, v))
			continue;
		if (v->by_hand) {
			strbuf_addf(out, "  rollback %s: %s, by hand  #%" PRIu64 "\n",
				    v->rollback->step.id, v->well ? "ok" : "failed",
				    v->by_hand);
			continue;
		}
		strbuf_addf(out, "  rollback %s: %s", v->rollback->step.id, outcome(v->state));
		if (v->to)
			strbuf_addf(out, ", back to event %" PRIu64, v->to);
		if (v->left)
			strbuf_addf(out, ", left %.19s", v->left);
		strbuf_addf(out, "  #%" PRIu64 "\n", v->state->started);
	}
}

void text_unlooked(struct strbuf *out, const struct unlooked *u)
{
	strbuf_addstr(out, "no check of ");
	text_steps_named(out, u->steps, u->count);
	strbuf_addstr(out, " has looked since");
}

/* "drill practice: passed 2026-01-28  #12"; "drill practice: OVERDUE, never passed" */
void text_drills(struct strbuf *out, const struct drill_due *list, size_t count,
		 bool only_overdue)
{
	for (size_t i = 0; i < count; i++) {
		const struct drill_due *due = &list[i];

		if (only_overdue && !due->overdue)
			continue;
		strbuf_addf(out, "  drill %s: ", due->drill->step.id);
		if (due->overdue)
			strbuf_addstr(out, COLOUR_BAD "OVERDUE" COLOUR_END ", ");
		if (due->passed)
			strbuf_addf(out, "passed %s  #%" PRIu64, DATE_TEXT(due->last),
				    due->passed);
		else
			strbuf_addstr(out, "never passed");
		if (due->state->run && due->state->started > due->passed)
			strbuf_addf(out, ", then %s  #%" PRIu64, outcome(due->state),
				    due->state->started);
		strbuf_addch(out, '\n');
	}
}
