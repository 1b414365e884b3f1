/* What ran, what was found: start, finish, verdict. */
#include "model/internal.h"

#include "base/texts.h"

#define RUN_FIELDS                                                                      \
	FIELD_CODE, FIELD_REPOSITORY, FIELD_CONTENT, FIELD_CANDIDATE, FIELD_DEFINITION, \
		FIELD_SETTINGS, FIELD_CHECKS, FIELD_HOST

void file_take_up(struct subject *s)
{
	subject_remove(s, "waivers/absence");
	subject_remove_all(s, "holds/defer:");
}

static const char *environment_path(const struct draft *d)
{
	static const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};

	return state_subject_path(event_get(d->event, FIELD_ENVIRONMENT), here, d->arena);
}

static struct subject *own_environment(struct draft *d)
{
	return draft_subject(d, environment_path(d));
}

/* While it goes on nobody knows, and then it has undone something; not where it never began. */
static int put_undone(struct draft *d, bool begins, bool undoes)
{
	struct subject *s = own_environment(d);
	const char *slot = arena_printf(d->arena, "undoing/%s", event_subject_of(d->event).id);

	if (!s)
		return -1;
	if (begins)
		subject_put(s, d->arena, draft_entry(d, slot));
	else
		subject_remove(s, slot);
	if (undoes)
		subject_put(s, d->arena, draft_entry(d, "undone"));
	return 0;
}

/* The environment as it was: its pins, the candidate that may run there; what was left may not. */
static int put_restored(struct draft *d)
{
	struct subject *s = own_environment(d);
	struct entry candidate = draft_entry(d, "candidate");
	struct entry rolled = draft_entry(
		d, arena_printf(d->arena, "rolled/%" PRIu64, d->sequence));
	const char *left = event_get(d->event, FIELD_LEFT);

	if (!s)
		return -1;
	if (!draft_pins_differ(d))
		return 0;
	draft_merge_pins(d, s);
	draft_brought(d, s);
	/* each stays: a later one may go back to where an earlier one held */
	draft_copy(d, &rolled, FIELD_LIST(FIELD_RESTORED_TO));
	subject_put(s, d->arena, rolled);
	draft_copy(d, &candidate,
		   FIELD_LIST(FIELD_CANDIDATE, FIELD_CONTENT, FIELD_CODE, FIELD_RESTORED_TO));
	subject_remove(s, "candidate");
	if (event_get(d->event, FIELD_CANDIDATE))
		subject_put(s, d->arena, candidate);
	if (left)
		subject_put(s, d->arena,
			    draft_entry(d, arena_printf(d->arena, "barred/%s", left)));
	return 0;
}

static bool any_since(const struct subject *environment, const char *prefix, uint64_t since)
{
	const struct entry *entry;
	size_t next = 0;

	while ((entry = subject_next(environment, prefix, &next)))
		if (entry->sequence > since)
			return true;
	return false;
}

/*
 * Since when it has been seen to work, without a break, with that content and those checks, and since when
 * with the pins of now, too: a verification that says so again begins nothing anew, one that fails ends
 * it, and so do a rollback there and a no to one of its checks. Which pins matter, only the runbook says;
 * a first value replaces nothing.
 */
static int put_shown(struct draft *d, struct subject *s, const char *verdict,
		     const char *content, const char *checks)
{
	static const char *const slots[] = {"shown", "shown-pinned"};
	const struct subject *environment;

	if (state_subject(d->state, environment_path(d), &environment, d->err) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(slots); i++) {
		const struct entry *was = subject_entry(s, slots[i]);
		struct entry entry = draft_entry(d, slots[i]);

		if (strcmp(verdict, "pass") != 0 || !content || !checks) {
			subject_remove(s, slots[i]);
			continue;
		}
		if (text_is(entry_get(was, "content"), content) &&
		    text_is(entry_get(was, "checks"), checks) &&
		    !any_since(environment, "undo", was->sequence) && /* done or under way */
		    !any_since(environment, "rolled/", was->sequence) &&
		    (!i || !any_since(environment, "replaced/", was->sequence)))
			continue;
		entry_put(&entry, d->arena, "content", content);
		entry_put(&entry, d->arena, "checks", checks);
		subject_put(s, d->arena, entry);
	}
	return 0;
}

