/*
 * The command that would record an event again, of every word with all that it may carry, beside
 * t/table/redo.txt; and of trust, whose verb its fields tell.
 */
#include "ledger/redo.h"

#include "model/state.h"

#include "../t/unit/events.h"
#include "../t/unit/golden.h"

static void tell(struct golden *g, const char *name, const struct event *event, struct arena *a)
{
	const char *command = redo_command(event, a);

	strbuf_addf(&g->text, "%s: %s\n", name, command ? command : "-");
}

static void tell_words(struct golden *g, struct arena *a)
{
	for (int word = 0; word < EVENT_COUNT; word++) {
		struct event least = sample_event(a, (enum event_word)word, 7, NULL);
		struct event all = sample_event(a, (enum event_word)word, 7, "it's so");
		const char *name = event_info((enum event_word)word)->word;

		if (word == EVENT_TRUST)
			continue;
		for (int f = FIELD_OCCURRED; f < FIELD_FILE; f++)
			if (!all.fields[f].count &&
			    event_may((enum event_word)word, (enum event_field)f))
				event_set(&all, a, (enum event_field)f, sample_values[f]);
		tell(g, name, &least, a);
		for (int type = 0; type < SUBJECT_COUNT; type++) {
			struct event of = least;

			if (!(event_info((enum event_word)word)->subjects & (1u << type)) ||
			    type == (int)event_subject_of(&least).type)
				continue;
			sample_subject(&of, a, (enum subject_type)type);
			tell(g, name, &of, a);
		}
		tell(g, name, &all, a);
	}
}

static void tell_trust(struct golden *g, struct arena *a)
{
	static const enum event_field fields[][4] = {
		{FIELD_PRINCIPAL, FIELD_NAME, FIELD_KEY, FIELD_ROLE},
		{FIELD_PRINCIPAL, FIELD_KEY},
		{FIELD_PRINCIPAL, FIELD_ROLE},
		{FIELD_PRINCIPAL, FIELD_REVOKED},
		{FIELD_MAY},
		{FIELD_RECOVERY},
		{FIELD_PRINCIPAL, FIELD_MAY},
		{FIELD_PRINCIPAL, FIELD_RECOVERY},
		{FIELD_MAY, FIELD_RECOVERY},
	};

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		struct event e = sample_event(a, EVENT_TRUST, 7, NULL);

		for (int f = FIELD_PRINCIPAL; f <= FIELD_RECOVERY; f++)
			e.fields[f].count = 0;
		e.fields[FIELD_ROLE].count = 0;
		for (size_t k = 0; k < 4 && fields[i][k]; k++)
			event_set(&e, a, fields[i][k], sample_values[fields[i][k]]);
		tell(g, "trust", &e, a);
		if (e.fields[FIELD_MAY].count) {
			event_add(&e, a, FIELD_MAY, "legal approve");
			tell(g, "trust", &e, a);
		}
	}
}

/* A no is no yes, and what changes nothing has no way back. */
static void tell_answers(struct golden *g, struct arena *a)
{
	struct event e = sample_event(a, EVENT_INCIDENT_CLOSE, 7, NULL);

	event_set(&e, a, FIELD_OF, "incident-open:" RANDOM_ID);
	tell(g, "incident-close", &e, a);
	e = sample_event(a, EVENT_APPROVE, 7, NULL);
	event_set(&e, a, FIELD_VERDICT, "fail");
	tell(g, "approve", &e, a);
	e = sample_event(a, EVENT_ATTEST, 7, NULL);
	event_set(&e, a, FIELD_VERDICT, "inconclusive");
	event_set(&e, a, FIELD_RESTORE, RESTORE_NOTHING);
	tell(g, "attest", &e, a);
	sample_subject(&e, a, SUBJECT_ROLLBACK);
	event_set(&e, a, FIELD_OCCURRED, sample_values[FIELD_OCCURRED]);
	tell(g, "attest", &e, a);
	e = sample_event(a, EVENT_THAW, 7, NULL);
	event_set(&e, a, FIELD_OF, "freeze:proxy");
	tell(g, "thaw", &e, a);
	event_set(&e, a, FIELD_OF, "proxy");
	tell(g, "thaw", &e, a);
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct golden g = {STRBUF_INIT, STRBUF_INIT};

	tell_words(&g, &a);
	tell_trust(&g, &a);
	tell_answers(&g, &a);
	golden_is(&g, "t/table/redo.txt");
	return done();
}
