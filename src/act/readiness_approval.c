/* What is said of one candidate: who has agreed to the next start of a step, who did a manual one. */
#include "act/readiness.h"

#include "fold/content.h"
#include "fold/settings.h"
#include "repo/object.h"
#include "runbook/digests.h"
#include "runbook/promotion.h"

static bool asks_person(const struct runbook *rb, const struct step *step)
{
	struct check used;
	bool asks = false;

	for (size_t i = 0; !asks && i < step->verify.count; i++)
		asks = runbook_used(rb, step, step->verify.items[i], &used) &&
		       (used.probe == PROBE_MANUAL || used.probe == PROBE_DRILL);
	return asks;
}

static bool needs_gate(const struct runbook *rb, const struct step *step)
{
	bool gate = false;

	for (size_t i = 0; !gate && i < step->needs.count; i++) {
		const struct step *need = runbook_step(rb, step->needs.items[i]);

		gate = need && need->kind == STEP_GATE;
	}
	return gate;
}

/* Has a rollback left something there that may not come back? Who cannot tell has to say what comes. */
static bool bars(const struct ledger *l, const struct readiness *r)
{
	const struct entry *bar;
	struct err unknown;

	return promotion_barred(l->view->state, r->environment->id, NULL, &bar, &unknown) < 0 ||
	       bar;
}

/* Is what others say of the step, or of a gate that it needs, said of one candidate? */
static bool is_bound(const struct readiness *r, const struct step *step)
{
	return step_is_said(step) || step->kind == STEP_GATE ||
	       step_approval(r->environment, step) || needs_gate(r->runbook, step) ||
	       asks_person(r->runbook, step) || r->environment->promote_after.count;
}

static bool is_demanded(const struct ledger *l, const struct readiness *r)
{
	bool demanded = r->runbook->gates.count > 0 /* each is of a candidate */ || bars(l, r);

	for (size_t i = 0; !demanded && i < r->runbook->step_count; i++) {
		const struct step *step = step_at(r->runbook, i);

		demanded = step_in(step, r->environment->id) && is_bound(r, step);
	}
	return demanded;
}

/*
 * Verdicts where things are promoted to speak of what would come; of a step, once that content has come, and of
 * a rollback always, of what is there.
 */
static int comes_later(const struct ledger *l, const struct readiness *r,
		       const struct event *event, const char *content, bool *ret,
		       struct err *err)
{
	const struct entry *last;
	const char *was;

	if (promotion_last(l->view->state, r->environment->id, &last, err) < 0)
		return -1;
	was = entry_get(last, "content");
	*ret = r->environment->promote_after.count &&
	       event_subject_of(event).type != SUBJECT_ROLLBACK &&
	       ((event_kind(event) == KIND_VERDICT && event->word != EVENT_VERIFY) ||
		event->word == EVENT_DRILL) &&
	       (event_get(event, FIELD_SUBJECT) || !was || strcmp(was, content) != 0);
	return 0;
}

/* What a rollback left does not come back: then they speak of what is there. */
static int what_comes(const struct ledger *l, const struct readiness *r, const char *content,
		      const char **candidate, struct err *err)
{
	const struct entry *bar;
	const char *comes;

	if (promotion_candidate(l->view->state, r->environment, NULL, content, l->arena, &comes,
				err) < 0 ||
	    promotion_barred(l->view->state, r->environment->id, comes, &bar, err) < 0)
		return -1;
	*candidate = bar ? *candidate : comes;
	return 0;
}

int readiness_candidate(const struct ledger *l, const struct readiness *r, const char *code,
			struct event *event, struct err *err)
{
	bool known = r->content && !strcmp(code, r->code);
	const char *content = known ? r->content : NULL, *candidate, *settings;
	const char *const *pins;
	struct oid commit;
	size_t count;
	bool later;

	if (!oid_parse(code, &commit))
		return 0;
	if ((!known && content_of(l->repo, &commit, r->runbook, l->arena, &content, err) < 0) ||
	    state_pins(l->view->state, r->environment->id, &pins, &count, err) < 0 ||
	    comes_later(l, r, event, content, &later, err) < 0)
		return -1;
	candidate = candidate_digest(content, pins, count, l->arena);
	if ((later && what_comes(l, r, content, &candidate, err) < 0) ||
	    settings_of_candidate(l->repo, l->view->state, &commit, r->environment, content,
				  candidate, l->arena, &settings, err) < 0)
		return -1;
	event_set(event, l->arena, FIELD_CONTENT, content);
	event_set(event, l->arena, FIELD_CANDIDATE, candidate);
	if (settings)
		event_set(event, l->arena, FIELD_SETTINGS, settings);
	return 0;
}

int readiness_content(const struct ledger *l, struct readiness *r, struct err *err)
{
	struct event head = {.word = EVENT_START};

	if (r->past || !is_demanded(l, r))
		return 0;
	if (readiness_candidate(l, r, r->code, &head, err) < 0)
		return -1;
	r->content = event_get(&head, FIELD_CONTENT);
	r->settings = event_get(&head, FIELD_SETTINGS);
	return 0;
}

const char *readiness_attested(const struct readiness *r, const struct step_state *state)
{
	const struct entry *done = step_seen_to_work(state);

	if (!state->by_hand || !r->content)
		return NULL;
	if (strcmp(r->content, entry_get(done, "content")) != 0)
		return "the content changed since it was attested";
	return same_settings(r->settings, entry_get(done, "settings"))
		       ? NULL
		       : "the settings changed since it was attested";
}

int readiness_bind(const struct ledger *l, const struct readiness *r,
		   const struct step_view *view, const char *code, bool dirty,
		   struct event *event, struct err *err)
{
	if (!is_bound(r, view->step) && !bars(l, r))
		return 0;
	event_set(event, l->arena, FIELD_CHECKS,
		  checks_digest(r->runbook, view->step, r->environment, l->arena));
	if (!dirty && *code) /* what another repository has is of no content here */
		return view->step->repo ? 0 : readiness_candidate(l, r, code, event, err);
	event_set(event, l->arena, FIELD_DIRTY, "yes"); /* nobody can approve that */
	return 0;
}

uint64_t readiness_moved(const struct ledger *l, const struct readiness *r,
			 const struct step *step)
{
	uint64_t moved = 0;
	struct err unknown;

	if (step->kind == STEP_GATE)
		verdict_moved(l->view->state, r->runbook, r->environment, NULL, &moved,
			      &unknown);
	return moved;
}

void readiness_approvals(const struct ledger *l, const struct readiness *r,
			 const struct event *start, struct step_view *view)
{
	const struct approval_asked asked = {
		.act = start, .moved = readiness_moved(l, r, view->step), .clock = l->now};

	struct err unknown; /* then nobody has agreed */

	if (view->approval)
		approvals_read(l->view->state, view->state->subject, view->approval, &asked,
			       l->arena, &view->approvals, &view->approval_count, &unknown);
}
