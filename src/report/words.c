#include "report/internal.h"

const struct door_name door_names[DOOR_COUNT] = {
	{DOOR_COMMIT, "commit"}, {DOOR_PUSH, "push"},	{DOOR_RECEIVE, "receive"},
	{DOOR_ACT, "act"},	 {DOOR_AUDIT, "audit"}, {DOOR_LINT, "lint"},
};

const char *relation_word(enum sync_relation relation)
{
	static const char *const words[] = {
		[SYNC_NO_REMOTE] = "no remote is configured",
		[SYNC_UNREACHABLE] = "unreachable",
		[SYNC_UNPUBLISHED] = "nothing to publish",
		[SYNC_EQUAL] = "up to date",
		[SYNC_BEHIND] = "behind",
		[SYNC_AHEAD] = "ahead",
		[SYNC_LOST_RACE] = "lost race",
	};

	return words[relation];
}

const char *outcome_word(enum render_outcome outcome)
{
	static const char *const words[] = {
		[RENDER_WRITTEN] = "wrote",
		[RENDER_DIFFERS] = "differs",
		[RENDER_LEFT] = "left alone",
		[RENDER_ABSENT] = "left alone",
	};

	return words[outcome];
}

const char *said_change(const struct event *event)
{
	if (event->word != EVENT_TRUST)
		return NULL;
	if (event->fields[FIELD_REVOKED].count)
		return event->fields[FIELD_KEY].count ? "keys revoked" : "all keys revoked";
	return event_get(event, FIELD_NAME) ? "added" : "changed";
}
