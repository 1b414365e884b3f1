/* git mcade sync: fetch, judge against what was seen there, publish. */
#include "remote/sync.h"

#include "base/cleanup.h"
#include "cmd/command.h"
#include "remote/join.h"
#include "report/findings.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_FLAG, 0, "set-aside", NULL,
	 "after a lost race: follow the remote; what happened is recorded again, other acts "
	 "are kept aside"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static const char *const words[] = {
	[SYNC_NO_REMOTE] = "no remote is configured",
	[SYNC_UNREACHABLE] = "unreachable",
	[SYNC_UNPUBLISHED] = "nothing to publish",
	[SYNC_EQUAL] = "up to date",
	[SYNC_BEHIND] = "behind",
	[SYNC_AHEAD] = "ahead",
	[SYNC_LOST_RACE] = "lost race",
};

static int64_t sequence_of(const struct aside_event *e)
{
	return strtoll(event_get(&e->event, FIELD_SEQUENCE), NULL, 10);
}

/* For programs: the relation after the work was done; `ref` and events only of what was set aside. */
static int show_json(const struct session *s, const struct sync_state *state, const char *ref,
		     const struct aside_event *events, size_t count, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	output_json_begin(&w, &out, "sync");
	jw_field_string(&w, "remote", s->ledger.remote);
	jw_field_string(&w, "relation", words[state->relation]);
	if (state->local)
		jw_field_int(&w, "sequence", (int64_t)state->local->sequence);
	jw_field_string(&w, "kept", state->kept);
	jw_field_string(&w, "aside", ref);
	jw_field_array(&w, "events");
	for (size_t i = 0; i < count; i++) {
		jw_object(&w);
		jw_field_int(&w, "sequence", sequence_of(&events[i]));
		jw_field_string(&w, "event", events[i].subject);
		jw_field_string(&w, "command", events[i].command);
		if (events[i].recorded) {
			jw_field_int(&w, "recorded", (int64_t)events[i].recorded);
			jw_field_bool(&w, "contested", events[i].contested);
		} else if (events[i].happened) {
			jw_field_string(&w, "refused", events[i].refused.items[0].message);
		}
		jw_end(&w);
	}
	jw_end(&w);
	return output_json_end(&w, &out, err);
}

/* What happened is told with what is against it. */
static void tell_facts(struct aside_event *events, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct aside_event *e = &events[i];

		if (e->recorded)
			output_note("mcade: recorded %" PRIu64 " %s%s", e->recorded, e->subject,
				    e->contested ? ": contested, it waits for an owner's word "
						   "(attest, of a later version)"
						 : "");
		else if (e->happened)
			output_note(
				"mcade: '%s' happened and cannot be recorded: it stays at %s",
				e->subject, e->ref);
		report_say(&e->refused);
	}
}

/* 1: something that happened could not be recorded. */
static int show_aside(const struct session *s, const struct sync_state *state,
		      const struct option_values *o, const char *ref,
		      struct aside_event *events, size_t count, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	bool recorded = false;
	int status = 0;

	if (ref)
		output_note("%zu event%s kept at %s", count, count == 1 ? "" : "s", ref);
	tell_facts(events, count);
	for (size_t i = 0; i < count; i++) {
		recorded = recorded || events[i].recorded;
		if (events[i].happened && !events[i].recorded)
			status = 1;
		if (events[i].command)
			strbuf_addf(&out, "%s\n", events[i].command);
	}
	if (option_flag(o, "json"))
		return show_json(s, state, ref, events, count, err) < 0 ? -1 : status;
	if (out.len)
		output_note("to do the other acts anew%s:",
			    status ? ", and then once more 'git mcade sync --set-aside'" : "");
	else if (recorded)
		output_note("  next: git mcade sync");
	return output_data(&out, err) < 0 ? -1 : status;
}

static int set_aside(struct session *s, const struct option_values *o, struct err *err)
{
	struct aside_event *events;
	struct sync_state state;
	const char *ref;
	size_t count;

	if (sync_fetch(&s->ledger, true, &state, err) < 0)
		return -1;
	if (sync_set_aside(&s->ledger, &state, &ref, &events, &count, err) < 0)
		return -1;
	return show_aside(s, &state, o, ref, events, count, err);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct sync_state state = {0};
	int result;

	if (option_flag(o, "set-aside"))
		return set_aside(s, o, err);
	result = sync_all(&s->ledger, &state, err);
	if (state.kept)
		output_note(
			"mcade: warning: branch '%s' was not the ledger that this clone had "
			"verified, and is that again; what stood there is kept at %s",
			s->ledger.ref + strlen("refs/heads/"), state.kept);
	if (result < 0)
		return -1;
	if (state.relation == SYNC_UNREACHABLE) {
		err_set(err, ERR_WAITING, "remote '%s' did not answer: %s", s->ledger.remote,
			state.reason);
		return err_next(err, "when it answers: 'git mcade sync'");
	}
	s->ledger.view = state.local;
	if (state.local && state.local->confirmed && adoption_settle(&s->ledger, err) < 0)
		return -1;
	if (state.evidence)
		output_note("mcade: warning: %s; the next sync tries again", state.evidence);
	if (option_flag(o, "json"))
		return show_json(s, &state, NULL, NULL, 0, err);
	if (s->ledger.remote && state.local)
		strbuf_addf(&out, "%s: %s at event %" PRIu64 "\n", s->ledger.remote,
			    words[state.relation], state.local->sequence);
	else
		strbuf_addf(&out, "%s\n", words[state.relation]);
	return output_data(&out, err);
}

const struct subcommand cmd_sync = {
	.name = "sync",
	.group = GROUP_SHARE,
	.everyday = true,
	.usage = "[--set-aside]",
	.summary = "fetch the ledger, judge it against what was seen before, publish",
	.options = options,
	.needs = NEEDS_REPO,
	.said = run,
};
