#include "ledger/redo.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "model/state.h"

/* What stands elsewhere, or is found out by the command itself. */
static bool is_given(const struct event *event, enum event_field f)
{
	switch (f) {
	case FIELD_STEP:
	case FIELD_SUBJECT:
		return false;
	case FIELD_PIN:
		return event->word != EVENT_UNPIN;
	case FIELD_EXPIRES:
		return event->word != EVENT_INCIDENT_OPEN;
	case FIELD_ROLE:
		return event->word == EVENT_TRUST;
	default:
		return true;
	}
}

/* The fields that are operands, or those that are options. */
static void add_given(struct strbuf *out, const struct event *event, bool operands,
		      struct arena *a)
{
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const char *option = event_field_given(event->word, f);

		for (size_t i = 0; option && is_given(event, f) && !*option == operands &&
				   i < event->fields[f].count;
		     i++)
			strbuf_addf(out, "%s%s %s", operands ? "" : " ", option,
				    shell_quote(event->fields[f].items[i], a));
	}
}

static void add(struct strbuf *out, const char *option, const char *value, struct arena *a)
{
	if (value)
		strbuf_addf(out, " %s%s", option, shell_quote(value, a));
}

/* Of what it is: a command that is about one sort of thing takes its name alone. */
static void add_subject(struct strbuf *out, const struct event *event, struct arena *a)
{
	const struct event_subject of = event_subject_of(event);

	switch (of.type) {
	case SUBJECT_STEP:
		add(out, event->word == EVENT_WAIVE ? "--step " : "", of.id, a);
		break;
	case SUBJECT_PATH:
		add(out, event->word == EVENT_PURGE ? "" : "--path ", of.id, a);
		break;
	case SUBJECT_GATE:
	case SUBJECT_ROLLBACK:
	case SUBJECT_DRILL:
		add(out, "",
		    event->word == EVENT_GATE || event->word == EVENT_ROLLBACK ||
				    event->word == EVENT_DRILL
			    ? of.id
			    : event_get(event, FIELD_SUBJECT),
		    a);
		break;
	case SUBJECT_EVENT:
		add(out, "", event_get(event, FIELD_SUBJECT), a);
		break;
	default:
		break;
	}
}

/* What one command alone takes. */
static void add_own(struct strbuf *out, const struct event *event, struct arena *a)
{
	const struct event_values *pins = &event->fields[FIELD_PIN];
	const char *of = event_get(event, FIELD_OF);

	switch (event->word) {
	case EVENT_UNPIN:
		for (size_t i = 0; i < pins->count; i++)
			add(out, "",
			    arena_strndup(a, pins->items[i], strcspn(pins->items[i], "=")), a);
		break;
	case EVENT_THAW:
	case EVENT_INCIDENT_CLOSE:
		add(out, "", of && strchr(of, ':') ? strchr(of, ':') + 1 : of, a);
		add(out, "--follow-up ", event_get(event, FIELD_FOLLOW_UP), a);
		break;
	case EVENT_INCIDENT_OPEN:
		add(out, "--ttl ", event_get(event, FIELD_EXPIRES), a);
		break;
	case EVENT_SUPERSEDE:
	case EVENT_DEPRECATE:
		add(out, "--by ", event_get(event, FIELD_REPLACEMENT), a);
		break;
	case EVENT_UNSEAL:
		add(out, "", event_get(event, FIELD_DIRECTORY), a);
		break;
	case EVENT_WAIVE:
		add(out, "--candidate ", event_get(event, FIELD_CANDIDATE), a);
		break;
	case EVENT_APPROVE:
		add(out, "--for ", event_get(event, FIELD_FOR), a);
		break;
	case EVENT_ATTEST: /* of what was done by hand */
		if (event_subject_of(event).type == SUBJECT_ROLLBACK)
			add(out, "--occurred ", event_get(event, FIELD_OCCURRED), a);
		break;
	default:
		break;
	}
}

/* What `trust` does, of which its fields tell: who is let in has a name, who is left nothing has none. */
static const char *trust_verb(const struct event *event)
{
	if (event->fields[FIELD_MAY].count)
		return "role";
	if (event_get(event, FIELD_RECOVERY))
		return "recovery";
	if (event_get(event, FIELD_NAME))
		return "add";
	return event->fields[FIELD_KEY].count || event->fields[FIELD_ROLE].count ? "set"
										 : "revoke";
}

static void add_trust(struct strbuf *out, const struct event *event, struct arena *a)
{
	const struct event_values *may = &event->fields[FIELD_MAY];
	const char *recovery = event_get(event, FIELD_RECOVERY);

	strbuf_addf(out, " %s", trust_verb(event));
	if (may->count)
		strbuf_addf(out, " %.*s", (int)strcspn(may->items[0], " "), may->items[0]);
	for (size_t i = 0; i < may->count; i++)
		strbuf_addf(out, " --may %s", shell_quote(strchr(may->items[i], ' ') + 1, a));
	if (recovery)
		strbuf_addf(out, " --key %s", shell_quote(recovery, a));
}

/* Done again, a no is no yes. */
static void add_verdict(struct strbuf *out, const struct event *event, struct arena *a)
{
	const char *restore = event_get(event, FIELD_RESTORE);

	if (strcmp(event_get(event, FIELD_VERDICT), "pass") != 0)
		strbuf_addstr(out, " --fail");
	if (restore && strcmp(restore, RESTORE_NOTHING) != 0)
		strbuf_addf(out, " --restore %s", shell_quote(restore, a));
}

/* Trust that was put back: from which event on, only its reason says. */
static bool is_void(const struct event *event)
{
	size_t parts = event->fields[FIELD_PRINCIPAL].count;

	parts += event->fields[FIELD_MAY].count ? 1 : 0;
	parts += event->fields[FIELD_RECOVERY].count;
	return parts > 1;
}

const char *redo_command(const struct event *event, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct event_info *info = event_info(event->word);

	if (event->word == EVENT_TRUST && is_void(event))
		return NULL;
	strbuf_addf(&out, "git mcade %s",
		    event->word == EVENT_INCIDENT_OPEN	  ? "incident open"
		    : event->word == EVENT_INCIDENT_CLOSE ? "incident close"
		    : info->command			  ? info->command
							  : info->word);
	if (event->word == EVENT_TRUST)
		add_trust(&out, event, a);
	if (event->word == EVENT_WAIVE)
		add(&out, "", event_get(event, FIELD_RULE), a);
	add_subject(&out, event, a);
	add_own(&out, event, a);
	if (event->word == EVENT_ADOPT && event->fields[FIELD_CLAIM].count)
		strbuf_addstr(&out, " --accept-claims");
	add_given(&out, event, true, a);
	if (event->word == EVENT_APPROVE || event->word == EVENT_ATTEST)
		add_verdict(&out, event, a);
	add_given(&out, event, false, a);
	if (event->reason)
		strbuf_addf(&out, " -m %s", shell_quote(event->reason, a));
	return arena_memdup(a, out.buf, out.len);
}
