/* What changed in the record, and in a runbook. */
#include "report/text_internal.h"

#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"

void text_runbook_change(struct strbuf *out, const struct runbook_change *change)
{
	static const char *const marks[] = {COLOUR_GOOD "+", COLOUR_NAME "~", COLOUR_NAME "~",
					    COLOUR_BAD "-"};

	strbuf_addf(out, "  %s %s" COLOUR_END " ", marks[change->how],
		    runbook_how_word(change->how));
	printable_addstr(out, change->key);
	if (change->id) {
		strbuf_addch(out, ' ');
		if (change->was) {
			printable_addstr(out, change->was);
			strbuf_addstr(out, " -> ");
		}
		printable_addstr(out, change->id);
	}
	for (size_t i = 0; i < change->key_count; i++) {
		strbuf_addstr(out, i ? ", " : " (");
		printable_addstr(out, change->keys[i]);
	}
	strbuf_addstr(out, change->key_count ? ")\n" : "\n");
}

static void add_change(struct strbuf *out, const struct record_change *c)
{
	strbuf_addf(out, "  %s" COLOUR_END " %s ",
		    !c->before	? COLOUR_GOOD "+"
		    : !c->after ? COLOUR_BAD "-"
				: COLOUR_NAME "~",
		    record_thing_word(c->thing));
	printable_addstr(out, c->id);
	strbuf_addstr(out, ": ");
	printable_addstr(out, c->before ? c->before : c->after);
	if (c->before && c->after && strcmp(c->before, c->after) != 0) {
		strbuf_addstr(out, " -> ");
		printable_addstr(out, c->after);
	}
	strbuf_addstr(out, c->keys ? "; other keys\n" : "\n");
}

static void add_place(struct strbuf *out, const struct ledger_view *view)
{
	strbuf_addf(out, "event %" PRIu64 " (%s)", view->sequence, TIME_TEXT(view->time));
}

/* Environments follow each other; what is of none stands last. */
void text_diff(struct report *report, const struct diff_result *r)
{
	const struct record_diff *d = r->diff;
	struct strbuf *out = &report->data;
	const char *environment = NULL;

	add_place(out, d->from);
	strbuf_addstr(out, " to ");
	add_place(out, d->to);
	strbuf_addch(out, '\n');
	if (d->rules[0] != d->rules[1])
		strbuf_addf(out, "\nrules: %" PRIu64 " -> %" PRIu64 "\n", d->rules[0],
			    d->rules[1]);
	if (d->runbook_count)
		strbuf_addstr(out, "\nrunbook in force\n");
	for (size_t i = 0; i < d->runbook_count; i++)
		text_runbook_change(out, &d->runbook[i]);
	for (size_t i = 0; i < d->count; i++) {
		const struct record_change *c = &d->changes[i];

		if (c->environment &&
		    (!environment || strcmp(environment, c->environment) != 0))
			strbuf_addf(out, "\n" COLOUR_TITLE "%s" COLOUR_END "\n",
				    c->environment);
		else if (!c->environment && (!i || environment))
			strbuf_addstr(out, "\nall environments\n");
		environment = c->environment;
		add_change(out, c);
	}
	if (!d->count && !d->runbook_count)
		strbuf_addstr(out, "nothing changed\n");
	if (d->from->sequence != d->to->sequence)
		strbuf_addf(out,
			    "\n  hint: 'git mcade log %" PRIu64 "..%" PRIu64
			    "' has the %" PRIu64 " event%s between\n",
			    d->from->sequence, d->to->sequence,
			    d->to->sequence - d->from->sequence,
			    d->to->sequence - d->from->sequence == 1 ? "" : "s");
}
