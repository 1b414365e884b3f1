#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"

bool text_standing_is_bad(const struct step_view *v)
{
	return v->stale || v->contradicted || v->state->phase == PHASE_FAILED ||
	       v->state->phase == PHASE_BLOCKED;
}

const char *text_standing_colour(const struct step_view *v)
{
	if (text_standing_is_bad(v))
		return COLOUR_BAD;
	if (v->state->phase == PHASE_COMPLETE || v->state->phase == PHASE_VERIFIED)
		return COLOUR_GOOD;
	return v->state->phase == PHASE_RUNNING ? COLOUR_NAME : NULL;
}

/* What does not fit into the width is cut; 0: everything does. */
static void add_title(struct strbuf *out, const char *title, size_t begin, unsigned width)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	size_t used = text_columns(out->buf + begin), room;

	if (!title)
		return;
	printable_addstr(&text, title);
	room = width > used + 2 ? width - used - 2 : 0;
	if (width && text_columns(text.buf) > room) {
		if (room < 8)
			return;
		strbuf_setlen(&text, text_cut(text.buf, room - 3));
		strbuf_addstr(&text, "...");
	}
	strbuf_addf(out, "  %s", text.buf);
}

void text_marks(struct strbuf *out, const struct step_view *v)
{
	const struct step_state *s = v->state;

	colour_begin(out, text_standing_colour(v));
	strbuf_addf(out, "%-9s", step_standing(v));
	colour_end(out, text_standing_colour(v));
	if (v->locked)
		strbuf_addstr(out, COLOUR_CARE " LOCKED" COLOUR_END);
	if (v->frozen)
		strbuf_addf(out, COLOUR_CARE " FROZEN(%s)" COLOUR_END, v->frozen);
	if (v->asserted)
		for (size_t i = 0; i < s->claim_count; i++)
			strbuf_addf(out, " %s?", s->claims[i]);
	if (s->without_count)
		strbuf_addf(out, " %zu/%d", CRITERIA - s->without_count, CRITERIA);
	if (v->ready)
		strbuf_addstr(out, COLOUR_GOOD " ready" COLOUR_END);
	if (v->step->optional)
		strbuf_addstr(out, " optional");
}

bool text_reasons_count(const struct step_view *v)
{
	return v->reason_count && (v->state->sequence || v->stale);
}

static void add_step_line(struct strbuf *out, const struct step_view *v, unsigned width)
{
	const struct step_state *s = v->state;
	size_t begin = out->len;

	strbuf_addf(out, "  %-16s ", v->step->id);
	text_marks(out, v);
	if (s->pin_count)
		strbuf_addf(out, " %zu pin%s", s->pin_count, s->pin_count == 1 ? "" : "s");
	if (s->checkpoint_directory) {
		strbuf_addstr(out, " checkpoint ");
		printable_addstr(out, s->checkpoint_directory);
	}
	if (s->sequence)
		strbuf_addf(out, " #%" PRIu64, s->sequence);
	add_title(out, v->step->title, begin, width);
	strbuf_addch(out, '\n');
	for (size_t i = 0; i < v->reason_count && text_reasons_count(v); i++) {
		strbuf_addstr(out, "                     ");
		printable_addstr(out, v->reasons[i]);
		strbuf_addch(out, '\n');
	}
}

#define SCREEN 23 /* lines: one of 24 is for what is typed next */

/* How many lines of what; an environment on one screen, or each of several in a few lines. */
struct screen {
	bool brief, few;
	size_t promotion, found, steps;
};

static const struct screen one[] = {{false, false, SIZE_MAX, SIZE_MAX, SIZE_MAX},
				    {true, false, 10, 6, 12},
				    {true, false, 8, 4, 6},
				    {true, false, 6, 3, 5},
				    {true, false, 4, 2, 3}};
static const struct screen several[] = {{false, false, SIZE_MAX, SIZE_MAX, SIZE_MAX},
					{true, true, 2, 0, 0}};

static const char *section_title(const struct readiness *r, const char *id)
{
	for (size_t i = 0; i < r->runbook->section_count; i++)
		if (!strcmp(r->runbook->sections[i].id, id))
			return r->runbook->sections[i].title ? r->runbook->sections[i].title
							     : id;
	return id;
}

static void add_count(struct strbuf *out, size_t count, const char *what, const char **between)
{
	if (!count)
		return;
	strbuf_addf(out, "%s %zu %s", *between, count, what);
	*between = ",";
}

