/* git mcade sync: fetch, judge against what was seen there, publish. */
#include "remote/sync.h"

#include "cmd/command.h"
#include "cmd/kept.h"
#include "cmd/told.h"
#include "model/logentry.h"
#include "records/records.h"
#include "records/render.h"
#include "remote/join.h"
#include "report/findings.h"
#include "report/output.h"

const struct option options_sync[] = {
	{OPTION_FLAG, 0, "set-aside", NULL,
	 "after a lost race: follow the remote; only what happened is recorded again, acts are "
	 "kept aside"},
	{OPTION_FLAG, 0, "repair", NULL,
	 "fetch the whole ledger again, for what is missing or damaged here"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

/* What was recorded again, and what is against the rest. */
static void tell(const struct ledger *l, struct aside_event *events, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct aside_event *e = &events[i];

		if (e->recorded)
			output_note("mcade: recorded %" PRIu64 " %s%s%s", e->recorded,
				    e->subject, e->contested ? "; it " : "",
				    e->contested ? contested_words(l, e->recorded) : "");
		else if (e->happened)
			output_note(
				"mcade: '%s' happened and cannot be recorded: it stays at %s",
				e->subject, e->ref);
		report_say(&e->refused);
	}
}

/* 1: something that was to be recorded again could not be. */
static int status_of(const struct sync_result *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (!r->events[i].recorded && !r->events[i].called_off &&
		    (r->events[i].happened || !r->set_aside))
			return 1;
	return 0;
}

/* The log of the work tree has no entry of what is not in the ledger, and of the rest the ledger's. */
static int follow_log(const struct ledger *l, const struct sync_state *state, struct err *err)
{
	for (size_t i = 0; i < state->event_count; i++) {
		const struct aside_event *e = &state->events[i];
		struct event_origin origin = {.time = e->time, .name = e->name};

		if ((!e->recorded || e->moved) &&
		    records_take_out(l, &e->event, &origin, err) < 0)
			return -1;
		if (e->moved && logentry_makes(&e->event) &&
		    records_append_log(l, e->moved, err) < 0)
			return -1;
	}
	return 0;
}

static int told(const struct ledger *l, struct sync_result *r, struct err *err)
{
	struct sync_state *state = r->state;
	struct rendered done = RENDERED_INIT;
	struct ledger here = *l;
	bool follows = false;

	here.view = state->local;
	if (state->event_count && records_follow(&here, &follows, err) < 0)
		return -1;
	if (follows &&
	    (follow_log(&here, state, err) < 0 || render_runbook_marks(&here, &done, err) < 0))
		return -1;

	r->ref = state->aside;
	r->events = state->events;
	r->count = state->event_count;
	if (r->ref)
		output_note("%zu event%s kept at %s", r->count, r->count == 1 ? "" : "s",
			    r->ref);
	tell(&here, state->events, r->count);
	return status_of(r);
}

static int set_aside(struct session *s, struct sync_result *r, struct err *err)
{
	if (sync_set_aside(&s->ledger, r->state, err) < 0)
		return -1;
	r->set_aside = true;
	return told(&s->ledger, r, err);
}

/* And publishes it; what became of the events before is still to be told. */
static int record_kept(struct session *s, struct sync_state *state, struct err *err)
{
	struct sync_state after;
	struct pending *kept;
	size_t count;

	if (kept_settle(s, PENDING_STATE, &kept, &count, err) < 0 ||
	    kept_settle(s, PENDING_LOST, &kept, &count, err) < 0)
		return -1;
	if (s->ledger.view == state->local)
		return 0;
	if (sync_all(&s->ledger, &after, err) < 0)
		return -1;
	state->relation = after.relation;
	state->local = s->ledger.view = after.local;
	state->remote = after.remote;
	state->evidence = after.evidence;
	return 0;
}

int cmd_sync(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct sync_result *r = arena_alloc(&s->arena, sizeof(*r));
	struct sync_state *state = arena_alloc(&s->arena, sizeof(*state));
	int result;

	r->remote = s->ledger.remote;
	r->state = state;
	result_is_sync(ret, r);
	if (option_flag(o, "set-aside") && option_flag(o, "repair"))
		return err_set(err, ERR_USAGE, "either --set-aside or --repair");
	if (option_flag(o, "set-aside"))
		return set_aside(s, r, err);
	result = option_flag(o, "repair") ? sync_anew(&s->ledger, state, err)
					  : sync_all(&s->ledger, state, err);
	if (state->kept)
		output_note(
			"mcade: warning: branch '%s' was not the ledger that this clone had "
			"verified, and was put back; what was found there is kept at %s",
			s->ledger.ref + strlen("refs/heads/"), state->kept);
	if (state->lost)
		output_note("mcade: warning: this clone had verified event %" PRIu64
			    ", and it is neither here nor at '%s': what was not published is "
			    "lost",
			    state->lost, s->ledger.remote);
	if (result < 0)
		return -1;
	if (state->relation == SYNC_UNREACHABLE) {
		err_set(err, ERR_WAITING, "remote '%s' did not answer: %s", s->ledger.remote,
			state->reason);
		return err_next(err, "when it answers: 'git mcade sync'");
	}
	s->ledger.view = state->local;
	if (state->local && state->local->confirmed && adoption_settle(&s->ledger, err) < 0)
		return -1;
	if (state->local && record_kept(s, state, err) < 0)
		return -1;
	if (state->evidence)
		output_note("mcade: warning: %s; the next sync tries again", state->evidence);
	tell_published(s);
	return told(&s->ledger, r, err);
}
