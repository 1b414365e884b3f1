#include "branches/register.h"

#include "base/texts.h"
#include "base/time.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "ledger/ledger.h"

/* By the event's word, and what of it is told. */
static const struct {
	enum event_word word;
	const char *kind;
	enum event_field detail;
} by_word[] = {
	{EVENT_WAIVE, "waiver", FIELD_RULE},
	{EVENT_SKIP, "skip", FIELD_RULE},
	{EVENT_INCIDENT_OPEN, "incident", FIELD_RULE},
	{EVENT_INCIDENT_CLOSE, "follow-up", FIELD_FOLLOW_UP},
	{EVENT_PURGE, "purge", FIELD_RULE},
	{EVENT_EXPUNGE, "expunge", FIELD_BODY},
	{EVENT_RETIP, "retip", FIELD_RULE},
	{EVENT_RECOVER, "set-aside", FIELD_RULE},
	{EVENT_ATTEST, "attested", FIELD_CRITERION},
};

/* By a field that it has, whatever its word. */
static const struct {
	enum event_field field;
	const char *kind;
} by_field[] = {
	{FIELD_ACCEPTED, "accepted-changes"},
	{FIELD_OFFLINE, "offline"},
	{FIELD_WAIVED, "passed"},
	{FIELD_FOR, "witnessed"},
	{FIELD_WITHOUT, "criterion"},
	{FIELD_CONTESTED, "contested"},
};

static const char *joined(const struct event_values *values, struct arena *a)
{
	const char *text = NULL;

	for (size_t i = 0; i < values->count; i++)
		text = text ? arena_printf(a, "%s, %s", text, values->items[i])
			    : arena_strdup(a, values->items[i]);
	return text;
}

static const char *copy(const char *text, struct arena *a)
{
	return text ? arena_strdup(a, text) : NULL;
}

static void add(struct exception_register *r, const char *kind, const char *detail,
		const struct verified_event *event, struct arena *a)
{
	const struct event *e = &event->event;

	*ARENA_PUSH(a, r->items, r->count) = (struct registered){
		.kind = kind,
		.sequence = event->sequence,
		.time = event_time(e, &event->origin),
		.subject = event_subject(e, a),
		.detail = detail,
		.reason = copy(e->reason, a),
		.until = copy(event_get(e, FIELD_EXPIRES), a)};
}

/* Where it stands while it lasts: as apply() files it. */
static void place(struct registered *last, const struct event *e, struct arena *a)
{
	struct event_subject subject = event_subject_of(e);
	const char *rule = event_get(e, FIELD_RULE);

	last->path = state_subject_path(event_get(e, FIELD_ENVIRONMENT), subject, a);
	last->slot = e->word == EVENT_INCIDENT_OPEN
			     ? arena_printf(a, "incidents/%s", event_get(e, FIELD_ID))
		     : subject.type == SUBJECT_PATH
			     ? arena_printf(a, "waivers/%s:%s", rule, subject.id)
			     : arena_printf(a, "waivers/%s", rule);
}

/* An attestation is one where it stands for what was not shown: of an event, or a criterion. */
static bool stands_in(const struct event *e)
{
	return event_subject_of(e).type == SUBJECT_EVENT || event_get(e, FIELD_CRITERION);
}

void register_take(struct exception_register *r, const struct verified_event *event,
		   struct arena *a)
{
	const struct event *e = &event->event;

	for (size_t i = 0; i < ARRAY_SIZE(by_word); i++) {
		if (e->word != by_word[i].word || (e->word == EVENT_ATTEST && !stands_in(e)))
			continue;
		add(r, by_word[i].kind, joined(&e->fields[by_word[i].detail], a), event, a);
		if (e->word == EVENT_WAIVE && event_get(e, FIELD_CANDIDATE))
			r->items[r->count - 1].detail = arena_printf(
				a, "%s of %s", r->items[r->count - 1].detail,
				event_get(e, FIELD_CANDIDATE));
		if (e->word == EVENT_WAIVE || e->word == EVENT_SKIP ||
		    e->word == EVENT_INCIDENT_OPEN)
			place(&r->items[r->count - 1], e, a);
	}
	for (size_t i = 0; i < ARRAY_SIZE(by_field); i++) {
		enum event_field f = by_field[i].field;

		if (e->fields[f].count)
			add(r, by_field[i].kind, joined(&e->fields[f], a), event, a);
	}
	if (e->word == EVENT_APPROVE && event_subject_of(e).type == SUBJECT_PATH)
		add(r, "approval", joined(&e->fields[FIELD_CONTENT], a), event, a);
}

int register_settle(struct exception_register *r, const struct ledger_view *view, int64_t now,
		    struct err *err)
{
	struct event_index *index = fold_index(view->fold);

	for (size_t i = 0; i < r->count; i++) {
		struct registered *x = &r->items[i];
		const struct indexed_event *event = event_index_at(index, x->sequence);
		const struct subject *s;
		int64_t until;

		x->counts = event && event->counts;
		x->principal = event ? event_index_principal(index, event) : NULL;
		if (!x->slot)
			continue;
		if (state_subject(view->state, x->path, &s, err) < 0)
			return -1;
		x->open = x->counts && subject_sequence(s, x->slot) == x->sequence &&
			  (!x->until || text_begins(x->slot, "incidents/") ||
			   (time_parse(x->until, &until) && now <= until));
	}
	return 0;
}
