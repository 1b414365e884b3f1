/* What holds, what no longer does, and what is excepted: hold, lift, waive. */
#include "base/texts.h"
#include "model/internal.h"

/* "lock:PLAT_05", "freeze:proxy", "halt:env": the name of a hold that an event sets. */
static const char *hold_name(const struct draft *d)
{
	const char *named = event_get(d->event, FIELD_HOLD);
	struct event_subject subject = event_subject_of(d->event);

	return arena_printf(d->arena, "%s:%s", event_info(d->event->word)->word,
			    named	 ? named
			    : subject.id ? subject.id
					 : "env");
}

/* A freeze without paths holds again what the runbook freezes and somebody thawed. */
int file_HOLD(struct draft *d)
{
	const char *name = hold_name(d);
	struct subject *s = draft_own(d);
	struct entry entry = draft_entry(d, arena_printf(d->arena, "holds/%s", name));

	if (!s)
		return -1;
	subject_remove(s, arena_printf(d->arena, "lifted/%s", name));
	if (d->event->word == EVENT_FREEZE && !d->event->fields[FIELD_PATH].count)
		return 0;
	draft_copy(d, &entry,
		   FIELD_LIST(FIELD_PATH, FIELD_EXCEPT, FIELD_UNTIL, FIELD_REPLACEMENT));
	entry_put(&entry, d->arena, "reason", d->event->reason);
	subject_put(s, d->arena, entry);
	return 0;
}

/*
 * Every hold of these names goes. Where the runbook holds it, not an act, the lift is kept beside
 * the digest of how that entry is written: it opens the entry as it is now, and no later one.
 */
int file_LIFT(struct draft *d)
{
	const struct event_values *of = &d->event->fields[FIELD_OF];
	struct subject *s = draft_own(d);

	if (!s)
		return -1;
	for (size_t i = 0; i < of->count; i++) {
		struct entry entry = draft_entry(
			d, arena_printf(d->arena, "lifted/%s", of->items[i]));

		subject_remove(s, arena_printf(d->arena, "holds/%s", of->items[i]));
		if (text_begins(of->items[i], "incident-open:"))
			subject_remove(
				s, arena_printf(d->arena, "incidents/%s", of->items[i] + 14));
		if (!event_get(d->event, FIELD_DEFINITION))
			continue;
		entry_put(&entry, d->arena, "definition",
			  event_get(d->event, FIELD_DEFINITION));
		entry_put(&entry, d->arena, "reason", d->event->reason);
		subject_put(s, d->arena, entry);
	}
	return 0;
}

static const char *waiver_slot(const struct draft *d)
{
	switch (d->event->word) {
	case EVENT_INCIDENT_OPEN:
		return arena_printf(d->arena, "incidents/%s", d->id);
	case EVENT_PURGE:
		return arena_printf(d->arena, "purged/%s", event_subject_of(d->event).id);
	case EVENT_EXPUNGE:
		return arena_printf(d->arena, "expunged/%s", d->id);
	default:
		if (event_subject_of(d->event).type == SUBJECT_PATH)
			return arena_printf(d->arena, "waivers/%s:%s",
					    event_get(d->event, FIELD_RULE),
					    event_subject_of(d->event).id);
		return arena_printf(d->arena, "waivers/%s", event_get(d->event, FIELD_RULE));
	}
}

int file_WAIVE(struct draft *d)
{
	return draft_file(d, waiver_slot(d),
			  FIELD_LIST(FIELD_CONTENT, FIELD_CANDIDATE, FIELD_RULE, FIELD_PATH,
				     FIELD_REPLACEMENT, FIELD_EXPIRES, FIELD_FOLLOW_UP,
				     FIELD_BODY, FIELD_DIRECTORY),
			  d->event->reason);
}
