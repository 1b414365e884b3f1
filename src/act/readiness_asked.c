/* The event that would be written, of which the judge is asked before it is. */
#include "act/readiness.h"

#include "act/means.h"
#include "act/promoting.h"
#include "fold/fold.h"
#include "ledger/governed.h"
#include "runbook/shown.h"

void readiness_start(const struct ledger *l, const struct step_inputs *inputs,
		     const char *environment, const struct step *step, struct event *ret)
{
	struct arena *a = l->arena;

	*ret = (struct event){.word = step_word(step, EVENT_START)};
	if (step_rollback(step) || step_drill(step))
		event_set(ret, a, FIELD_SUBJECT,
			  arena_printf(a, "%s:%s", event_info(ret->word)->word, step->id));
	else
		event_set(ret, a, FIELD_STEP, step->id);
	if (ret->word == EVENT_ATTEST)
		event_set(ret, a, FIELD_VERDICT, "pass");
	event_set(ret, a, FIELD_ENVIRONMENT, environment);
	event_set(ret, a, FIELD_DEFINITION, inputs->definition);
	if (inputs->uses)
		event_set(ret, a, FIELD_USES, inputs->uses);
	for (size_t i = 0; i < inputs->input_count; i++)
		event_add(ret, a, FIELD_INPUT, inputs->inputs[i]);
	means_add(l, &inputs->meant, ret);
	event_sort(ret);
}

void readiness_of(const struct ledger *l, const struct step *step, const char *code,
		  struct event *event)
{
	if (!step->repo || !*code || event->word != EVENT_START)
		return;
	event_set(event, l->arena, FIELD_REPOSITORY, step->repo);
	event_set(event, l->arena, FIELD_CODE, code);
}

int readiness_asks(const struct ledger *l, const struct readiness *r, const struct event *event,
		   const char *by, struct findings *found, struct err *err)
{
	const struct event_origin origin = {.time = l->now, .principal = by};
	struct act_facts act = {.event = event,
				.origin = &origin,
				.asked = true,
				.reader = r->reader,
				.ahead = ACT_AHEAD};

	return fold_asks(l->view->fold, &act, found, err) < 0
		       ? -1
		       : promoting_lead(l, NULL, found, err);
}

int readiness_tips(const struct ledger *l, const struct readiness *r, struct event *event,
		   struct err *err)
{
	return event_rests_on_tips(event, r->runbook) ? governed_tips(l, event, err) : 0;
}
