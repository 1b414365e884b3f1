/* README.md, ROLLBACK.md, HANDOFF.md, CHECKPOINT.yaml: every line from the record. */
#include "records/checkpoint_internal.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "base/time.h"
#include "fold/fold.h"
#include "text/markup.h"
#include "model/canon.h"
#include "runbook/digests.h"
#include "runbook/runbook.h"

bool gathered_has(const struct verified_event *event)
{
	return event->event.word != EVENT_COUNT;
}

void checkpoint_add_text(struct strbuf *out, const char *name, const char *value)
{
	if (!value)
		return;
	strbuf_addf(out, "- %s: ", name);
	markup_text(out, value);
	strbuf_addch(out, '\n');
}

static void add_code(struct strbuf *out, const char *name, const char *value)
{
	if (!value)
		return;
	strbuf_addf(out, "- %s: ", name);
	markup_code(out, value);
	strbuf_addch(out, '\n');
}

/* "- run: 2026-01-25T10:00:00Z by Otto Operator, event <id>" */
static void add_event(struct strbuf *out, const char *name, const struct verified_event *e)
{
	if (!gathered_has(e))
		return;
	strbuf_addf(out, "- %s: %s by ", name, TIME_TEXT(e->time));
	markup_text(out, e->origin.name);
	strbuf_addf(out, ", event %s\n", event_get(&e->event, FIELD_ID));
}

static void add_title(struct strbuf *out, const struct step *step)
{
	if (!step->title)
		return;
	strbuf_addch(out, '\n');
	markup_text(out, step->title);
	strbuf_addch(out, '\n');
}

/* A step that is a checkpoint is done by this. */
static const char *checkpoint_phase(const struct gathered *g)
{
	return phase_word(g->view->step->kind == STEP_CHECKPOINT ? PHASE_VERIFIED
								 : g->view->state->phase);
}

void checkpoint_readme(const struct gathered *g, struct strbuf *out)
{
	const struct step_state *state = g->view->state;
	const char *repository = event_get(&g->start.event, FIELD_REPOSITORY);

	strbuf_addf(out, "# %s in %s: %s\n", g->request->step, g->request->environment,
		    checkpoint_phase(g));
	add_title(out, g->view->step);
	if (g->request->reason) {
		strbuf_addch(out, '\n');
		markup_quote(out, g->request->reason);
	}
	strbuf_addstr(out, "\n## Result\n\n");
	checkpoint_add_text(out, "phase", checkpoint_phase(g));
	checkpoint_add_text(out, state->by_hand ? "attested" : "run", state->result);
	checkpoint_add_text(out, "exit", event_get(&g->finish.event, FIELD_EXIT));
	checkpoint_add_text(out, "recap", event_get(&g->finish.event, FIELD_RECAP));
	checkpoint_add_text(out, "checks", state->by_hand ? NULL : state->verify);
	add_code(out, "restore", state->restore);
	for (size_t i = 0; i < g->view->reason_count; i++)
		checkpoint_add_text(out, "note", g->view->reasons[i]);
	strbuf_addstr(out, "\n## Made from\n\n");
	add_code(out, "commit", state->code);
	checkpoint_add_text(out, "repository", repository);
	add_code(out, "playbook", state->uses);
	for (size_t i = 0; i < state->input_count; i++)
		add_code(out, "input", state->inputs[i]);
	for (size_t i = 0; i < g->pin_count; i++)
		add_code(out, "pin", g->pins[i]);
	strbuf_addstr(out, "\n## Who and when\n\n");
	add_event(out, "started", &g->start);
	add_event(out, "finished", &g->finish);
	add_event(out, state->by_hand ? "attested" : "verified", &g->verify);
	add_event(out, "completed", &g->complete);
	strbuf_addf(out, "- sealed: by ");
	markup_text(out, g->author ? g->author : "the signer");
	strbuf_addf(out, ", event %s\n", g->c->event);
	checkpoint_add_text(out, "host", state->host);
}

/* -- the way back --------------------------------------------------------------------------------- */

/* The value that a pin had before the one it has now; NULL: none that the ledger held. */
static const char *checkpoint_earlier_pin(const struct gathered *g, const char *path,
					  const char *value)
{
	const struct held_pin *pins, *earlier = NULL;
	size_t count;

	pins = fold_pins(g->l->view->fold, &count);
	for (size_t i = 0; i < count; i++)
		if (*pins[i].value && !strcmp(pins[i].environment, g->request->environment) &&
		    !strcmp(pins[i].path, path) && strcmp(pins[i].value, value) != 0 &&
		    (!earlier || pins[i].sequence > earlier->sequence))
			earlier = &pins[i];
	return earlier ? earlier->value : NULL;
}

static void add_earlier_pins(const struct gathered *g, struct strbuf *commands,
			     struct strbuf *out)
{
	struct arena *a = g->l->arena;

	for (size_t i = 0; i < g->pin_count; i++) {
		const char *path, *value, *earlier;

		event_pin_parts(g->pins[i], a, &path, &value);
		earlier = checkpoint_earlier_pin(g, path, value);
		strbuf_addstr(out, "- ");
		markup_code(out, path);
		strbuf_addstr(out, "\n  - now: ");
		markup_code(out, value);
		strbuf_addstr(out, "\n  - before: ");
		if (earlier)
			markup_code(out, earlier);
		else
			strbuf_addstr(out, "nothing was recorded");
		strbuf_addch(out, '\n');
		if (earlier)
			strbuf_addf(commands, "git mcade pin %s --env %s\n",
				    shell_quote(arena_printf(a, "%s=%s", path, earlier), a),
				    g->request->environment);
	}
}

