/* promoting_said.c - what people agreed to of a promotion, and what that is bound to. */
#include "act/promoting.h"
#include "ledger/person.h"
#include "runbook/approvals.h"
#include "runbook/promotion.h"

void promoting_bind(const struct ledger *l, const struct promoting *p, struct event *approve)
{
	static const enum event_field same[] = {FIELD_CODE, FIELD_CONTENT, FIELD_CANDIDATE,
						FIELD_SETTINGS};

	for (size_t i = 0; i < ARRAY_SIZE(same); i++)
		if (event_get(&p->event, same[i]))
			event_set(approve, l->arena, same[i], event_get(&p->event, same[i]));
	event_set(approve, l->arena, FIELD_DEFINITION,
		  promotion_definition(p->runbook, p->target, l->arena));
	event_set(approve, l->arena, FIELD_CHECKS,
		  promotion_checks(p->runbook, p->target, l->arena));
}

int promoting_approvals(const struct ledger *l, struct promoting *p, struct err *err)
{
	struct event act = {.word = EVENT_PROMOTE};
	const struct principal *who;
	struct err no_key;
	bool known = person_principal(l, &who, &no_key) == 0 && who;
	const struct approval_asked asked = {
		.act = &act,
		.authors = p->authors,
		.moved = p->moved,
		.by = readiness_acts(l, known ? who->id : NULL, EVENT_PROMOTE, p->target->id),
		.ahead = true,
		.clock = l->now};
	const struct subject *s;

	p->approval = promotion_approval(p->target);
	if (!p->approval)
		return 0;
	promoting_bind(l, p, &act);
	if (state_subject(l->view->state,
			  state_subject_path(p->target->id,
					     (struct event_subject){SUBJECT_ENVIRONMENT, NULL},
					     l->arena),
			  &s, err) < 0)
		return -1;
	return approvals_read(l->view->state, s, p->approval, &asked, l->arena, &p->approvals,
			      &p->approval_count, err);
}
