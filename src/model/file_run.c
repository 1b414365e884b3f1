/* What ran, what was found, what is done: start, finish, verdict, complete, seal. */
#include "model/internal.h"

#define RUN_FIELDS                                                                          \
	{FIELD_CODE, "code"}, {FIELD_REPOSITORY, "repository"}, {FIELD_CONTENT, "content"}, \
		{FIELD_CANDIDATE, "candidate"}, {FIELD_DEFINITION, "definition"},           \
		{FIELD_SETTINGS, "settings"}, {FIELD_CHECKS, "checks"},                     \
	{                                                                                   \
		FIELD_HOST, "host"                                                          \
	}

/* Whoever starts, reopens or attests a step, not one check of it, no longer skips or defers it. */
static void take_up(struct subject *s)
{
	subject_remove(s, "waivers/absence");
	subject_remove_all(s, "holds/defer:");
}

static int put_pins(struct draft *d)
{
	struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	struct subject *s = draft_subject(
		d, state_subject_path(event_get(d->event, FIELD_ENVIRONMENT), here, d->arena));

	if (!s)
		return -1;
	draft_merge_pins(d, s);
	return 0;
}

int file_START(struct draft *d)
{
	static const struct entry_field fields[] = {RUN_FIELDS,
						    {FIELD_USES, "uses"},
						    {FIELD_INPUT, "inputs"},
						    {FIELD_ARGUMENT, "arguments"},
						    {FIELD_VALUE, "values"},
						    {FIELD_OFFLINE, "offline"},
						    {FIELD_ACCEPTED, "accepted"},
						    {FIELD_DIRTY, "dirty"},
						    {FIELD_WAIVED, "waived"},
						    {FIELD_INCIDENT, "incident"},
						    {FIELD_RESTORED_TO, "restored-to"},
						    {FIELD_CONTESTED, "contested"}};
	struct entry entry = draft_entry(d, "run");
	struct subject *s = draft_own(d);

	if (!s)
		return -1;
	draft_copy(d, &entry, fields, ARRAY_SIZE(fields));
	take_up(s);
	subject_remove(s, "finish");
	subject_put(s, d->arena, entry);
	return d->event->fields[FIELD_PIN].count ? put_pins(d) : 0;
}

/* The checks that ended a run are a verification of it. */
static void put_verification(struct draft *d, struct subject *s, const struct entry *run)
{
	static const struct entry_field fields[] = {{FIELD_RUN, "run"},
						    {FIELD_CHECK, "results"},
						    {FIELD_DIRTY, "dirty"},
						    {FIELD_BASELINE, "baselines"}};
	const char *verdict = event_checks_verdict(d->event);
	struct entry entry = draft_entry(d, "verdicts/verify");

	if (!strcmp(verdict, "none"))
		return;
	entry_put(&entry, d->arena, "verdict", verdict);
	draft_copy(d, &entry, fields, ARRAY_SIZE(fields));
	entry_put(&entry, d->arena, "checks", entry_get(run, "checks"));
	if (!event_get(d->event, FIELD_DIRTY))
		entry_put(&entry, d->arena, "dirty", entry_get(run, "dirty"));
	subject_put(s, d->arena, entry);
}

/* What ended another run than the one that is known here is in the chain, and changes nothing. */
int file_FINISH(struct draft *d)
{
	static const struct entry_field fields[] = {
		{FIELD_RUN, "run"},	 {FIELD_RESULT, "result"},	{FIELD_EXIT, "exit"},
		{FIELD_RECAP, "recap"},	 {FIELD_RESTORE, "restore"},	{FIELD_DIRTY, "dirty"},
		{FIELD_FIELD, "fields"}, {FIELD_CONTESTED, "contested"}};
	struct entry entry = draft_entry(d, "finish");
	struct subject *s = draft_own(d);
	const struct entry *run = s ? subject_entry(s, "run") : NULL;

	if (!s)
		return -1;
	if (!run || strcmp(run->event, event_get(d->event, FIELD_RUN)) != 0 ||
	    subject_entry(s, "finish"))
		return 0;
	draft_copy(d, &entry, fields, ARRAY_SIZE(fields));
	entry_put(&entry, d->arena, "reason", d->event->reason);
	put_verification(d, s, run);
	subject_put(s, d->arena, entry);
	return 0;
}

