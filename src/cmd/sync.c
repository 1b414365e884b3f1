/* git mcade sync: fetch, judge against what was seen there, publish. */
#include "engine/sync.h"

#include "base/cleanup.h"
#include "cmd/command.h"
#include "engine/adoption.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_FLAG, 0, "set-aside", NULL,
	 "after a lost race: keep own unpublished events aside and follow the remote"},
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

/* For programs: the relation after the work was done; `ref` and events only of what was set aside. */
static int show_json(const struct session *s, const struct sync_state *state, const char *ref,
		     const struct aside_event *events, size_t count, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	output_json_begin(&w, &out, "sync");
	jw_field_string(&w, "remote", s->remote);
	jw_field_string(&w, "relation", words[state->relation]);
	if (state->local)
		jw_field_int(&w, "sequence", (int64_t)state->local->sequence);
	jw_field_string(&w, "kept", state->kept);
	jw_field_string(&w, "aside", ref);
	jw_key(&w, "events");
	jw_array(&w);
	for (size_t i = 0; i < count; i++) {
		jw_object(&w);
		jw_field_int(&w, "sequence", (int64_t)events[i].sequence);
		jw_field_string(&w, "event", events[i].subject);
		jw_field_string(&w, "command", events[i].command);
		jw_end(&w);
	}
	jw_end(&w);
	return output_json_end(&w, &out, err);
}

static int set_aside(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct aside_event *events;
	struct sync_state state;
	const char *ref;
	size_t count;

	if (sync_fetch(s, true, &state, err) < 0)
		return -1;
	if (state.relation != SYNC_LOST_RACE) {
		err_set(err, ERR_USAGE, "nothing to set aside: no race was lost");
		return err_next(err, "git mcade sync");
	}
	if (sync_set_aside(s, &state, &ref, &events, &count, err) < 0)
		return -1;
	if (option_flag(o, "json"))
		return show_json(s, &state, ref, events, count, err);
	output_note("%zu event%s kept at %s; to do them anew:", count, count == 1 ? "" : "s",
		    ref);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(&out, "%s\n", events[i].command);
	return output_data(&out, err);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct sync_state state = {0};
	int result;

	if (option_flag(o, "set-aside"))
		return set_aside(s, o, err);
	result = sync_all(s, &state, err);
	if (state.kept)
		output_note(
			"mcade: warning: branch '%s' was not the ledger that this clone had "
			"verified, and is that again; what stood there is kept at %s",
			s->ledger_ref + strlen("refs/heads/"), state.kept);
	if (result < 0)
		return -1;
	if (state.relation == SYNC_UNREACHABLE) {
		err_set(err, ERR_WAITING, "remote '%s' did not answer: %s", s->remote,
			state.reason);
		return err_next(err, "when it answers: 'git mcade sync'");
	}
	if (state.local && state.local->confirmed && adoption_settle(s, err) < 0)
		return -1;
	if (state.evidence)
		output_note("mcade: warning: %s; the next sync tries again", state.evidence);
	if (option_flag(o, "json"))
		return show_json(s, &state, NULL, NULL, 0, err);
	if (s->remote && state.local)
		strbuf_addf(&out, "%s: %s at event %" PRIu64 "\n", s->remote,
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
	.run = run,
};
