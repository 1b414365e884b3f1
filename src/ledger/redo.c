#include "ledger/redo.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "base/strbuf.h"

/* Fields that come back as options; the others are found out anew when the command runs. */
static const struct {
	enum event_field field;
	const char *option; /* "" is an operand */
} options[] = {
	{FIELD_PRINCIPAL, ""},	  {FIELD_STEP, ""},	  {FIELD_HOLD, ""},
	{FIELD_PIN, ""},	  {FIELD_NAME, "--name"}, {FIELD_EMAIL, "--email"},
	{FIELD_KEY, "--key"},	  {FIELD_ROLE, "--role"}, {FIELD_ENVIRONMENT, "--env"},
	{FIELD_UNTIL, "--until"}, {FIELD_PATH, "--path"}, {FIELD_EXCEPT, "--except"},
};

const char *redo_command(const struct event *event, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	bool runs = event->word == EVENT_START;
	bool pins = event->word == EVENT_PIN;

	strbuf_addf(&out, "git mcade %s", runs ? "run" : event_info(event->word)->word);
	if (event->word == EVENT_TRUST) /* who is let in has a name */
		strbuf_addstr(&out, event_get(event, FIELD_NAME) ? " add" : " revoke");
	if (event->word == EVENT_THAW && strchr(event_get(event, FIELD_OF), ':'))
		strbuf_addf(&out, " %s", strchr(event_get(event, FIELD_OF), ':') + 1);
	if (event->word == EVENT_ADOPT && event->fields[FIELD_CLAIM].count)
		strbuf_addstr(&out, " --accept-claims");
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		const struct event_values *values = &event->fields[options[i].field];

		if (options[i].field == FIELD_PIN && !pins)
			continue;
		for (size_t k = 0; k < values->count; k++) {
			if (*options[i].option)
				strbuf_addf(&out, " %s", options[i].option);
			strbuf_addf(&out, " %s", shell_quote(values->items[k], a));
		}
	}
	if (event->reason)
		strbuf_addf(&out, " -m %s", shell_quote(event->reason, a));
	return arena_memdup(a, out.buf, out.len);
}