/* "5 steps: 2 complete, 3 stale": each stands in one place, so that they are as many as there are. */
static void add_counts(struct strbuf *out, const struct readiness *r)
{
	size_t phases[PHASE_COUNT] = {0}, claimed = 0, stale = 0, contradicted = 0;
	const char *between = ":";

	for (size_t i = 0; i < r->count; i++) {
		const struct step_view *v = &r->steps[i];

		if (v->contradicted)
			contradicted++;
		else if (v->stale)
			stale++;
		else if (step_is_claimed(v))
			claimed++;
		else
			phases[v->state->phase]++;
	}
	strbuf_addf(out, "%zu step%s", r->count, r->count == 1 ? "" : "s");
	for (int p = PHASE_COUNT - 1; p >= 0; p--)
		add_count(out, phases[p], phase_word((enum phase)p), &between);
	add_count(out, claimed, "only claimed", &between);
	add_count(out, contradicted, "contradicted", &between);
	add_count(out, stale, "stale", &between);
	strbuf_addch(out, '\n');
}

/* "CACHE is stale (playbooks/cache.sh changed since it ran)"; said: that stands above. */
static void add_standing(struct strbuf *out, const struct step_view *v, bool said)
{
	strbuf_addf(out, "%s is %s", v->step->id, step_standing(v));
	for (size_t i = 0; !said && i < v->reason_count && i < 3; i++) {
		strbuf_addstr(out, i ? ", " : " (");
		printable_addstr(out, v->reasons[i]);
	}
	if (!said && v->reason_count)
		strbuf_addch(out, ')');
}

static void add_way(struct strbuf *out, const struct step_view *v, const char *command,
		    const char *words)
{
	/* Whoever is told that claims contradict each other looks first. */
	if (v->contradicted) {
		strbuf_addf(out, "%sgit mcade show %s --env %s", command, v->step->id,
			    v->state->environment);
	} else if (v->next) {
		advice_add(out, v->next, command, words);
	}
}

static void add_pins(struct strbuf *out, const struct environment_status *e)
{
	for (size_t i = 0; i < e->pin_count; i++) {
		const struct pin_view *pin = &e->pins[i];

		strbuf_addf(out, "  pin %s = ", pin->path);
		printable_addstr(out, pin->value);
		if (pin->who) {
			strbuf_addf(out, "  #%" PRIu64 " ", pin->sequence);
			printable_addstr(out, pin->who);
			strbuf_addf(out, " %s", DATE_TEXT(pin->when));
		}
		strbuf_addch(out, '\n');
	}
}

static void add_each(struct report *report, const struct readiness *r)
{
	struct strbuf *out = &report->data;
	const char *section = NULL;

	for (size_t i = 0; i < r->count; i++) {
		const char *here = r->steps[i].step->section;

		if (here && (!section || strcmp(section, here) != 0)) {
			strbuf_addch(out, '\n');
			printable_addstr(out, section_title(r, here));
			strbuf_addch(out, '\n');
			section = here;
		}
		add_step_line(out, &r->steps[i], report->width);
	}
	strbuf_addch(out, '\n');
}

static void add_environment(struct report *report, const struct environment_status *e,
			    const struct ledger_view *ledger, const struct screen *is)
{
	struct strbuf *out = &report->data;
	const struct readiness *r = e->readiness;
	const struct step_view *next = r->past ? NULL : readiness_next(r);
	bool said = !is->few && next && text_reasons_count(next);
	size_t begin;

	strbuf_addf(out, COLOUR_TITLE "%s" COLOUR_END ", event %" PRIu64 "\n",
		    r->environment->id, ledger->sequence);
	if (r->environment->title && !is->brief) {
		strbuf_addstr(out, "  ");
		printable_addstr(out, r->environment->title);
		strbuf_addch(out, '\n');
	}
	begin = out->len;
	if (e->promotion)
		text_promotion(out, e->promotion, is->brief);
	text_again(out, e);
	text_clip(out, begin, is->promotion, !is->few);
	text_fails(out, e);
	begin = out->len;
	text_gates(out, e);
	text_rollbacks(out, e);
	if (e->unlooked.count) {
		strbuf_addf(out, "  rolled back #%" PRIu64 ": ", e->unlooked.sequence);
		text_unlooked(out, &e->unlooked);
		strbuf_addch(out, '\n');
	}
	text_drills(out, e->drills, e->drill_count, false);
	add_pins(out, e);
	text_clip(out, begin, is->found, !is->few);
	begin = out->len;
	if (is->brief)
		text_brief_steps(out, r);
	else
		add_each(report, r);
	said = said && text_lines(out, begin) <= is->steps;
	text_clip(out, begin, is->steps, !is->few);
	add_counts(out, r);
	if (!next && e->unlooked.count) {
		advice_add(out, e->unlooked.way, "next: ", "hint: ");
		strbuf_addch(out, '\n');
	}
	if (!next)
		return;
	add_standing(out, next, said);
	if (!is->few)
		strbuf_addch(out, '\n');
	add_way(out, next,
		is->steps ? "next: " : "; next: ", is->steps ? "hint: " : "; hint: ");
	strbuf_addch(out, '\n');
}

