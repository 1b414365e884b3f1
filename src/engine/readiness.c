#include "engine/readiness.h"

#include "base/cleanup.h"
#include "match/glob.h"
#include "repo/object.h"

struct computing {
	struct session *s;
	struct readiness *r;
	struct snapshot *head; /* NULL before the first commit */
	const struct freeze_state *freezes;
	size_t freeze_count;
};

static void add_reason(struct computing *c, struct step_view *view, const char *reason)
{
	*ARENA_PUSH(&c->s->arena, view->reasons, view->reason_count) = reason;
}

static bool has_claim(const struct step_state *state, const char *word)
{
	for (size_t i = 0; i < state->claim_count; i++)
		if (!strcmp(state->claims[i], word))
			return true;
	return false;
}

bool step_meets_needs(const struct step_view *view)
{
	const struct step_state *state = view->state;

	if (state->phase == PHASE_COMPLETE || state->phase == PHASE_SKIPPED)
		return true;
	return state->phase == PHASE_PLANNED &&
	       (has_claim(state, "complete") || has_claim(state, "verified"));
}

const struct step_view *readiness_step(const struct readiness *r, const char *step)
{
	for (size_t i = 0; i < r->count; i++)
		if (!strcmp(r->steps[i].step->id, step))
			return &r->steps[i];
	return NULL;
}

/* -- what protects it ---------------------------------------------------------------------------- */

static bool matches_any(const char *const *patterns, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (glob_match(patterns[i], path))
			return true;
	return false;
}

static bool is_thawed(const struct computing *c, const char *id)
{
	for (size_t i = 0; i < c->freeze_count; i++)
		if (!strcmp(c->freezes[i].id, id))
			return c->freezes[i].thawed;
	return false;
}

static const char *frozen_by(const struct computing *c, const char *path, const char *step)
{
	const struct runbook *rb = c->r->runbook;

	for (size_t i = 0; i < rb->freeze_count; i++) {
		const struct freeze *f = &rb->freezes[i];

		if (is_thawed(c, f->id))
			continue;
		for (size_t k = 0; k < f->steps.count; k++)
			if (!strcmp(f->steps.items[k], step))
				return f->id;
		if (path && matches_any(f->paths.items, f->paths.count, path) &&
		    !matches_any(f->except.items, f->except.count, path))
			return f->id;
	}
	for (size_t i = 0; i < c->freeze_count; i++) {
		const struct freeze_state *f = &c->freezes[i];

		if (!f->thawed && path &&
		    matches_any((const char *const *)f->scope, f->scope_count, path) &&
		    !matches_any((const char *const *)f->except, f->except_count, path))
			return f->id;
	}
	return NULL;
}

/* -- stale --------------------------------------------------------------------------------------- */

static int check_pins(struct computing *c, struct step_view *view, struct err *err)
{
	const struct step_state *state = view->state;
	struct arena *a = &c->s->arena;

	for (size_t i = 0; i < state->pin_count; i++) {
		const char *path, *value, *now;

		event_pin_parts(state->pins[i], a, &path, &value);
		if (state_pin(c->s->ledger->state, c->r->environment->id, path, &now, err) < 0)
			return -1;
		if (!now || strcmp(now, value) != 0) {
			view->stale = true;
			add_reason(c, view, arena_printf(a, "pin %s was replaced since", path));
		}
	}
	return 0;
}

static int check_stale(struct computing *c, struct step_view *view, struct err *err)
{
	const struct step_state *state = view->state;
	struct step_inputs now;
	const char *differs;

	if (!state->verified && !state->completed)
		return 0;
	if (state->verify && !strcmp(state->verify, "fail")) {
		view->stale = true;
		add_reason(c, view, "its last verification failed");
	}
	if (inputs_read(c->s, c->r->runbook, view->step, c->r->environment,
			view->step->repo ? NULL : c->head, &now, err) < 0)
		return -1;
	differs = inputs_differ(&now, state->definition, view->step->repo ? NULL : state->uses,
				(const char *const *)state->inputs,
				view->step->repo || !c->head ? 0 : state->input_count,
				&c->s->arena);
	if (differs) {
		view->stale = true;
		add_reason(c, view,
			   arena_printf(&c->s->arena, "%s changed since it was verified",
					differs));
	}
	return check_pins(c, view, err);
}

/* -- ready --------------------------------------------------------------------------------------- */

static void check_needs(struct computing *c, struct step_view *view)
{
	const struct step *step = view->step;

	for (size_t i = 0; i < step->needs.count; i++) {
		const struct step_view *need = readiness_step(c->r, step->needs.items[i]);

		if (!need || step_meets_needs(need) || need->step->optional ||
		    need->step->dormant)
			continue;
		add_reason(c, view,
			   arena_printf(&c->s->arena, "needs %s, which is %s", need->step->id,
					need->disputed ? "disputed"
						       : phase_word(need->state->phase)));
	}
}

static const char *act(struct computing *c, const struct step_view *view, const char *word,
		       const char *more)
{
	return arena_printf(&c->s->arena, "git mcade %s %s --env %s%s", word, view->step->id,
			    c->r->environment->id, more);
}

