/* rule_log.c - drift of deployment logs: an entry under an event's name is that event's, once. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "match/glob.h"
#include "model/logentry.h"
#include "text/append.h"

/* The entries of one version of a log, in its order, and their whole texts and names sorted. */
struct log {
	struct logentry *items;
	size_t count;
	struct byteset texts, ids;
};

static void read_log(struct bytes text, struct arena *a, struct log *ret)
{
	struct logentry entry = {0};
	struct log log = {0};
	size_t at = 0;

	while (logentry_next(text, &at, &entry)) {
		*ARENA_PUSH(a, log.items, log.count) = entry;
		*ARENA_PUSH(a, log.texts.items, log.texts.count) = entry.text;
		if (*entry.id)
			*ARENA_PUSH(a, log.ids.items,
				    log.ids.count) = bytes_text(arena_strdup(a, entry.id));
	}
	byteset_sort(&log.texts);
	byteset_sort(&log.ids);
	*ret = log;
}

bool log_keeps_entry(struct bytes text, struct bytes entry)
{
	struct lines rest;
	struct bytes line;

	while (entry.len && ((const char *)entry.data)[entry.len - 1] == '\n')
		entry.len--;
	if (!bytes_begins(text, entry))
		return false;
	rest = lines_of(bytes_of((const char *)text.data + entry.len, text.len - entry.len));
	if (!lines_next(&rest, &line))
		return true;
	if (line.len) /* the entry's last line goes on */
		return false;
	if (!lines_next(&rest, &line))
		return true;
	return line_is_blank(line) &&
	       (!lines_next_full(&rest, &line) || append_is_heading(line));
}

/* As it stands it came with a parent, which was judged for it; or that parent ended in it, and
 * notes were added. */
static bool is_inherited(const struct log *was, size_t parents, const struct logentry *entry)
{
	for (size_t i = 0; i < parents; i++) {
		if (byteset_has(&was[i].texts, entry->text))
			return true;
		if (was[i].count &&
		    log_keeps_entry(entry->text, was[i].items[was[i].count - 1].text))
			return true;
	}
	return false;
}

void log_refuse_line(const struct facts *facts, const struct change *change, unsigned line,
		     const char *expected, const char *have, const char *message,
		     struct findings *found)
{
	struct finding with = finding_of(facts, change->path, line, !!line);

	with.expected = expected;
	with.found = have;
	with.fix = record_command(facts, change->path, found->arena);
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with, "%s", message);
}

void log_refuse(const struct facts *facts, const struct change *change,
		const struct logentry *entry, const char *expected, const char *have,
		const char *what, struct findings *found)
{
	log_refuse_line(
		facts, change, entry->line, expected, have,
		arena_printf(found->arena, "the entry on line %u %s", entry->line, what),
		found);
}

static int judge_unknown(const struct facts *facts, const struct change *change,
			 const struct logentry *entry, struct findings *found, struct err *err)
{
	const struct facts_record *record = facts->record;

	if (!record->has_event(record->context, entry->seen)) {
		err_set(err, ERR_NOT_FOUND,
			"the entry on line %u of '%s' cites event %s, which this ledger does "
			"not have yet",
			entry->line, change->path, entry->id);
		return err_next(err, "git mcade sync");
	}
	log_refuse(
		facts, change, entry, "an entry that an event wrote",
		arena_printf(found->arena, "event %s, which is not in the ledger", entry->id),
		"is not of an event in the ledger", found);
	return 0;
}

/* Where the runbook has the log of that time. */
static const char *place_of_time(const struct facts *facts, int64_t time, struct arena *a)
{
	return runbook_template_fill(facts->runbook->records.log, NULL, time, a);
}

static int judge_entry(const struct facts *facts, const struct change *change,
		       const struct logentry *entry, struct findings *found, struct err *err)
{
	struct bytes held;
	int64_t time;
	bool known;

	if (held_entry(facts, entry->id, &held, &time, &known, err) < 0)
		return -1;
	if (!*entry->id)
		log_refuse(facts, change, entry, "<!-- mcade EVENT after SEEN -->",
			   "another text", "is not the ledger's", found);
	else if (!known)
		return judge_unknown(facts, change, entry, found, err);
	else if (!log_keeps_entry(entry->text, held))
		log_refuse(facts, change, entry,
			   "the entry as the ledger holds it; a note after it begins with a "
			   "blank line and a heading",
			   "another text", "is not the ledger's", found);
	else if (facts->log &&
		 glob_match(facts->log, change->path) && /* not of earlier rules */
		 strcmp(place_of_time(facts, time, found->arena), change->path) != 0)
		log_refuse(facts, change, entry, place_of_time(facts, time, found->arena),
			   change->path, "belongs to another log", found);
	return 0;
}

/* Once, or as often as it stood already in the parent that has it most. */
static size_t allowed(const struct log *was, size_t parents, struct bytes id)
{
	size_t most = 1;

	for (size_t i = 0; i < parents; i++) {
		size_t count = byteset_count(&was[i].ids, id);

		most = count > most ? count : most;
	}
	return most;
}

/* The names that stand there too often. */
static struct byteset repeated(const struct log *now, const struct log *was, size_t parents,
			       struct arena *a)
{
	struct byteset all = {0};

	for (size_t i = 1; i < now->ids.count; i++)
		if (bytes_equal(now->ids.items[i - 1], now->ids.items[i]) &&
		    (!all.count || !bytes_equal(all.items[all.count - 1], now->ids.items[i])) &&
		    byteset_count(&now->ids, now->ids.items[i]) >
			    allowed(was, parents, now->ids.items[i]))
			*ARENA_PUSH(a, all.items, all.count) = now->ids.items[i];
	return all;
}

int log_check(const struct facts *facts, const struct change *change, struct findings *found,
	      struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct log now, *was = arena_array(&scratch, facts->parents, sizeof(*was));
	size_t before, place;
	struct byteset twice;
	struct bytes text;
	bool *met;

	if (log_notes_check(facts, change, found, err) < 0)
		return -1;
	before = found->count;
	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	read_log(text, &scratch, &now);
	for (size_t i = 0; i < facts->parents; i++) {
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
		read_log(text, &scratch, &was[i]);
	}
	twice = repeated(&now, was, facts->parents, &scratch);
	met = arena_array(&scratch, twice.count + 1, sizeof(*met));
	for (size_t i = 0; i < now.count && found->count - before < LOG_HITS_MAX; i++) {
		const struct logentry *entry = &now.items[i];

		if ((place = byteset_find(&twice, bytes_text(entry->id))) < twice.count) {
			if (met[place])
				log_refuse(facts, change, entry, "one entry of an event",
					   "another one above", "is there already", found);
			met[place] = true;
		}
		if (!is_inherited(was, facts->parents, entry) &&
		    judge_entry(facts, change, entry, found, err) < 0)
			return -1;
	}
	return 0;
}