/* -- verdicts ------------------------------------------------------------------------------------ */

/* Which slot a verdict goes to: that of its word. An approval is one of many people's. */
static const char *verdict_slot(const struct draft *d)
{
	const char *criterion = event_get(d->event, FIELD_CRITERION);
	const char *check = event_get(d->event, FIELD_CHECK);

	switch (d->event->word) {
	case EVENT_GATE:
		return "verdicts/decision";
	case EVENT_APPROVE:
		return arena_printf(d->arena, "verdicts/approval:%s", d->id);
	case EVENT_ATTEST:
		if (criterion)
			return arena_printf(d->arena, "verdicts/criterion:%s", criterion);
		if (check)
			return arena_printf(d->arena, "verdicts/check:%.*s",
					    (int)strcspn(check, " "), check);
		return "verdicts/done";
	default:
		return arena_printf(d->arena, "verdicts/%s", event_info(d->event->word)->word);
	}
}

/* "event:<id>": the act is named with its bytes. */
static int file_attested(struct draft *d)
{
	const char *act = event_get(d->event, FIELD_ACT);
	const char *id = event_subject_of(d->event).id;
	struct subject *s = draft_own(d);
	struct entry entry;

	if (!s)
		return -1;
	if (!act || strncmp(act, id, 32) != 0)
		return malformed(d, arena_printf(d->arena, "Mcade-Act: %s sha256:...", id),
				 act ? act : "nothing", "the event does not name the act");
	entry = draft_entry(d, arena_printf(d->arena, "events/%s", id));
	entry_put(&entry, d->arena, "act", act);
	entry_put(&entry, d->arena, "reason", d->event->reason);
	subject_put(s, d->arena, entry);
	return 0;
}

int file_VERDICT(struct draft *d)
{
	static const struct entry_field fields[] = {RUN_FIELDS,
						    {FIELD_VERDICT, "verdict"},
						    {FIELD_RUN, "run"},
						    {FIELD_CHECK, "results"},
						    {FIELD_DIRTY, "dirty"},
						    {FIELD_COVERS, "covers"},
						    {FIELD_RULE, "rule"},
						    {FIELD_REF, "ref"},
						    {FIELD_FOR, "for"},
						    {FIELD_ROLE, "roles"},
						    {FIELD_FIELD, "fields"},
						    {FIELD_BASELINE, "baselines"},
						    {FIELD_EXPIRES, "expires"}};
	struct entry entry = draft_entry(d, verdict_slot(d));
	struct subject *s;

	if (event_subject_of(d->event).type == SUBJECT_EVENT)
		return file_attested(d);
	if (!(s = draft_own(d)))
		return -1;
	draft_copy(d, &entry, fields, ARRAY_SIZE(fields));
	if (event_subject_of(d->event).type == SUBJECT_PATH)
		entry_put(&entry, d->arena, "path", event_subject_of(d->event).id);
	entry_put(&entry, d->arena, "reason", d->event->reason);
	if (d->event->word == EVENT_REOPEN ||
	    (d->event->word == EVENT_ATTEST && !event_get(d->event, FIELD_CHECK)))
		take_up(s);
	if (d->event->word == EVENT_REOPEN)
		subject_remove(s, "claim"); /* nobody rests any longer on what was claimed */
	subject_put(s, d->arena, entry);
	return 0;
}

/* -- done ---------------------------------------------------------------------------------------- */

int file_COMPLETE(struct draft *d)
{
	static const struct entry_field fields[] = {{FIELD_RUN, "run"},
						    {FIELD_CANDIDATE, "candidate"},
						    {FIELD_PIN, "pins"},
						    {FIELD_LOG, "log"}};

	return draft_file(d, "complete", fields, ARRAY_SIZE(fields), NULL);
}

int file_SEAL(struct draft *d)
{
	static const struct entry_field fields[] = {
		{FIELD_DIRECTORY, "directory"}, {FIELD_RESULT, "result"}, {FIELD_PIN, "pins"}};

	return draft_file(d, "seal", fields, ARRAY_SIZE(fields), NULL);
}