int file_START(struct draft *d)
{
	struct entry entry = draft_entry(d, "run");
	struct subject *s = draft_own(d);

	if (!s)
		return -1;
	draft_copy(d, &entry,
		   FIELD_LIST(RUN_FIELDS, FIELD_USES, FIELD_INPUT, FIELD_MEANING,
			      FIELD_ARGUMENT, FIELD_VALUE, FIELD_OFFLINE, FIELD_ACCEPTED,
			      FIELD_DIRTY, FIELD_WAIVED, FIELD_INCIDENT, FIELD_RESTORED_TO,
			      FIELD_LEFT, FIELD_CONTESTED));
	file_take_up(s);
	subject_remove(s, "finish");
	subject_remove(s, "shown");
	subject_remove(s, "shown-pinned");
	subject_put(s, d->arena, entry);
	if (event_get(d->event, FIELD_RESTORED_TO))
		return put_restored(d);
	return d->event->word == EVENT_ROLLBACK ? put_undone(d, true, false) : 0;
}

/* What others are compared with from now on; only the newest of an id. */
static int put_baselines(struct draft *d)
{
	const struct event_values *said = &d->event->fields[FIELD_BASELINE];
	struct subject *s;

	if (!said->count)
		return 0;
	s = own_environment(d);
	for (size_t i = 0; s && i < said->count; i++) {
		const char *id = arena_strndup(d->arena, said->items[i],
					       strcspn(said->items[i], " "));
		struct entry entry = draft_entry(d, arena_printf(d->arena, "baselines/%s", id));

		entry_put_list(&entry, d->arena, event_field_kept(FIELD_BASELINE),
			       (const char *const *)&said->items[i], 1);
		subject_put(s, d->arena, entry);
	}
	return s ? 0 : -1;
}

/* By the rules in force. */
static int read_verdict(struct draft *d, const char **ret)
{
	const struct adopted_state *adopted;

	if (state_adopted(d->state, &adopted, d->err) < 0)
		return -1;
	*ret = event_checks_verdict(d->event, adopted->rules);
	return 0;
}

/* The checks that ended a run are a verification of it. */
static int put_verification(struct draft *d, struct subject *s, const struct entry *run)
{
	struct entry entry = draft_entry(d, "verdicts/verify");
	const char *const *meaning;
	const char *verdict;
	size_t count;

	if (read_verdict(d, &verdict) < 0)
		return -1;
	if (!strcmp(verdict, "none"))
		return 0;
	entry_put(&entry, d->arena, "verdict", verdict);
	draft_copy(d, &entry, FIELD_LIST(FIELD_RUN, FIELD_CHECK, FIELD_DIRTY, FIELD_BASELINE));
	entry_put(&entry, d->arena, "checks", entry_get(run, "checks"));
	meaning = entry_list(run, event_field_kept(FIELD_MEANING), &count);
	entry_put_list(&entry, d->arena, event_field_kept(FIELD_MEANING), meaning, count);
	if (!event_get(d->event, FIELD_DIRTY))
		entry_put(&entry, d->arena, "dirty", entry_get(run, "dirty"));
	subject_put(s, d->arena, entry);
	return put_shown(d, s, verdict, entry_get(run, "content"), entry_get(run, "checks"));
}

/* A drill that passed is what its newest run showed; what it wrote stays as it is, wherever it lies. */
static int put_drilled(struct draft *d, struct subject *s)
{
	const struct event_values *evidence = &d->event->fields[FIELD_EVIDENCE];
	const char *path = event_get(d->event, FIELD_PATH);
	struct subject *paths;
	struct entry written;
	const char *verdict;

	if (read_verdict(d, &verdict) < 0)
		return -1;
	if (!strcmp(event_get(d->event, FIELD_RESULT), "ok") &&
	    (!strcmp(verdict, "pass") || !strcmp(verdict, "none")))
		subject_put(s, d->arena, draft_entry(d, "passed"));
	if (!path)
		return 0;
	written = draft_entry(d, arena_printf(d->arena, "drills/%s", path));
	for (size_t i = 0; i < evidence->count; i++)
		if (!strcmp(event_evidence_name(evidence->items[i]), DRILL_EVIDENCE))
			entry_put(&written, d->arena, "sha256",
				  arena_strndup(d->arena,
						evidence->items[i] + strlen("sha256:"), 64));
	paths = draft_subject(d, STATE_PATHS);
	if (!paths)
		return -1;
	if (!subject_entry(paths, written.slot)) /* of two that raced for it the first has it */
		subject_put(paths, d->arena, written);
	return 0;
}

