/* git mcade log: history with verdicts. */
#include "base/cleanup.h"
#include "base/number.h"
#include "base/printable.h"
#include "base/time.h"
#include "cmd/command.h"
#include "ledger/verify.h"
#include "ledger/past.h"
#include "ledger/in_force.h"
#include "report/output.h"

static const struct option options[] = {
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

/* A person is let in, or given more; without a name to go by, keys are taken away. */
static const char *trust_change(const struct event *event)
{
	if (event->word != EVENT_TRUST)
		return NULL;
	if (event_get(event, FIELD_NAME))
		return "added";
	return event->fields[FIELD_KEY].count ? "keys revoked" : "all keys revoked";
}

static void add_said(struct strbuf *out, const struct event *event)
{
	const char *change = trust_change(event);

	if (change)
		strbuf_addf(out, "       %s\n", change);
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const struct event_values *values = &event->fields[f];

		for (size_t k = 0; event_field_shown(f) && k < values->count; k++) {
			strbuf_addf(out, "       %s: ", event_field_word(f));
			printable_addstr(out, values->items[k]);
			strbuf_addch(out, '\n');
		}
	}
}

static void add_said_json(struct json_writer *w, const struct event *event)
{
	jw_field_string(w, "change", trust_change(event));
	jw_field_array(w, "fields");
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const struct event_values *values = &event->fields[f];

		for (size_t k = 0; event_field_shown(f) && k < values->count; k++) {
			jw_object(w);
			jw_field_string(w, "field", event_field_word(f));
			jw_field_string(w, "value", values->items[k]);
			jw_end(w);
		}
	}
	jw_end(w);
}

static void add_line(struct strbuf *out, struct session *s, const struct verified_event *e)
{
	const char *rule;
	bool contested;

	strbuf_addf(out, "%5" PRIu64 "  %s  %-28s  ", e->sequence, TIME_TEXT(e->time),
		    event_subject(&e->event, &s->arena));
	printable_addstr(out, e->origin.principal);
	rule = ledger_view_disputes(s->ledger.view, e->sequence, &contested);
	if (rule)
		strbuf_addf(out, "  %s, does not count: %s",
			    contested ? "contested" : "disputed", rule);
	else
		strbuf_addstr(out, "  verified");
	if (event_get(&e->event, FIELD_RESULT))
		strbuf_addf(out, "  %s", event_get(&e->event, FIELD_RESULT));
	if (event_verified(&e->event))
		strbuf_addf(out, "  checks %s", event_verified(&e->event));
	strbuf_addch(out, '\n');
	add_said(out, &e->event);
	if (e->event.reason) {
		strbuf_addstr(out, "       ");
		printable_addstr(out, e->event.reason);
		strbuf_addch(out, '\n');
	}
}

static void add_json(struct json_writer *w, struct session *s, const struct verified_event *e,
		     const struct trust *trust)
{
	const struct principal *signer = trust_principal(trust, e->origin.principal);
	char commit[OID_HEX_SIZE];
	const char *rule;
	bool contested;

	rule = ledger_view_disputes(s->ledger.view, e->sequence, &contested);
	oid_hex(&e->commit, commit);
	jw_object(w);
	jw_field_int(w, "sequence", (int64_t)e->sequence);
	jw_field_string(w, "commit", commit);
	jw_field_string(w, "id", event_get(&e->event, FIELD_ID));
	jw_field_string(w, "time", TIME_TEXT(e->time));
	jw_field_string(w, "event", event_info(e->event.word)->word);
	jw_field_string(w, "step", event_get(&e->event, FIELD_STEP));
	jw_field_string(w, "environment", event_get(&e->event, FIELD_ENVIRONMENT));
	jw_field_string(w, "reason", e->event.reason);
	add_said_json(w, &e->event);
	jw_field_string(w, "result", event_get(&e->event, FIELD_RESULT));
	jw_field_string(w, "verify", event_verified(&e->event));
	jw_field_string(w, "signer", e->origin.principal);
	jw_field_array(w, "roles");
	for (size_t i = 0; signer && i < signer->role_count; i++)
		jw_string(w, signer->roles[i]);
	jw_end(w);
	jw_field_bool(w, "verified", true);
	jw_field_bool(w, "counts", !rule);
	jw_field_string(w, "rule", rule);
	jw_end(w);
}

static int show(struct listing *l, const struct option_values *o, size_t limit, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct trust *trust;
	struct json_writer w;
	bool json = option_flag(o, "json");

	if (state_trust(l->s->ledger.view->state, &trust, err) < 0)
		return -1;
	if (json) {
		output_json_begin(&w, &out, "log");
		jw_field_array(&w, "events");
	}
	for (size_t i = l->count;
	     i-- > 0 && l->count - i <= limit;) { /* newest first, as git log */
		if (json)
			add_json(&w, l->s, &l->events[i], trust);
		else
			add_line(&out, l->s, &l->events[i]);
	}
	if (!json)
		return output_data(&out, err);
	jw_end(&w);
	return output_json_end(&w, &out, err);
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

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	struct listing l = {.s = s, .environment = option_text(o, "env")};
	struct findings findings = {.arena = &s->arena};
	const char *text = option_text(o, "max-count");
	struct ledger_view *view;
	uint64_t limit = SIZE_MAX;
	int verdict;

	if (o->operand_count > 1)
		return err_set(err, ERR_USAGE, "one step at most");
	if (text && !number_parse(text, SIZE_MAX, &limit))
		return err_set(err, ERR_USAGE, "-n '%s' is no number", text);
	l.step = o->operand_count ? o->operands[0] : NULL;
	verdict = ledger_verify(s->ledger.repo, &s->arena, NULL, &s->ledger.view->head,
				s->ledger.progress, add_event, &l, &view, &findings, err);
	if (verdict < 0)
		return -1;
	if (verdict)
		return ledger_untrusted(&findings, err);
	return explain_nothing(&l, err) < 0 ? -1 : show(&l, o, (size_t)limit, err);
}

const struct subcommand cmd_log = {
	.name = "log",
	.group = GROUP_REVIEW,
	.everyday = true,
	.usage = "[STEP] [--env ENV] [-n N]",
	.summary = "the events of the ledger, newest first, each verified",
	.options = options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.said = run,
};
