#include "ledger/redo.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "model/state.h"

/* The fields that are operands, or those that are options. */
static void add_given(struct strbuf *out, const struct event *event, bool operands,
		      struct arena *a)
{
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const char *option = event_field_given(event->word, f);

		for (size_t i = 0; option && !*option == operands && i < event->fields[f].count;
		     i++)
			strbuf_addf(out, "%s%s %s", operands ? "" : " ", option,
				    shell_quote(event->fields[f].items[i], a));
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

/* Of what it is where that is no step; done again, a no is no yes. */
static void add_verdict(struct strbuf *out, const struct event *event, struct arena *a)
{
	const char *restore = event_get(event, FIELD_RESTORE);
	const char *of = event_get(event, FIELD_SUBJECT);

	if (of)
		strbuf_addf(out, " %s", of);

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
	strbuf_addf(&out, "git mcade %s", info->command ? info->command : info->word);
	if (event->word == EVENT_TRUST)
		add_trust(&out, event, a);
	if (event->word == EVENT_THAW && strchr(event_get(event, FIELD_OF), ':'))
		strbuf_addf(&out, " %s", strchr(event_get(event, FIELD_OF), ':') + 1);
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