/* What ended another run than the one that is known here is in the chain, and changes nothing. */
int file_FINISH(struct draft *d)
{
	struct entry entry = draft_entry(d, "finish");
	struct subject *s = draft_own(d);
	const struct entry *run = s ? subject_entry(s, "run") : NULL;
	bool plain = !entry_get(run, "restored-to");

	if (!s)
		return -1;
	if (!run || strcmp(run->event, event_get(d->event, FIELD_RUN)) != 0 ||
	    subject_entry(s, "finish"))
		return 0;
	if (put_baselines(d) < 0 || !(s = draft_own(d)))
		return -1;
	draft_copy(d, &entry,
		   FIELD_LIST(FIELD_RUN, FIELD_RESULT, FIELD_EXIT, FIELD_RECAP, FIELD_RESTORE,
			      FIELD_DIRTY, FIELD_FIELD, FIELD_CONTESTED));
	entry_put(&entry, d->arena, "reason", d->event->reason);
	if (put_verification(d, s, run) < 0)
		return -1;
	subject_put(s, d->arena, entry);
	switch (event_subject_of(d->event).type) {
	case SUBJECT_DRILL:
		return put_drilled(d, s);
	case SUBJECT_ROLLBACK: /* also what was seen while it went on */
		return plain ? put_undone(
				       d, false,
				       !text_is(event_get(d->event, FIELD_EXIT), "not started"))
			     : 0;
	default:
		return 0;
	}
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

/* When an environment was last seen not to hold: what soaks there begins again. */
static void put_failed(struct draft *d, struct subject *environment)
{
	if (strcmp(event_get(d->event, FIELD_VERDICT), "pass") != 0)
		subject_put(environment, d->arena, draft_entry(d, "failed"));
}

/* Who was asked says no of what works there: from then on it does not. */
static void end_shown(struct draft *d, struct subject *s)
{
	const char *of = entry_get(subject_entry(s, "shown"), "content");

	if (of && text_is(event_get(d->event, FIELD_VERDICT), "fail") &&
	    text_is(event_get(d->event, FIELD_CONTENT), of)) {
		subject_remove(s, "shown");
		subject_remove(s, "shown-pinned");
	}
}

int file_VERDICT(struct draft *d)
{
	struct entry entry = draft_entry(d, verdict_slot(d));
	struct subject *s;

	if (event_subject_of(d->event).type == SUBJECT_EVENT)
		return file_attested(d);
	if ((d->event->word == EVENT_VERIFY && put_baselines(d) < 0) || !(s = draft_own(d)))
		return -1;
	draft_copy(d, &entry,
		   FIELD_LIST(RUN_FIELDS, FIELD_MEANING, FIELD_VERDICT, FIELD_RUN, FIELD_CHECK,
			      FIELD_DIRTY, FIELD_RESTORE, FIELD_ARGUMENT, FIELD_COVERS,
			      FIELD_RULE, FIELD_REF, FIELD_FOR, FIELD_ROLE, FIELD_FIELD,
			      FIELD_BASELINE, FIELD_EXPIRES, FIELD_WAIVED));
	if (event_subject_of(d->event).type == SUBJECT_PATH)
		entry_put(&entry, d->arena, "path", event_subject_of(d->event).id);
	entry_put(&entry, d->arena, "reason", d->event->reason);
	if (d->event->word == EVENT_REOPEN ||
	    (d->event->word == EVENT_ATTEST && !event_get(d->event, FIELD_CHECK)))
		file_take_up(s);
	if (d->event->word == EVENT_REOPEN)
		subject_remove(s, "claim"); /* nobody rests any longer on what was claimed */
	subject_put(s, d->arena, entry);
	if (d->event->word == EVENT_VERIFY && !event_get(d->event, FIELD_STEP))
		put_failed(d, s);
	else if (d->event->word == EVENT_VERIFY)
		return put_shown(d, s, event_get(d->event, FIELD_VERDICT),
				 event_get(d->event, FIELD_CONTENT),
				 event_get(d->event, FIELD_CHECKS));
	else if (d->event->word == EVENT_ATTEST && event_get(d->event, FIELD_CHECK))
		end_shown(d, s);
	else if (!strcmp(entry.slot, "verdicts/done") &&
		 event_subject_of(d->event).type == SUBJECT_ROLLBACK)
		return put_undone(d, false, true);
	return 0;
}
