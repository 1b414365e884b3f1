/* What of a run goes into its events: what runs, of which content, and what came of it. */
#include "act/launch.h"

#include "act/alive.h"
#include "act/means.h"
#include "ledger/evidence_store.h"
#include "ledger/past.h"
#include "runbook/baselines.h"
#include "runbook/digests.h"
#include "sign/digest.h"
#include "world/check.h"

/* The release that it belongs to: content of the commit, and the pins that it is to run with. */
static int describe_candidate(const struct ledger *l, const struct launch *launch,
			      struct event *event, struct err *err)
{
	if (launch->dirty || launch->view->step->repo)
		return 0;
	return readiness_candidate(l, launch->readiness, launch->code, event, err);
}

const char *launch_clean(const struct launch *launch)
{
	return launch->loose
		       ? "commit it, remove it, or name it in a .gitignore that is committed"
		       : "commit it, or put it back";
}

void launch_uncommitted(const struct launch *launch, struct findings *refused)
{
	const char *dirty = launch->dirty;

	if (!dirty && launch->code[0])
		return;
	finding_add(refused, RULE_EVIDENCE, FINDING_ERROR,
		    (struct finding){.path = dirty,
				     .step = launch->view->step->id,
				     .environment = launch->readiness->environment->id,
				     .expected = "what a commit has",
				     .found = dirty ? "other bytes" : "no commit",
				     .fix = launch_clean(launch)},
		    "'%s' in '%s' needs a commit: %s is not committed as it is here",
		    launch->view->step->id, launch->readiness->environment->id,
		    dirty ? dirty : "HEAD");
}

int launch_bind(const struct ledger *l, const struct launch *launch, struct event *event,
		struct err *err)
{
	const struct readiness *r = launch->readiness;
	struct arena *a = l->arena;

	event_set(event, a, FIELD_DEFINITION, launch->inputs.definition);
	event_set(event, a, FIELD_CHECKS,
		  checks_digest(r->runbook, launch->view->step, r->environment, a));
	if (launch->code[0])
		event_set(event, a, FIELD_CODE, launch->code);
	return describe_candidate(l, launch, event, err);
}

int launch_describe(const struct ledger *l, const struct launch *launch, struct event *event,
		    struct err *err)
{
	const struct step_inputs *inputs = &launch->inputs;
	struct arena *a = l->arena;
	const char *host = alive_host(a);

	if (launch->view->step->repo)
		event_set(event, a, FIELD_REPOSITORY, launch->view->step->repo);
	if (inputs->uses && event->word == EVENT_START)
		event_set(event, a, FIELD_USES, inputs->uses);
	for (size_t i = 0; i < inputs->input_count && event->word == EVENT_START; i++)
		event_add(event, a, FIELD_INPUT, inputs->inputs[i]);
	means_add(l, &inputs->meant, event);
	if (host)
		event_set(event, a, FIELD_HOST, host);
	if (launch->dirty)
		event_set(event, a, FIELD_DIRTY, "yes");
	return launch_bind(l, launch, event, err);
}

void launch_checks(const struct ledger *l, const char *prefix,
		   const struct check_results *results, struct event *event)
{
	for (size_t i = 0; i < results->count; i++)
		event_add(event, l->arena, FIELD_CHECK,
			  arena_printf(l->arena, "%s%s %s", prefix, results->items[i].id,
				       check_verdict_word(results->items[i].verdict)));
}

void launch_results(const struct ledger *l, const struct run_outcome *outcome,
		    struct intent *intent)
{
	launch_checks(l, "stop.", &outcome->stop, &intent->event);
	launch_checks(l, "before.", &outcome->before, &intent->event);
	launch_checks(l, "", &outcome->verify, &intent->event);
	intent->evidence = NULL;
	intent->evidence_count = 0;
	for (size_t i = 0; i < outcome->evidence.count; i++)
		*ARENA_PUSH(l->arena, intent->evidence,
			    intent->evidence_count) = (struct evidence){
			.name = outcome->evidence.items[i].name,
			.data = outcome->evidence.items[i].bytes};
}

/* What the environment records is kept with the verification that found it. */
static void keep_baseline(const struct ledger *l, const struct launch *launch,
			  const struct run_outcome *outcome, struct intent *intent)
{
	const struct readiness *r = launch->readiness;
	struct bytes json;

	if (!outcome->baseline || event_get(&intent->event, FIELD_DIRTY))
		return;
	json = bytes_text(outcome->baseline);
	event_set(&intent->event, l->arena, FIELD_BASELINE,
		  baseline_value(r->runbook, r->environment, SHA256_HEX(json.data, json.len),
				 l->arena));
	*ARENA_PUSH(l->arena, intent->evidence, intent->evidence_count) = (struct evidence){
		.name = BASELINE_EVIDENCE, .data = json};
}

void launch_outcome(const struct ledger *l, const struct launch *launch,
		    const struct run_outcome *outcome, struct intent *finish)
{
	struct event *event = &finish->event;

	event_set(event, l->arena, FIELD_RESULT,
		  outcome->ok		 ? "ok"
		  : outcome->interrupted ? "cancelled"
					 : "failed");
	event_set(event, l->arena, FIELD_EXIT, outcome->exit ? outcome->exit : "not started");
	if (outcome->recap_line)
		event_set(event, l->arena, FIELD_RECAP, outcome->recap_line);
	if (outcome->restore && launch->view->step->changes_state)
		event_set(event, l->arena, FIELD_RESTORE, outcome->restore);
	else if (outcome->unchanged)
		event_set(event, l->arena, FIELD_RESTORE, RESTORE_NOTHING);
	launch_results(l, outcome, finish);
	keep_baseline(l, launch, outcome, finish);
}

void launch_verified(const struct ledger *l, const struct launch *launch,
		     const struct run_outcome *outcome, struct intent *verify)
{
	launch_results(l, outcome, verify);
	if (!launch->view->state->dirty) /* else what ran is of no commit */
		keep_baseline(l, launch, outcome, verify);
}

int launch_remember(const struct ledger *l, const struct launch *launch,
		    struct run_request *request, struct err *err)
{
	const struct entry *finish = subject_entry(launch->view->state->subject, "finish");
	struct remembered *list = NULL;
	struct evidence_text *texts;
	struct verified_event event;
	size_t count;

	if (!finish)
		return 0;
	if (past_event(l, l->view, finish->sequence, l->arena, &event, err) < 0 ||
	    evidence_texts(l, &event.event, l->arena, &texts, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		bool here = texts[i].where == EVIDENCE_HERE;

		*ARENA_PUSH(l->arena, list, request->remembered_count) = (struct remembered){
			texts[i].name, here ? texts[i].text : bytes_of(NULL, 0)};
	}
	request->remembered = list;
	return 0;
}
