/* Events, newest first as in git log. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"

static void add_said(struct strbuf *out, const struct event *event)
{
	if (said_change(event))
		strbuf_addf(out, "       %s\n", said_change(event));
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const struct event_values *values = &event->fields[f];

		for (size_t k = 0; event_field_shown(f) && k < values->count; k++) {
			strbuf_addf(out, "       %s: ", event_field_word(f));
			printable_addstr(out, values->items[k]);
			strbuf_addch(out, '\n');
		}
	}
}

static void add_event(struct strbuf *out, const struct log_result *r,
		      const struct verified_event *e)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *rule;
	bool contested;

	strbuf_addf(out, "%5" PRIu64 "  %s  %-28s  ", e->sequence, TIME_TEXT(e->time),
		    event_subject(&e->event, &scratch));
	printable_addstr(out, e->origin.principal);
	rule = ledger_view_disputes(r->ledger, e->sequence, &contested);
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

void text_log(struct report *report, const struct log_result *r)
{
	for (size_t i = r->count; i-- > 0;)
		add_event(&report->data, r, &r->events[i]);
}
