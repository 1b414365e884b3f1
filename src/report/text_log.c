/* Events, newest first as in git log. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"
#include "report/said.h"

#define MARGIN "       "

static void add_line(struct strbuf *out, const char *name, const char *text)
{
	strbuf_addf(out, MARGIN "%s%s", name, *name ? ": " : "");
	printable_add(out, bytes_text(text), PRINTABLE_LINE);
	strbuf_addch(out, '\n');
}

static void add_said(struct strbuf *out, const struct event *event, const struct said *said)
{
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const struct event_values *values = &event->fields[f];

		for (size_t k = 0; event_field_shown(f) && !said->told[f] && k < values->count;
		     k++)
			add_line(out, event_field_word(f), values->items[k]);
	}
}

/* A reason may have several lines. */
static void add_reason(struct strbuf *out, const char *reason)
{
	while (*reason) {
		size_t len = strcspn(reason, "\n");

		strbuf_addstr(out, MARGIN);
		printable_add(out, bytes_of(reason, len), PRINTABLE_LINE);
		strbuf_addch(out, '\n');
		reason += len + (reason[len] == '\n');
	}
}

void text_event_line(struct strbuf *out, const struct ledger_view *ledger,
		     const struct verified_event *e)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct said said;
	const char *rule;
	bool contested;

	event_say(&e->event, &scratch, &said);
	strbuf_addf(out, COLOUR_NAME "%5" PRIu64 COLOUR_END "  %s  ", e->sequence,
		    TIME_TEXT(e->time));
	printable_addstr(out, e->origin.principal);
	rule = ledger_view_disputes(ledger, e->sequence, &contested);
	if (rule)
		strbuf_addf(out, "  " COLOUR_BAD "%s, does not count: %s" COLOUR_END "  ",
			    contested ? "contested" : "disputed", rule);
	else
		strbuf_addstr(out, "  " COLOUR_GOOD "verified" COLOUR_END "  ");
	printable_addstr(out, said.line);
	if (event_verified(&e->event, LEDGER_RULES) && e->event.word == EVENT_FINISH)
		strbuf_addf(out, "  checks %s", event_verified(&e->event, LEDGER_RULES));
	if (ledger_view_own_word(ledger, &e->event, e->origin.principal))
		strbuf_addstr(out, "  own word");
	strbuf_addch(out, '\n');
	add_said(out, &e->event, &said);
	if (event_get(&e->event, FIELD_OCCURRED))
		add_line(out, "Occurred", event_get(&e->event, FIELD_OCCURRED));
	if (e->event.reason)
		add_reason(out, e->event.reason);
}

void text_patch(struct strbuf *out, const char *patch)
{
	CLEANUP(strbuf_free) struct strbuf safe = STRBUF_INIT;

	printable_add(&safe, bytes_text(patch), PRINTABLE_TEXT);
	if (safe.len)
		colour_patch(out, safe.buf);
}

void text_log(struct report *report, const struct log_result *r)
{
	struct strbuf *out = &report->data;

	for (size_t i = 0; i < r->count; i++) {
		text_event_line(out, r->ledger, &r->events[i].event);
		if (!r->events[i].patch)
			continue;
		strbuf_addch(out, '\n');
		text_patch(out, r->events[i].patch);
		strbuf_addch(out, '\n');
	}
}
