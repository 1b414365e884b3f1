/* rule_drift.c - drift: records that say something else than the ledger. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "match/glob.h"
#include "model/logentry.h"
#include "policy/append.h"

static const struct fact_entry *entry_of(const struct facts_ledger *ledger, const char *id)
{
	for (size_t i = 0; i < ledger->entry_count; i++)
		if (!strcmp(ledger->entries[i].event, id))
			return &ledger->entries[i];
	return NULL;
}

static bool has_entry(struct bytes log, const char *id)
{
	struct logentry entry;
	size_t at = 0;

	while (logentry_next(log, &at, &entry))
		if (!strcmp(entry.id, id))
			return true;
	return false;
}

/* The ledger's entry, then whatever people wrote behind it. */
static bool begins_with_entry(struct bytes text, struct bytes entry)
{
	return append_only(entry, text, APPEND_UNKNOWN, NULL);
}

static int judge_entry(const struct facts *facts, const struct change *change,
		       const struct logentry *entry, struct findings *found, struct err *err)
{
	const struct facts_ledger *ledger = facts->ledger;
	const struct fact_entry *held = entry_of(ledger, entry->id);
	struct finding with = finding_of(facts, change->path, entry->line, 1);

	if (held && begins_with_entry(entry->text, held->text))
		return 0;
	with.fix = restore_command(facts, change->path, found->arena);
	if (held || !*entry->id) {
		with.expected = held ? "the entry as the ledger holds it"
				     : "<!-- mcade EVENT after SEEN -->";
		with.found = "another text";
		finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with,
			    "the entry on line %u is not the ledger's", entry->line);
		return 0;
	}
	if (ledger->has_event && !ledger->has_event(ledger->ctx, entry->seen)) {
		err_set(err, ERR_NOT_FOUND,
			"the entry on line %u of '%s' cites event %s, which this ledger has "
			"not "
			"got yet",
			entry->line, change->path, entry->id);
		return err_next(err, "git mcade sync");
	}
	with.expected = "an entry that an event wrote";
	with.found = arena_printf(found->arena, "event %s, which the ledger has not got",
				  entry->id);
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with,
		    "the entry on line %u is of no event in the ledger", entry->line);
	return 0;
}

static int check_log(const struct facts *facts, const struct change *change,
		     struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes now, *was = arena_array(&scratch, facts->parents, sizeof(*was));
	struct logentry entry;
	size_t at = 0;

	if (facts_text(facts, &change->now, &scratch, &now, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->parents; i++)
		if (facts_text(facts, &change->was[i], &scratch, &was[i], err) < 0)
			return -1;
	while (logentry_next(now, &at, &entry)) {
		bool old = false;

		for (size_t i = 0; i < facts->parents && !old; i++)
			old = *entry.id && has_entry(was[i], entry.id);
		if (!old && judge_entry(facts, change, &entry, found, err) < 0)
			return -1;
	}
	return 0;
}

/* A step that the ledger holds complete loses its mark. */
static int check_marks(const struct facts *facts, const struct change *change,
		       struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct marks_change marks;

	if (marks_change_read(facts, change, &scratch, &marks, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->ledger->step_count; i++) {
		const struct fact_step *step = &facts->ledger->steps[i];
		unsigned now = marks_now(&marks, step->step);
		const struct mark_line *line = marks_where(&marks, step->step);
		struct finding with;

		if (!step->complete || !line || now & 1u << MARK_DONE ||
		    !(marks_expected(&marks, step->step) & 1u << MARK_DONE))
			continue;
		with = finding_of(facts, change->path, line->line, line->column);
		with.step = step->step;
		with.environment = step->environment;
		with.expected = "complete";
		with.found = now ? mark_word(line->mark) : "no line";
		with.fix = restore_command(facts, change->path, found->arena);
		with.allow = arena_printf(found->arena,
					  "git mcade reopen %s --env %s -m REASON", step->step,
					  step->environment);
		finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with,
			    "step '%s' is complete in %s and loses its mark", step->step,
			    step->environment);
	}
	return 0;
}

static bool is_in_parent(const struct facts *facts, const struct change *change)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (change->was[i].mode != MODE_ABSENT)
			return true;
	return false;
}

/* A checkpoint that no event recorded. */
static void check_checkpoint(const struct facts *facts, const struct change *change,
			     struct findings *found)
{
	static const char name[] = "CHECKPOINT.yaml";
	const char *slash = strrchr(change->path, '/');
	struct finding with = finding_of(facts, change->path, 0, 0);
	const char *folder;

	if (!slash || strcmp(slash + 1, name) || !facts->spec->checkpoints ||
	    !version_is_file(&change->now) || is_in_parent(facts, change))
		return;
	folder = arena_strndup(found->arena, change->path, (size_t)(slash + 1 - change->path));
	if (!glob_match(facts->spec->checkpoints, folder))
		return;
	for (size_t i = 0; i < facts->ledger->sealed_count; i++)
		if (!strcmp(facts->ledger->sealed[i].path, change->path))
			return;
	with.expected = "a checkpoint that an event recorded";
	with.found = "a file made by hand";
	with.fix = "git mcade checkpoint STEP";
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with,
		    "is of no checkpoint in the ledger");
}

int rule_drift(const struct facts *facts, struct findings *found, struct err *err)
{
	const struct facts_spec *spec = facts->spec;

	if (!facts->adopted || !spec || !facts->ledger)
		return 0;
	if (manifests_check(facts, found, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool managed;

		if (spec->log && glob_match(spec->log, change->path) &&
		    check_log(facts, change, found, err) < 0)
			return -1;
		if (marks_judged(facts, change->path, &managed) &&
		    check_marks(facts, change, found, err) < 0)
			return -1;
		check_checkpoint(facts, change, found);
	}
	return 0;
}
