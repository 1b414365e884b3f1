/*
 * doclint_meaning.c - what a step that is done, or was seen to work, rests on, and is another text in HEAD: the makefile
 * whose target for staging now deploys to production.
 */
#include "document/doclint_parts.h"

#include "act/readiness.h"
#include "ledger/in_force.h"

static void tell(const struct linting *lint, const struct readiness *r,
		 const struct step_view *view)
{
	const char *id = view->step->id, *environment = r->environment->id;
	const struct step *step = lint->runbook ? runbook_step(lint->runbook, id) : NULL;
	const char *parts = view->changed[0];

	for (size_t i = 1; i < view->changed_count; i++)
		parts = arena_printf(lint->arena, "%s, %s", parts, view->changed[i]);
	finding_add(lint->found, RULE_DRIFT, FINDING_WARN,
		    (struct finding){.at = step ? step->at : (struct srcpos){0},
				     .path = "runbook.yaml",
				     .step = id,
				     .environment = environment,
				     .fix = view->next},
		    "step '%s' is %s in '%s', and what it rests on has changed since: %s", id,
		    phase_word(view->state->phase), environment, parts);
}

static bool is_done(const struct step_view *view)
{
	return view->state->phase == PHASE_COMPLETE || view->state->phase == PHASE_VERIFIED;
}

static int judge_environment(struct linting *lint, const struct ledger *l,
			     const char *environment, struct err *err)
{
	struct readiness r;

	if (readiness_compute(l, environment, false, &r, err) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		if (is_done(&r.steps[i]) && r.steps[i].changed_count)
			tell(lint, &r, &r.steps[i]);
	return 0;
}

int doclint_meaning(struct linting *lint, struct err *err)
{
	struct ledger here = *lint->l;
	const struct runbook *rb;
	struct err none;

	if (lint->unborn || ledger_open_unconfirmed(lint->l, &here.view, &none) < 0 ||
	    ledger_runbook(&here, &rb, &none) < 0)
		return 0; /* nothing is in force; who cannot read what is, is told so elsewhere */
	for (size_t i = 0; i < rb->environment_count; i++)
		if (judge_environment(lint, &here, rb->environments[i].id, err) < 0)
			return -1;
	return 0;
}
