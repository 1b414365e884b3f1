/* git mcade log: history with verdicts. */
#include "base/number.h"
#include "cmd/command.h"
#include "ledger/verify.h"
#include "ledger/past.h"
#include "ledger/in_force.h"
#include "model/event.h"
#include "model/state.h"
#include "report/output.h"

const struct option options_log[] = {
	{OPTION_TEXT, 'n', "max-count", "N", "the last N events"},
	{OPTION_TEXT, 'e', "env", "ENV", "only events of this environment"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

struct listing {
	struct session *s;
	const char *step, *environment;
	struct verified_event *events;
	size_t count;
};

static bool wanted(const struct listing *l, const struct event *event)
{
	const char *step = event_get(event, FIELD_STEP);
	const char *environment = event_get(event, FIELD_ENVIRONMENT);

	return (!l->step || (step && !strcmp(step, l->step))) &&
	       (!l->environment || (environment && !strcmp(environment, l->environment)));
}

/* The walk's memory goes with each event. */
static int add_event(const struct verified_event *event, void *context, struct err *err UNUSED)
{
	struct listing *l = context;

	if (wanted(l, &event->event))
		past_keep(event, &l->s->arena, ARENA_PUSH(&l->s->arena, l->events, l->count));
	return 0;
}

/* What has no event may be a slip: former names and environments that are gone have theirs. */
static int explain_nothing(const struct listing *l, struct err *err)
{
	const char *name;

	if (l->count)
		return 0;
	if ((l->step && runbook_step_of(&l->s->ledger, l->step, &name, err) < 0) ||
	    (l->environment &&
	     runbook_environment_of(&l->s->ledger, l->environment, &name, err) < 0))
		return -1;
	output_note("no event yet");
	return 0;
}

int cmd_log(struct session *s, const struct option_values *o, struct result *ret,
	    struct err *err)
{
	struct listing l = {.s = s, .environment = option_text(o, "env")};
	struct findings findings = {.arena = &s->arena};
	const char *text = option_text(o, "max-count");
	struct log_result *r = arena_alloc(&s->arena, sizeof(*r));
	struct ledger_view *view;
	uint64_t limit = SIZE_MAX;
	int verdict;

	if (o->operand_count > 1)
		return err_set(err, ERR_USAGE, "one step at most");
	if (text && !number_parse(text, SIZE_MAX, &limit))
		return err_set(err, ERR_USAGE, "-n '%s' is not a number", text);
	l.step = o->operand_count ? o->operands[0] : NULL;
	verdict = ledger_verify(s->ledger.repo, &s->arena, NULL, &s->ledger.view->head,
				s->ledger.progress, add_event, &l, &view, &findings, err);
	if (verdict < 0)
		return -1;
	if (verdict)
		return ledger_untrusted(&findings, err);
	if (explain_nothing(&l, err) < 0 ||
	    state_trust(s->ledger.view->state, &r->trust, err) < 0)
		return -1;
	r->ledger = s->ledger.view;
	r->count = l.count < limit ? l.count : (size_t)limit;
	r->events = l.events + (l.count - r->count);
	result_is_log(ret, r);
	return 0;
}
