/* What is said of one candidate: who has agreed to the next start of a step, who did a manual one. */
#include "act/readiness.h"

#include "fold/content.h"
#include "repo/object.h"
#include "runbook/digests.h"

/* Is what others say of the step said of one candidate? */
static bool is_bound(const struct readiness *r, const struct step *step)
{
	return step->kind == STEP_MANUAL || step_approval(r->environment, step) ||
	       r->environment->promote_after.count;
}

static bool is_demanded(const struct readiness *r)
{
	bool demanded = false;

	for (size_t i = 0; !demanded && i < r->runbook->step_count; i++) {
		const struct step *step = step_at(r->runbook, i);

		demanded = step_in(step, r->environment->id) && is_bound(r, step);
	}
	return demanded;
}

int readiness_candidate(const struct ledger *l, const struct readiness *r, const char *code,
			struct event *event, struct err *err)
{
	bool known = r->content && !strcmp(code, r->code);
	const char *content = known ? r->content : NULL;
	const char *const *pins;
	struct oid commit;
	size_t count;

	if (!oid_parse(code, &commit))
		return 0;
	if ((!known && content_of(l->repo, &commit, r->runbook, l->arena, &content, err) < 0) ||
	    state_pins(l->view->state, r->environment->id, &pins, &count, err) < 0)
		return -1;
	event_set(event, l->arena, FIELD_CONTENT, content);
	event_set(event, l->arena, FIELD_CANDIDATE,
		  candidate_digest(content, pins, count, l->arena));
	return 0;
}

int readiness_content(const struct ledger *l, struct readiness *r, struct err *err)
{
	struct event head = {.word = EVENT_START};

	if (r->past || !is_demanded(r))
		return 0;
	if (readiness_candidate(l, r, r->code, &head, err) < 0)
		return -1;
	r->content = event_get(&head, FIELD_CONTENT);
	return 0;
}

int readiness_bind(const struct ledger *l, const struct readiness *r,
		   const struct step_view *view, const char *code, bool dirty,
		   struct event *event, struct err *err)
{
	if (!is_bound(r, view->step))
		return 0;
	event_set(event, l->arena, FIELD_CHECKS,
		  checks_digest(r->runbook, view->step, r->environment, l->arena));
	if (!dirty && *code)
		return readiness_candidate(l, r, code, event, err);
	event_set(event, l->arena, FIELD_DIRTY, "yes"); /* nobody can approve that */
	return 0;
}

void readiness_approvals(const struct ledger *l, const struct event *start,
			 struct step_view *view)
{
	const struct approval_asked asked = {.act = start, .clock = l->now};

	if (view->approval)
		approvals_read(l->view->state, view->state->subject, view->approval, &asked,
			       l->arena, &view->approvals, &view->approval_count);
}
