/* git mcade log: history with verdicts. */
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/range.h"
#include "cmd/stream.h"
#include "ledger/at.h"
#include "ledger/in_force.h"
#include "ledger/past.h"
#include "ledger/patch.h"
#include "report/output.h"

const struct option options_log[] = {
	{OPTION_TEXT, 'n', "max-count", "N", "the last N events"},
	{OPTION_TEXT, 'e', "env", "ENV", "only events of this environment"},
	{OPTION_TEXT, 's', "step", "STEP", "only events of this step"},
	{OPTION_TEXT, 0, "since", "WHEN", "signed since that day, moment, or so long ago (2d)"},
	{OPTION_TEXT, 0, "until", "WHEN", "signed until then"},
	{OPTION_FLAG, 'p', "patch", NULL, "with what each made of the ledger's files"},
	{OPTION_TEXT, 0, "after", "EVENT", "what came after it, oldest first"},
	{OPTION_FLAG, 0, "follow", NULL,
	 "and what comes, until it is ended; without --after from now on"},
	{OPTION_TEXT, 0, "every", "DURATION",
	 "with --follow: how often the remote is asked (10s)"},
	{OPTION_FLAG, 0, "json", NULL,
	 "print one JSON object; oldest first: one a line and event"},
	{0},
};

struct listing {
	struct session *s;
	struct past_wanted wanted;
	uint64_t limit;
	bool patch;
	struct log_event
		*events; /* on the heap: an arena keeps each smaller one that it grew from */
	size_t count, room;
};

static struct log_event *add_room(struct listing *l)
{
	if (l->count == l->room) {
		l->room = l->room ? l->room * 2 : 16;
		l->events = xrealloc(l->events, l->room * sizeof(*l->events));
	}
	return &l->events[l->count++];
}

/* What was read goes with each event. */
static int add_event(const struct verified_event *event, void *context, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct listing *l = context;
	struct arena *a = &l->s->arena;
	struct log_event *kept;

	if (l->count >= l->limit)
		return 1;
	if (l->patch && ledger_patch(&l->s->ledger, l->s->ledger.view, event, &text, err) < 0)
		return -1;
	kept = add_room(l);
	past_keep(event, a, &kept->event);
	kept->patch = l->patch ? arena_strndup(a, text.len ? text.buf : "", text.len) : NULL;
	return 0;
}

/* What has no event may be a slip: former names and environments that are gone have theirs. */
static int explain_nothing(const struct listing *l, struct err *err)
{
	const struct past_wanted *w = &l->wanted;
	const char *name;

	if (l->count || !l->limit)
		return 0;
	if ((w->step && runbook_step_of(&l->s->ledger, w->step, &name, err) < 0) ||
	    (w->environment &&
	     runbook_environment_of(&l->s->ledger, w->environment, &name, err) < 0))
		return -1;
	output_note(w->since || w->until || w->from || w->upto ? "no event in that time"
							       : "no event yet");
	return 0;
}

/* STEP, A..B, or both. */
static int take_operands(struct listing *l, const struct option_values *o, struct err *err)
{
	bool stretch = false;

	for (size_t i = 0; i < o->operand_count; i++) {
		const char *operand = o->operands[i];

		if (!range_is(operand) && !l->wanted.step)
			l->wanted.step = operand;
		else if (!range_is(operand) || stretch)
			return err_set(err, ERR_USAGE, "one step and one A..B at most");
		else if (range_parse(l->s, operand, &l->wanted, err) < 0)
			return -1;
		else
			stretch = true;
	}
	return 0;
}

/* --after, --follow: as they come. */
static int stream(struct listing *l, const struct option_values *o, struct result *ret,
		  struct err *err)
{
	const char *after = option_text(o, "after"), *every = option_text(o, "every");
	struct stream_options options = {
		.wanted = l->wanted, .follow = option_flag(o, "follow"), .every = 10};
	const struct ledger *ledger = &l->s->ledger;
	uint64_t place = ledger->view->sequence;

	if (l->wanted.from || l->wanted.upto || l->patch || l->limit != SIZE_MAX)
		return err_set(err, ERR_USAGE,
			       "--after and --follow go with no A..B, -n or -p");
	if (every && !time_parse_duration(every, &options.every))
		return err_set(err, ERR_USAGE, "--every '%s' is not a duration (30s, 5m)",
			       every);
	if (after && ledger_place(ledger, after, &place, err) < 0)
		return -1;
	options.wanted.from = place + 1;
	return stream_begin(l->s, &options, ret, err);
}

int cmd_log(struct session *s, const struct option_values *o, struct result *ret,
	    struct err *err)
{
	struct listing l = {.s = s,
			    .wanted = {.environment = option_text(o, "env"),
				       .step = option_text(o, "step")},
			    .limit = SIZE_MAX,
			    .patch = option_flag(o, "patch")};
	const char *text = option_text(o, "max-count");
	struct log_result *r = arena_alloc(&s->arena, sizeof(*r));
	int status;

	if (text && !number_parse(text, SIZE_MAX, &l.limit))
		return err_set(err, ERR_USAGE, "-n '%s' is not a number", text);
	if (option_text(o, "every") && !option_flag(o, "follow"))
		return err_set(err, ERR_USAGE, "--every goes with --follow");
	if (take_operands(&l, o, err) < 0 ||
	    range_moment(s, o, "since", false, &l.wanted.since, err) < 0 ||
	    range_moment(s, o, "until", true, &l.wanted.until, err) < 0)
		return -1;
	if (option_text(o, "after") || option_flag(o, "follow"))
		return stream(&l, o, ret, err);
	status = past_events(&s->ledger, s->ledger.view, &l.wanted, add_event, &l, err);
	arena_defer(&s->arena, free, l.events);
	if (status < 0 || explain_nothing(&l, err) < 0 ||
	    state_trust(s->ledger.view->state, &r->trust, err) < 0)
		return -1;
	r->ledger = s->ledger.view;
	r->events = l.events;
	r->count = l.count;
	result_is_log(ret, r);
	return 0;
}
