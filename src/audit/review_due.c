/* review_due.c - what has had its time: an incident that nobody closed, a drill that nobody repeated. */
#include "audit/internal.h"

#include "base/time.h"
#include "ledger/in_force.h"
#include "runbook/drills.h"
#include "runbook/exceptions.h"

/* What was open for a time, and nobody has closed: every gate there is NO-GO until then. */
static int tell_incidents(struct reviewing *r, struct err *err)
{
	struct arena *a = r->l->arena;
	const struct runbook *rb;
	struct exception *list;
	size_t count;

	if (!r->review->view->fold || fold_runbook(r->review->view->fold, &rb, err) < 0)
		return r->review->view->fold ? -1 : 0;
	if (!rb)
		return 0;
	if (exceptions_in_force(r->review->view->state, rb, NULL, r->l->now, a, &list, &count,
				err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (list[i].over)
			finding_add(&r->review->findings, RULE_OWED, FINDING_WARN,
				    (struct finding){
					    .environment = list[i].environment,
					    .sequence = list[i].sequence,
					    .has_sequence = true,
					    .expected = "closed",
					    .found = arena_printf(a, "open since its end %s",
								  list[i].until),
					    .fix = incident_close(r->review->view->state,
								  &list[i], NULL, a)},
				    "an incident in '%s' is past its time, and not closed",
				    list[i].environment);
	return 0;
}

static void tell_drill(struct reviewing *r, const struct runbook *rb,
		       const struct drill_due *due)
{
	struct arena *a = r->l->arena;

	finding_add(&r->review->findings, RULE_OWED, FINDING_WARN,
		    (struct finding){.environment = due->environment,
				     .at = due->drill->step.at,
				     .expected = "a drill that passed",
				     .found = due->passed ? arena_printf(a, "the last on %s",
									 DATE_TEXT(due->last))
							  : "none",
				     .fix = arena_printf(a, "hint: %s",
							 drill_command(rb, due->drill->step.id,
								       due->environment, a))},
		    "drill '%s' is overdue in '%s'", due->drill->step.id, due->environment);
}

/* What is to be rehearsed, and was not for too long; one that every environment has is one. */
static int tell_drills(struct reviewing *r, struct err *err)
{
	struct ledger at = *r->l;
	const struct runbook *rb;
	struct drill_due *list;
	size_t count;

	at.view = r->review->view;
	if (ledger_runbook(&at, &rb, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *there = &rb->environments[i];

		if (there->retired)
			continue;
		if (drills_due(at.view->state, rb, there, r->l->now, r->l->arena, &list, &count,
			       err) < 0)
			return -1;
		for (size_t k = 0; k < count; k++)
			if (list[k].overdue && (i == 0 || list[k].drill->environment))
				tell_drill(r, rb, &list[k]);
	}
	return 0;
}

int review_due(struct reviewing *r, struct err *err)
{
	return tell_incidents(r, err) < 0 || tell_drills(r, err) < 0 ? -1 : 0;
}