static void decide(struct computing *c, struct step_view *view, size_t unmet)
{
	const struct step_state *state = view->state;
	bool may_run = !unmet && !view->locked && !view->step->dormant;

	switch (state->phase) {
	case PHASE_PLANNED:
		if (step_meets_needs(view))
			view->next = view->step->has_verify ? act(c, view, "verify", "") : NULL;
		else if (!view->step->has_run && !view->step->uses)
			view->next = act(c, view, "show", "");
		else
			view->next = may_run ? act(c, view, "run", "")
					     : act(c, view, "show", "");
		view->ready = may_run && view->step->has_run;
		break;
	case PHASE_FAILED:
		view->ready = may_run;
		view->next = may_run ? act(c, view, "run", "") : act(c, view, "show", "");
		break;
	case PHASE_RUNNING:
		view->next = act(c, view, "abandon", " -m REASON");
		break;
	case PHASE_RAN:
		view->ready = may_run;
		view->next = act(c, view, "verify", "");
		break;
	case PHASE_VERIFIED:
		view->ready = may_run;
		view->next = view->stale ? act(c, view, "verify", "")
					 : act(c, view, "complete", "");
		break;
	case PHASE_COMPLETE:
		view->ready = view->stale && may_run;
		view->next = view->stale ? act(c, view, "verify", "") : NULL;
		break;
	case PHASE_BLOCKED:
		view->next = act(c, view, "unblock", " -m EVIDENCE");
		break;
	case PHASE_SKIPPED:
	case PHASE_COUNT:
		break;
	}
}

/* "claimed active, blocked and complete at once" */
static const char *disputed_words(struct arena *a, const struct step_state *state)
{
	const char *text = "claimed";

	for (size_t i = 0; i < state->disputed_count; i++)
		text = arena_printf(a, "%s%s %s", text,
				    !i				     ? ""
				    : i + 1 == state->disputed_count ? " and"
								     : ",",
				    state->disputed[i]);
	return arena_printf(a, "%s at once", text);
}

static int compute_step(struct computing *c, struct step_view *view, struct err *err)
{
	const struct step_state *state = view->state;
	struct arena *a = &c->s->arena;
	size_t before;

	if (state->phase == PHASE_BLOCKED)
		add_reason(c, view,
			   arena_printf(a, "blocked until %s: %s",
					state->until ? state->until : "-",
					state->reason ? state->reason : "-"));
	if (state->phase == PHASE_SKIPPED)
		add_reason(c, view, arena_printf(a, "skipped: %s", state->reason));
	if (state->phase == PHASE_RUNNING)
		add_reason(c, view,
			   arena_printf(a, "%s runs it on %s", state->runner,
					state->host ? state->host : "an unnamed machine"));
	if (view->disputed)
		add_reason(c, view, disputed_words(a, state));
	if (view->locked)
		add_reason(c, view, arena_printf(a, "locked by event %" PRIu64, state->locked));
	if (view->frozen)
		add_reason(c, view,
			   arena_printf(a, "its file is frozen by '%s'", view->frozen));
	if (view->step->dormant)
		add_reason(c, view, "dormant");
	if (check_stale(c, view, err) < 0)
		return -1;
	before = view->reason_count;
	if (state->phase != PHASE_COMPLETE && state->phase != PHASE_SKIPPED)
		check_needs(c, view);
	if (state->phase == PHASE_PLANNED && !view->step->has_run)
		add_reason(c, view, "only planned: it has no 'run'");
	decide(c, view, view->reason_count - before);
	return 0;
}

static int begin_step(struct computing *c, const struct step *step, struct step_view *view,
		      struct err *err)
{
	view->step = step;
	if (state_step(c->s->ledger->state, c->r->environment->id, step->id, &view->state,
		       err) < 0)
		return -1;
	view->locked = view->state->locked != 0;
	view->asserted = view->state->claim_count && !view->state->verified;
	view->disputed = view->state->disputed_count && view->state->phase == PHASE_PLANNED;
	view->frozen = frozen_by(c, step_path(step, step->uses, &c->s->arena), step->id);
	return 0;
}

static int open_head(struct session *s, struct snapshot **ret, struct err *err)
{
	struct oid commit;

	if (repo_head_commit(s->repo, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	return snapshot_of_commit(s->repo, &commit, ret, err);
}

int readiness_compute(struct session *s, const char *environment, struct readiness *ret,
		      struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct readiness r = {0};
	struct computing c = {.s = s, .r = &r};

	if (session_runbook(s, s->ledger, &r.runbook, err) < 0 ||
	    open_head(s, &head, err) < 0 ||
	    state_freezes(s->ledger->state, &c.freezes, &c.freeze_count, err) < 0)
		return -1;
	c.head = head;
	r.environment = runbook_environment(r.runbook, environment);
	r.count = r.runbook->step_count;
	r.steps = arena_array(&s->arena, r.count + 1, sizeof(*r.steps));
	for (size_t i = 0; i < r.count; i++)
		if (begin_step(&c, &r.runbook->steps[i], &r.steps[i], err) < 0)
			return -1;
	for (size_t i = 0; i < r.count; i++)
		if (compute_step(&c, &r.steps[i], err) < 0)
			return -1;
	*ret = r;
	return 0;
}

/* Done, for the purpose of whose turn it is: a stale or merely claimed step is still owed something. */
static bool is_done(const struct step_view *view)
{
	if (view->step->optional || view->step->dormant)
		return true;
	return step_meets_needs(view) && !view->stale && !view->disputed;
}

const struct step_view *readiness_next(const struct readiness *r)
{
	/* What contradicts itself is settled before anything is built on it. */
	for (size_t i = 0; i < r->count; i++)
		if (r->steps[i].disputed)
			return &r->steps[i];
	for (size_t i = 0; i < r->count; i++)
		if (!is_done(&r->steps[i]))
			return &r->steps[i];
	return NULL;
}
