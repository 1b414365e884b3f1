/* What is done: complete, seal. */
#include "model/internal.h"

int file_COMPLETE(struct draft *d)
{
	return draft_file(d, "complete",
			  FIELD_LIST(FIELD_RUN, FIELD_CANDIDATE, FIELD_PIN, FIELD_LOG,
				     FIELD_WITHOUT, FIELD_WAIVED),
			  NULL);
}

/* A seal that is taken back stays listed: its name is never another checkpoint's. */
static int file_unseal(struct draft *d)
{
	const char *directory = event_get(d->event, FIELD_DIRECTORY), *sealed;
	struct subject *s = draft_own(d);

	if (!s)
		return -1;
	sealed = entry_get(subject_entry(s, "seal"), "directory");
	if (sealed && !strcmp(sealed, directory))
		subject_remove(s, "seal");
	return draft_file(d, arena_printf(d->arena, "unsealed/%s", directory),
			  FIELD_LIST(FIELD_DIRECTORY), d->event->reason);
}

/* A step that is a checkpoint is done by being sealed: that is its run and its verification. */
static int put_done(struct draft *d)
{
	struct entry entry = draft_entry(d, "verdicts/done");
	struct subject *s = draft_own(d);

	if (!s)
		return -1;
	entry_put(&entry, d->arena, "verdict", "pass");
	draft_copy(d, &entry,
		   FIELD_LIST(FIELD_CODE, FIELD_CONTENT, FIELD_CANDIDATE, FIELD_DEFINITION,
			      FIELD_SETTINGS, FIELD_CHECKS, FIELD_WAIVED));
	entry_put(&entry, d->arena, "restore", RESTORE_NOTHING);
	file_take_up(s);
	subject_put(s, d->arena, entry);
	return 0;
}

int file_SEAL(struct draft *d)
{
	if (d->event->word == EVENT_UNSEAL)
		return file_unseal(d);
	if (event_get(d->event, FIELD_DEFINITION) && put_done(d) < 0)
		return -1;
	return draft_file(d, "seal", FIELD_LIST(FIELD_DIRECTORY, FIELD_RESULT, FIELD_PIN),
			  NULL);
}