void checkpoint_rollback(const struct gathered *g, struct strbuf *out)
{
	CLEANUP(strbuf_free) struct strbuf commands = STRBUF_INIT;
	const char *restore = g->view->state->restore;
	const char *step = g->request->step, *environment = g->request->environment;

	strbuf_addf(out, "# The way back: %s in %s\n", step, environment);
	strbuf_addstr(out, "\n## What to restore from\n\n");
	if (!restore)
		strbuf_addstr(out, "No restore path is recorded.\n");
	else if (!strcmp(restore, RESTORE_NOTHING))
		strbuf_addstr(out, "Nothing: the step changes no state.\n");
	else
		add_code(out, "restore path", restore);
	if (g->view->step->irreversible)
		strbuf_addstr(out, "- the step is declared irreversible\n");
	checkpoint_add_text(out, "remediation", g->view->step->remediation);
	strbuf_addf(&commands, "git mcade reopen %s --env %s -m REASON\n", step, environment);
	if (g->pin_count) {
		strbuf_addstr(out, "\n## Pins\n\n");
		add_earlier_pins(g, &commands, out);
	}
	strbuf_addf(&commands, "git mcade %s %s --env %s%s\n",
		    event_info(step_word(g->view->step, EVENT_START))->command, step,
		    environment, g->view->step->kind == STEP_MANUAL ? " -m REASON" : "");
	strbuf_addstr(out, "\n## The commands\n\n");
	markup_block(out, bytes_of(commands.buf, commands.len), SIZE_MAX);
}

/* -- where things stand --------------------------------------------------------------------------- */

static void add_counts(const struct gathered *g, struct strbuf *out)
{
	const struct readiness *r = &g->readiness;

	for (int phase = 0; phase < PHASE_COUNT; phase++) {
		size_t count = 0;

		for (size_t i = 0; i < r->count; i++)
			count += (int)r->steps[i].state->phase == phase;
		if (count)
			strbuf_addf(out, "- %s: %zu of %zu\n", phase_word((enum phase)phase),
				    count, r->count);
	}
}

static void add_step(const struct step_view *view, struct strbuf *out)
{
	strbuf_addf(out, "- %s (%s)", view->step->id, phase_word(view->state->phase));
	for (size_t i = 0; i < view->reason_count; i++) {
		strbuf_addstr(out, i ? "; " : ": ");
		markup_text(out, view->reasons[i]);
	}
	strbuf_addch(out, '\n');
}

/* What is owed something: not done, or done and no longer to be trusted. */
static bool is_open(const struct step_view *view)
{
	return view->stale || view->contradicted || !step_meets_needs(view->state);
}

static void add_open(const struct gathered *g, bool blocked, const char *title,
		     struct strbuf *out)
{
	const struct readiness *r = &g->readiness;
	bool any = false;

	for (size_t i = 0; i < r->count; i++) {
		const struct step_view *view = &r->steps[i];
		bool stopped = view->state->phase == PHASE_BLOCKED ||
			       view->state->phase == PHASE_FAILED || view->contradicted;

		if (!is_open(view) || stopped != blocked)
			continue;
		if (!any)
			strbuf_addf(out, "\n## %s\n\n", title);
		any = true;
		add_step(view, out);
	}
}

void checkpoint_handoff(const struct gathered *g, struct strbuf *out)
{
	const struct step_view *next = readiness_next(&g->readiness);

	strbuf_addf(out, "# Where %s stands\n\nAs of %s, after %s.\n\n",
		    g->request->environment, TIME_TEXT(g->l->now), g->request->step);
	add_counts(g, out);
	strbuf_addstr(out, "\n## Next\n\n");
	if (!next) {
		strbuf_addstr(out, "Nothing: every step is done.\n");
	} else {
		add_step(next, out);
		if (next->next)
			strbuf_addf(out, "\n    %s\n", next->next);
	}
	add_open(g, true, "Blocked", out);
	add_open(g, false, "Open", out);
}

/* -- CHECKPOINT.yaml ------------------------------------------------------------------------------ */

void checkpoint_yaml(const struct gathered *g, struct strbuf *out)
{
	const struct checkpoint *c = g->c;
	struct arena *a = g->l->arena;
	const char **files = arena_array(a, c->files.count, sizeof(*files));

	for (size_t i = 0; i < c->files.count; i++)
		files[i] = file_digest(c->files.items[i].name, c->files.items[i].data, a);
	canon_put(out, 0, "checkpoint", c->id);
	canon_put(out, 0, "event", c->event);
	canon_put(out, 0, "after", c->seen);
	canon_put(out, 0, "step", g->request->step);
	canon_put(out, 0, "environment", g->request->environment);
	canon_put(out, 0, "result", checkpoint_phase(g));
	canon_put(out, 0, "directory", c->directory);
	canon_put(out, 0, "code", g->view->state->code);
	canon_put_list(out, 0, "pins", g->pins, g->pin_count);
	canon_put_list(out, 0, "files", files, c->files.count);
	canon_put(out, 0, "series", g->series);
	canon_put(out, 0, "supersedes", g->supersedes);
}
