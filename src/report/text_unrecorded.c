/* What a branch, the ledger or the remote does not have yet, and what happened and does not count. */
#include "report/text_internal.h"

#include "base/printable.h"

static void add_owed(struct strbuf *out, const struct owed *owed)
{
	for (size_t i = 0; i < owed->count; i++) {
		const struct owed_day *day = &owed->days[i];

		strbuf_addf(out, "owed: %s does not have what ", owed->ref);
		if (day->acts)
			strbuf_addf(out, "%zu act%s of %s recorded: ", day->acts,
				    day->acts == 1 ? "" : "s",
				    day->day ? day->day : "an unknown day");
		else
			strbuf_addstr(out, "the ledger holds: ");
		for (size_t k = 0; k < day->file_count; k++) {
			strbuf_addstr(out, k ? ", " : "");
			printable_addstr(out, day->files[k].path);
			strbuf_addstr(out, " (");
			printable_addstr(out, day->files[k].detail);
			strbuf_addch(out, ')');
		}
		strbuf_addch(out, '\n');
	}
	if (owed->count)
		strbuf_addf(out, "  next: %s\n", owed->way);
}

static void add_pending(struct strbuf *out, const struct status_result *r)
{
	for (size_t i = 0; i < r->pending_count; i++) {
		const struct event *e = &r->pending[i].intent.event;

		if (r->pending[i].why)
			strbuf_addf(out, "not recorded: %s\n", r->pending[i].why);
		else if (r->pending[i].place == PENDING_LOST)
			strbuf_addf(out,
				    "not recorded yet: %s in %s is lost: its process is gone\n"
				    "  next: git mcade sync\n",
				    event_get(e, FIELD_STEP), event_get(e, FIELD_ENVIRONMENT));
		else
			strbuf_addf(out,
				    "not recorded yet: %s in %s ended at %s (%s)\n  next: %s\n",
				    event_get(e, FIELD_STEP), event_get(e, FIELD_ENVIRONMENT),
				    event_get(e, FIELD_OCCURRED), event_get(e, FIELD_RESULT),
				    r->pending[i].place == PENDING_STATE
					    ? "git mcade sync"
					    : "git mcade run --resume");
	}
}

void text_unrecorded(struct strbuf *out, const struct status_result *r)
{
	add_owed(out, &r->owed);
	add_pending(out, r);
	if (r->unpublished)
		strbuf_addf(out, "%" PRIu64 " event%s not published\n  next: git mcade sync\n",
			    r->unpublished, r->unpublished == 1 ? " is" : "s are");
	for (size_t i = 0; i < r->contested_count; i++) {
		strbuf_addf(out,
			    "contested: event %" PRIu64
			    " %s by %s (%s) does not count until it "
			    "is attested\n",
			    r->contested[i].sequence, r->contested[i].word,
			    r->contested[i].principal, r->contested[i].rule);
		advice_add(out, r->contested[i].next, "  next: ", "  hint: ");
		strbuf_addch(out, '\n');
	}
	for (size_t i = 0; i < r->aside_count; i++) {
		strbuf_addf(out, "set aside: %s by ", r->aside[i].subject);
		printable_addstr(out, r->aside[i].name);
		strbuf_addf(out, "%s, kept at %s\n",
			    r->aside[i].happened ? ", which happened" : "", r->aside[i].ref);
	}
}
