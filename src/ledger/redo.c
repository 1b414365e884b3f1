#include "ledger/redo.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "base/strbuf.h"

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

const char *redo_command(const struct event *event, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct event_info *info = event_info(event->word);

	strbuf_addf(&out, "git mcade %s", info->command ? info->command : info->word);
	if (event->word == EVENT_TRUST) /* who is let in has a name */
		strbuf_addstr(&out, event_get(event, FIELD_NAME) ? " add" : " revoke");
	if (event->word == EVENT_THAW && strchr(event_get(event, FIELD_OF), ':'))
		strbuf_addf(&out, " %s", strchr(event_get(event, FIELD_OF), ':') + 1);
	if (event->word == EVENT_ADOPT && event->fields[FIELD_CLAIM].count)
		strbuf_addstr(&out, " --accept-claims");
	add_given(&out, event, true, a);
	add_given(&out, event, false, a);
	if (event->reason)
		strbuf_addf(&out, " -m %s", shell_quote(event->reason, a));
	return arena_memdup(a, out.buf, out.len);
}