/* "frozen: proxy (conf/proxy; event 12 by owner): until it is moved" */
static void add_freezes(struct strbuf *out, const struct status_result *r)
{
	for (size_t i = 0; i < r->freeze_count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		const struct frozen *f = &r->freezes[i];
		const char *window = window_text(&f->freeze->window, &scratch);
		const char *who;
		int64_t when;

		strbuf_addf(out, "frozen: %s (", f->freeze->id);
		for (size_t k = 0; k < f->freeze->paths.count; k++) {
			strbuf_addstr(out, k ? ", " : "");
			printable_addstr(out, f->freeze->paths.items[k]);
		}
		for (size_t k = 0; k < f->freeze->steps.count; k++)
			strbuf_addf(out, "%s%s", k || f->freeze->paths.count ? ", " : "",
				    f->freeze->steps.items[k]);
		if (f->sequence && state_signer(r->ledger->state, f->sequence, &who, &when))
			strbuf_addf(out, "; event %" PRIu64 " by %s on %s", f->sequence, who,
				    DATE_TEXT(when));
		strbuf_addf(out, "%s%s)", window ? "; " : "", window ? window : "");
		if (f->freeze->reason) {
			strbuf_addstr(out, ": ");
			printable_addstr(out, f->freeze->reason);
		}
		strbuf_addch(out, '\n');
	}
}

static void add_status(struct report *report, const struct status_result *r,
		       const struct screen *is)
{
	struct strbuf *out = &report->data;

	for (size_t i = 0; i < r->environment_count; i++) {
		if (i)
			strbuf_addch(out, '\n');
		add_environment(report, &r->environments[i], r->ledger, is);
	}
	if (is->few)
		strbuf_addstr(out, "more of one: --env ENV; each step: --all\n");
	else if (is->brief)
		strbuf_addstr(out, "each step: --all\n");
	if (r->environment_count > 1 && r->freeze_count + r->exception_count)
		strbuf_addch(out, '\n');
	text_exceptions(out, r->ledger->state, r->exceptions, r->exception_count);
	add_freezes(out, r);
	text_unrecorded(out, r);
}

void text_status(struct report *report, const struct status_result *r)
{
	const struct screen *is = r->environment_count == 1 ? one : several;
	size_t begin = report->data.len;
	size_t left = r->all			  ? 1
		      : r->environment_count == 1 ? ARRAY_SIZE(one)
						  : ARRAY_SIZE(several);

	for (;; is++) {
		add_status(report, r, is);
		if (!--left || text_lines(&report->data, begin) <= SCREEN)
			return;
		strbuf_setlen(&report->data, begin);
	}
}

void text_next(struct report *report, const struct next_result *r)
{
	struct strbuf *out = &report->data;

	if (r->late)
		strbuf_addf(out, "incident %.12s in %s is past its time: %s\n", r->late,
			    r->environment, r->close);
	if (!r->steps) {
		strbuf_addf(out, "no step of the runbook is one of %s\n", r->environment);
		return;
	}
	if (!r->step && r->promote) {
		strbuf_addf(out, "every step is done in %s, and HEAD is not promoted there",
			    r->environment);
		advice_add(out, r->promote, ": ", "; hint: ");
		strbuf_addch(out, '\n');
		return;
	}
	if (!r->step && r->unlooked.count) {
		strbuf_addf(out, "rolled back in %s by event %" PRIu64 ", and ", r->environment,
			    r->unlooked.sequence);
		text_unlooked(out, &r->unlooked);
		advice_add(out, r->unlooked.way, ": ", "; hint: ");
		strbuf_addch(out, '\n');
		return;
	}
	if (!r->step && r->late)
		return;
	if (!r->step) {
		strbuf_addf(out, "nothing to do in %s: every step is done\n", r->environment);
		return;
	}
	add_standing(out, r->step, false);
	add_way(out, r->step, ": ", "; hint: ");
	strbuf_addch(out, '\n');
}
