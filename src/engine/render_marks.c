/* The status marks of the runbook's document: only glyphs change, nobody's words. */
#include "engine/render_internal.h"

#include "base/cleanup.h"
#include "model/runbook.h"

size_t marks_rewrite(struct bytes text, mark_wanted_fn *wanted, void *context,
		     struct strbuf *out)
{
	struct marks_walk walk = MARKS_WALK(text);
	const char *start = text.data, *from = start;
	struct mark_line line;
	size_t changed = 0;

	while (marks_next(&walk, &line)) {
		enum mark mark = wanted(&line, context);
		const char *glyph = line.glyph.data;

		if (mark == MARK_NONE || mark == line.mark)
			continue;
		strbuf_add(out, from, (size_t)(glyph - from));
		strbuf_addstr(out, mark_glyph(mark));
		from = glyph + line.glyph.len;
		changed++;
	}
	strbuf_add(out, from, text.len - (size_t)(from - start));
	return changed;
}

struct marking {
	struct session *s;
	const struct runbook *runbook;
	struct err *err;
	int failed;
};

/* The step that a line speaks of: by its first word, else by the id that begins it. */
static const struct step *step_of(const struct marking *m, const struct mark_line *line)
{
	struct arena *a = &m->s->arena;
	const struct step *step;

	if (line->mark == MARK_HEADING || !line->word.len)
		return NULL;
	step = runbook_step(m->runbook, arena_strndup(a, line->word.data, line->word.len));
	if (step || !line->step.len)
		return step;
	return runbook_step(m->runbook, arena_strndup(a, line->step.data, line->step.len));
}

/* Marks speak of the live environments, or of all where none is live: as rule `completion` reads them. */
static bool speaks_of(const struct runbook *rb, const struct environment *environment)
{
	for (size_t i = 0; i < rb->environment_count; i++)
		if (rb->environments[i].live)
			return environment->live;
	return true;
}

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
		if (asserted || state->disputed_count)
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

static enum mark wanted(const struct mark_line *line, void *context)
{
	struct marking *m = context;
	const struct runbook *rb = m->runbook;
	const struct step *step = m->failed ? NULL : step_of(m, line);
	enum mark mark = MARK_PLANNED;
	bool any = false;

	for (size_t i = 0; step && i < rb->environment_count; i++) {
		const struct environment *environment = &rb->environments[i];
		const struct step_state *state;

		if (!speaks_of(rb, environment))
			continue;
		if (state_step(m->s->ledger->state, environment->id, step->id, &state, m->err) <
		    0) {
			m->failed = -1;
			return MARK_NONE;
		}
		mark = any ? stronger(mark, mark_of(step, state)) : mark_of(step, state);
		any = true;
	}
	return any ? mark : MARK_NONE;
}

int render_runbook_marks(struct session *s, struct rendered *done, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct marking m = {.s = s, .err = err};
	struct bytes text;
	size_t changed;
	bool found;

	if (session_runbook(s, s->ledger, &m.runbook, err) < 0)
		return -1;
	if (!m.runbook->records.runbook || !repo_work_tree(s->repo))
		return 0;
	if (render_read(s, m.runbook->records.runbook, &text, &found, err) < 0)
		return -1;
	if (!found) { /* the document is people's: there is nothing to make it from */
		rendered_left(s, done, m.runbook->records.runbook, NULL, "it is not there");
		return 0;
	}
	changed = marks_rewrite(text, wanted, &m, &out);
	if (m.failed)
		return -1;
	if (!changed)
		return 0;
	return render_file(
		s, done, m.runbook->records.runbook, bytes_of(out.buf, out.len),
		arena_printf(&s->arena, "%zu mark%s", changed, changed == 1 ? "" : "s"), err);
}
