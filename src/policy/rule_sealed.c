/* rule_sealed.c - sealed: what a checkpoint holds stays as it is. */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "sign/digest.h"
#include "text/entries.h"

static void refuse(const struct facts *facts, const struct change *change, const char *folder,
		   const char *expected, const char *have, struct findings *found)
{
	struct arena *a = found->arena;
	struct finding with = finding_whole(facts, change->path);
	const char *what = change->now.mode == MODE_ABSENT   ? "removed from"
			   : change_was_there(facts, change) ? "changed in"
							     : "added to";

	with.expected = expected;
	with.found = have;
	with.fix = restore_command(facts, change->path, a);
	finding_add(found, RULE_SEALED, adopted(facts, FINDING_ERROR), with,
		    "%s the sealed checkpoint '%s'", what, folder);
}

static int check_recorded(const struct facts *facts, const struct change *change,
			  const char *folder, const char *sealed, struct findings *found,
			  struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes text;
	char sha256[DIGEST_HEX];

	if (!sealed) {
		if (change->now.mode != MODE_ABSENT)
			refuse(facts, change, folder, "no such file", "a file", found);
		return 0;
	}
	if (!version_is_file(&change->now)) {
		refuse(facts, change, folder, sealed, "no file", found);
		return 0;
	}
	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	digest_sha256_hex(text.data, text.len, sha256);
	if (strcmp(sha256, sealed) != 0)
		refuse(facts, change, folder, sealed, sha256, found);
	else if (change_makes_executable(facts, change))
		refuse(facts, change, folder, "no program", "an executable file", found);
	return 0;
}

/* What a reader should see first of what was changed. */
static int tell(const struct facts *facts, const struct change *change, struct finding *with,
		bool *ret_turned, struct arena *a, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes was, now;
	struct telling telling;

	*ret_turned = false;
	if (!version_is_file(&change->now) || !version_is_file(&change->was[0]))
		return 0;
	if (facts_text(facts, &change->was[0], &scratch, &was, err) < 0 ||
	    facts_text(facts, &change->now, &scratch, &now, err) < 0)
		return -1;
	if (!entries_telling(was, now, &scratch, &telling))
		return 0;
	with->expected = telling.was_line ? quote_line(telling.was, a) : "nothing more";
	with->found = telling.now_line ? quote_line(telling.now, a) : "nothing";
	with->at = (struct srcpos){change->path,
				   telling.now_line ? telling.now_line : telling.was_line, 1};
	*ret_turned = telling.turned;
	return 0;
}

/* A record by habit: written once, and not while it is being put together. */
static int check_habit(const struct facts *facts, const struct change *change,
		       struct findings *found, struct err *err)
{
	struct finding with = finding_whole(facts, change->path);
	enum document_class class;
	bool turned, moved = false;

	if (!change_was_there(facts, change) || change_is_taken(facts, change) ||
	    (!version_is_file(&change->now) && !change_deletes(facts, change)))
		return 0;
	if (habit_class(facts, change, &class, err) < 0)
		return -1;
	if (class != CLASS_RECORD || habit_is_assembled(facts, change->path))
		return 0;
	if (change->now.mode == MODE_ABSENT && habit_moved(facts, change, &moved, err) < 0)
		return -1;
	if (moved)
		return 0;
	if (tell(facts, change, &with, &turned, found->arena, err) < 0)
		return -1;
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_SEALED, FINDING_ERROR, with, "%s, but is written once (%s)",
		    change->now.mode == MODE_ABSENT ? "is removed" : "is changed",
		    turned ? "what failed became success" : "a record");
	return 0;
}

/* `write_once`: a file that stands is not touched; others may come. */
static void check_written(const struct facts *facts, const struct change *change,
			  const struct runbook_policy *policy, struct findings *found)
{
	struct finding with = finding_whole(facts, change->path);

	if (!change_was_there(facts, change) || change_is_taken(facts, change) ||
	    (!version_is_file(&change->now) && !change_deletes(facts, change)))
		return;
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_SEALED, adopted(facts, policy->severity), with,
		    "%s, but is written once (policy '%s')",
		    change->now.mode == MODE_ABSENT ? "is removed" : "is changed", policy->id);
}

/* Where no ledger says what was sealed, a checkpoint that stands gets no file more. */
static int check_added(const struct facts *facts, const struct change *change,
		       struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *folder;
	bool whole = true;

	if (change->now.mode == MODE_ABSENT || change_was_there(facts, change) ||
	    change_is_taken(facts, change))
		return 0;
	folder = checkpoint_of(facts, change->path, &scratch);
	if (folder && checkpoint_comes_whole(facts, folder, &whole, err) < 0)
		return -1;
	if (!whole && !habit_is_assembled(facts, change->path))
		refuse(facts, change, folder, "no such file", "a file", found);
	return 0;
}

int rule_sealed(const struct facts *facts, struct findings *found, struct err *err)
{
	const struct runbook *rb = facts->runbook;

	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		const char *folder, *sealed;
		size_t before = found->count;

		if (held_seal(facts, change->path, &folder, &sealed, err) < 0 ||
		    (folder && check_recorded(facts, change, folder, sealed, found, err) < 0))
			return -1;
		for (size_t p = 0; p < rb->policy_count; p++) {
			const struct runbook_policy *policy = &rb->policies[p];

			if (found->count == before && !sealed &&
			    policy_binds(facts, policy, RUNBOOK_WRITE_ONCE) &&
			    words_match(&policy->subjects, change->path, NULL))
				check_written(facts, change, policy, found);
		}
		if (habit_rules(facts) && found->count == before &&
		    check_habit(facts, change, found, err) < 0)
			return -1;
		if (!facts->adopted && found->count == before &&
		    check_added(facts, change, found, err) < 0)
			return -1;
	}
	return 0;
}
