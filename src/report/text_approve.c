/* Who has agreed to what. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"

/* again: he has said so before, and is one person. */
static void add_said(struct strbuf *out, const struct approved *said, bool again)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *unless = approved_unless(said, &scratch);

	strbuf_addf(out, COLOUR_NAME "%5" PRIu64 COLOUR_END "  %s  ", said->sequence,
		    TIME_TEXT(said->when));
	printable_addstr(out, approved_by(said, &scratch));
	strbuf_addf(out, ": %s until %s", said->yes ? "yes" : "no", TIME_TEXT(said->until));
	if (said->yes && said->why)
		strbuf_addf(out, "  " COLOUR_BAD "does not count: %s" COLOUR_END, said->why);
	if (again)
		strbuf_addstr(out, "  (said again, counted once)");
	if (unless)
		strbuf_addf(out, "  %s", unless);
	strbuf_addch(out, '\n');
}

/* "rollback:app in prod, --to 12 --input day=2: approved by 0 of 1 of role 'owner'" */
static void add_demanded(struct strbuf *out, const struct demanded *d)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct event_values *values = &d->act.fields[FIELD_ARGUMENT];
	const char *candidate = event_get(&d->act, FIELD_CANDIDATE);
	const char *to = event_get(&d->act, FIELD_RESTORED_TO);

	strbuf_addf(out, COLOUR_TITLE "%s" COLOUR_END " in %s", approvals_of(d->what, &scratch),
		    d->environment->id);
	if (to)
		strbuf_addf(out, ", --to %s", to);
	for (size_t i = 0; i < values->count; i++) {
		strbuf_addstr(out, ", --input ");
		printable_addstr(out, values->items[i]);
	}
	strbuf_addf(out, ": approved by %u of %u of role '%s'\n",
		    approvals_given(d->said, d->count), d->approval->count, d->approval->role);
	if (candidate)
		strbuf_addf(out, "  candidate %.19s\n", candidate);
	for (size_t i = 0; i < d->count; i++)
		add_said(out, &d->said[i], approvals_again(d->said, i));
	if (!d->next)
		return;
	advice_add(out, d->next, "  next: ", "  hint: ");
	strbuf_addch(out, '\n');
}

void text_approve(struct report *report, const struct approve_result *result)
{
	for (size_t i = 0; i < result->count; i++)
		add_demanded(&report->data, &result->items[i]);
	if (!result->count)
		text_note(report, "mcade: no approval is demanded%s%s%s%s%s",
			  result->what ? " of " : "", result->what ? result->what : "",
			  result->environment ? " in '" : "",
			  result->environment ? result->environment : "",
			  result->environment ? "'" : "");
}
