/* The status marks of the runbook's document: only glyphs change, nobody's words. */
#include "records/render_internal.h"

#include "base/cleanup.h"
#include "runbook/titles.h"
#include "text/stages.h"
#include "ledger/in_force.h"
#include "model/state.h"

/* A box stays a box where a box can say it. */
static const char *written(const struct marks_steps *steps, const struct mark_line *line,
			   enum mark mark)
{
	if (line->form == FORM_BOX && mark == MARK_DONE)
		return "[x]";
	return line->form == FORM_BOX && mark == MARK_PLANNED
		       ? "[ ]"
		       : legend_written(steps ? steps->legend : NULL, mark);
}

int marks_rewrite(struct bytes text, const struct marks_steps *steps, mark_wanted_fn *wanted,
		  void *context, struct strbuf *out, size_t *ret_changed, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *start = text.data, *from = start;
	struct marks marks;
	size_t changed = 0;

	if (marks_read(text, "the document", steps, &scratch, &marks, err) < 0)
		return -1;
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark_line *line = &marks.items[i];
		const char *glyph = line->glyph.data;
		enum mark mark;

		if (!line->glyph.len || line->several || line->mark == MARK_UNKNOWN ||
		    glyph < from)
			continue;
		mark = wanted(line, context);
		if (mark == MARK_NONE || mark == line->mark)
			continue;
		strbuf_add(out, from, (size_t)(glyph - from));
		strbuf_addstr(out, written(steps, line, mark));
		from = glyph + line->glyph.len;
		changed++;
	}
	strbuf_add(out, from, text.len - (size_t)(from - start));
	*ret_changed = changed;
	return 0;
}

struct marking {
	const struct ledger *l;
	const struct runbook *runbook;
	struct err *err;
	int failed;
	struct rendered_events unseen;
};

static enum mark mark_of(const struct step *step, const struct step_state *state)
{
	bool asserted = state->claim_count && !state->verified;

	switch (state->phase) {
	case PHASE_COMPLETE:
		return MARK_DONE;
	case PHASE_BLOCKED:
		return MARK_BLOCKED;
	case PHASE_SKIPPED: /* no mark says it */
		return MARK_NONE;
	case PHASE_PLANNED:
		if (asserted || state->contradicted_count)
			return MARK_NONE; /* what was only claimed keeps the mark it came from */
		return step->dormant ? MARK_BLOCKED : MARK_PLANNED;
	default:
		return MARK_PLANNED;
	}
}

/* Of several environments the one that says most: complete, then untouched, blocked, planned. */
static enum mark stronger(enum mark a, enum mark b)
{
	static const enum mark order[] = {MARK_DONE, MARK_NONE, MARK_BLOCKED};

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return MARK_PLANNED;
}

/* What is not of our environments says nothing that we know. */
static bool is_nowhere(const struct mark_line *line)
{
	return line->where && !*line->where;
}

static enum mark wanted(const struct mark_line *line, void *context)
{
	struct marking *m = context;
	const struct runbook *rb = m->runbook;
	const struct step *step = m->failed || line->mark == MARK_HEADING || !line->step.len ||
						  line->unsure || is_nowhere(line)
					  ? NULL
					  : runbook_step(rb, line->step.data);
	enum mark mark = MARK_PLANNED;
	uint64_t since = 0;
	bool any = false;

	for (size_t i = 0; step && i < rb->environment_count; i++) {
		const struct environment *environment = &rb->environments[i];
		const struct step_state *state;

		if (!mark_speaks_of(rb, line->where, environment))
			continue;
		if (state_step(m->l->view->state, environment->id, step->id, &state, m->err) <
		    0) {
			m->failed = -1;
			return MARK_NONE;
		}
		mark = any ? stronger(mark, mark_of(step, state)) : mark_of(step, state);
		any = true;
		since = !since || (state->sequence && state->sequence < since) ? state->sequence
									       : since;
	}
	if (any && mark != MARK_NONE && mark != line->mark)
		unseen_add(m->l->arena, &m->unseen, since);
	return any ? mark : MARK_NONE;
}

static bool is_step(const void *runbook, const char *id)
{
	return runbook_place(runbook, id) != SIZE_MAX;
}

int render_runbook_marks(const struct ledger *l, struct rendered *done, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct marking m = {.l = l, .err = err};
	struct marks_steps steps = {.has = is_step, .titled = titles_steps};
	struct titles titles;
	struct stages stages;
	struct legend legend;
	struct bytes text;
	size_t changed;
	bool found;

	if (ledger_runbook(l, &m.runbook, err) < 0)
		return -1;
	if (!m.runbook->records.runbook || !render_has_place(l, done))
		return 0;
	if (render_read(l, done, m.runbook->records.runbook, &text, &found, err) < 0)
		return render_unwritten(l, done, m.runbook->records.runbook, err);
	if (!found) { /* the document is people's: there is nothing to make it from */
		rendered_absent(l, done, m.runbook->records.runbook, "it is not there");
		return 0;
	}
	legend = runbook_legend(m.runbook, l->arena);
	titles = titles_of(m.runbook, l->arena);
	steps.steps = m.runbook;
	steps.legend = &legend;
	steps.titles = &titles;
	stages = runbook_stages(m.runbook, l->arena);
	steps.stages = &stages;
	if (marks_rewrite(text, &steps, wanted, &m, &out, &changed, err) < 0)
		return render_unwritten(l, done, m.runbook->records.runbook, err);
	if (m.failed)
		return -1;
	if (!changed)
		return 0;
	return render_file(
		l, done, m.runbook->records.runbook, bytes_of(out.buf, out.len),
		(struct rendered_item){.detail = arena_printf(l->arena, "%zu mark%s", changed,
							      changed == 1 ? "" : "s"),
				       .unseen = m.unseen},
		err);
}
