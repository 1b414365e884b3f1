/* rule_log.c - drift of deployment logs: an entry under an event's name is that event's, once. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "match/glob.h"
#include "model/logentry.h"
#include "text/append.h"
#include "text/log_shown.h"

#define HITS_MAX 10 /* findings of one log: what follows is judged when these are mended */

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

/* Does the text begin with the entry, and then at most with notes that people wrote behind it? */
static bool is_entry_with_notes(struct bytes text, struct bytes entry)
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
		    is_entry_with_notes(entry->text, was[i].items[was[i].count - 1].text))
			return true;
	}
	return false;
}

static void refuse_line(const struct facts *facts, const struct change *change, unsigned line,
			const char *expected, const char *have, const char *message,
			struct findings *found)
{
	struct finding with = finding_of(facts, change->path, line, !!line);

	with.expected = expected;
	with.found = have;
	with.fix = record_command(facts, change->path, found->arena);
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with, "%s", message);
}

static void refuse(const struct facts *facts, const struct change *change,
		   const struct logentry *entry, const char *expected, const char *have,
		   const char *what, struct findings *found)
{
	refuse_line(facts, change, entry->line, expected, have,
		    arena_printf(found->arena, "the entry on line %u %s", entry->line, what),
		    found);
}

static int judge_unknown(const struct facts *facts, const struct change *change,
			 const struct logentry *entry, struct findings *found, struct err *err)
{
	const struct facts_record *record = facts->record;

	if (!record->has_event(record->context, entry->seen)) {
		err_set(err, ERR_NOT_FOUND,
			"the entry on line %u of '%s' cites event %s, which this ledger has "
			"not got yet",
			entry->line, change->path, entry->id);
		return err_next(err, "git mcade sync");
	}
	refuse(facts, change, entry, "an entry that an event wrote",
	       arena_printf(found->arena, "event %s, which the ledger has not got", entry->id),
	       "is of no event in the ledger", found);
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
		refuse(facts, change, entry, "<!-- mcade EVENT after SEEN -->", "another text",
		       "is not the ledger's", found);
	else if (!known)
		return judge_unknown(facts, change, entry, found, err);
	else if (!is_entry_with_notes(entry->text, held))
		refuse(facts, change, entry,
		       "the entry as the ledger holds it; a note behind it begins with a "
		       "blank line and a heading",
		       "another text", "is not the ledger's", found);
	else if (facts->log &&
		 glob_match(facts->log, change->path) && /* not of earlier rules */
		 strcmp(place_of_time(facts, time, found->arena), change->path) != 0)
		refuse(facts, change, entry, place_of_time(facts, time, found->arena),
		       change->path, "belongs into another log", found);
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

/* What stands in one version of a log that no event wrote. */
struct foreign {
	struct log_shown shown;
	struct marks marks; /* of the notes */
	struct byteset said,
		lies;  /* sorted: of headings and tags; of what is called complete */
	size_t hidden; /* entries that a reader does not see */
};

/* The log without the entries that the ledger holds, line for line. */
static int notes_of(const struct facts *facts, struct bytes text, struct arena *a,
		    struct bytes *ret, size_t *ret_entries, struct err *err)
{
	char *notes = text.len ? arena_memdup(a, text.data, text.len) : NULL;
	struct logentry entry = {0};
	size_t at = 0;

	for (*ret_entries = 0; logentry_next(text, &at, &entry); ++*ret_entries) {
		size_t start = (size_t)((const char *)entry.text.data -
					(const char *)text.data);
		struct bytes held;
		int64_t time;
		bool known;

		if (held_entry(facts, entry.id, &held, &time, &known, err) < 0)
			return -1;
		for (size_t i = 0; known && is_entry_with_notes(entry.text, held) &&
				   i < held.len && start + i < text.len;
		     i++)
			if (notes[start + i] != '\n')
				notes[start + i] = ' ';
	}
	*ret = bytes_of(notes, text.len);
	return 0;
}

static const char *claim_of(const struct mark_line *line, struct arena *a)
{
	return arena_printf(a, "%.*s %.*s", (int)line->step.len, (const char *)line->step.data,
			    (int)line->title.len, (const char *)line->title.data);
}

static bool is_claim(const struct mark_line *line)
{
	return line->mark == MARK_DONE && line->step.len;
}

static int read_foreign(const struct facts *facts, const struct change *change,
			const struct version *version, struct arena *a, struct foreign *ret,
			struct err *err)
{
	struct bytes text, notes;
	struct strmap ids;
	size_t entries;

	if (marks_ids(facts, a, &ids, err) < 0 ||
	    facts_text(facts, version, a, &text, err) < 0 ||
	    log_shown(text, change->path, a, &ret->shown, err) < 0 ||
	    notes_of(facts, text, a, &notes, &entries, err) < 0 ||
	    marks_read(notes, change->path, &(struct marks_steps){marks_in_map, &ids}, a,
		       &ret->marks, err) < 0)
		return -1;
	ret->hidden = entries > ret->shown.entries ? entries - ret->shown.entries : 0;
	for (size_t i = 0; i < ret->shown.heading_count; i++)
		*ARENA_PUSH(a, ret->said.items,
			    ret->said.count) = bytes_text(ret->shown.headings[i].said);
	for (size_t i = 0; i < ret->shown.markup_count; i++)
		*ARENA_PUSH(a, ret->said.items,
			    ret->said.count) = bytes_text(ret->shown.markup[i].said);
	for (size_t i = 0; i < ret->marks.count; i++)
		if (is_claim(&ret->marks.items[i]))
			*ARENA_PUSH(a, ret->lies.items, ret->lies.count) = bytes_text(
				claim_of(&ret->marks.items[i], a));
	byteset_sort(&ret->said);
	byteset_sort(&ret->lies);
	return 0;
}

static bool was_there(const struct facts *facts, const struct foreign *was, const char *said)
{
	for (size_t p = 0; p < facts->parents; p++)
		if (byteset_has(&was[p].said, bytes_text(said)) ||
		    byteset_has(&was[p].lies, bytes_text(said)))
			return true;
	return false;
}

/* Is the step complete somewhere, or claimed to be? A heading that says so is an entry's, even then. */
static int is_true(const struct facts *facts, const struct foreign *now,
		   const struct mark_line *line, bool *ret, struct err *err)
{
	const struct runbook *rb = facts->runbook;

	*ret = false;
	for (size_t i = 0; i < now->shown.heading_count; i++)
		if (now->shown.headings[i].line == line->line)
			return 0;
	for (size_t i = 0; i < rb->environment_count && !*ret; i++)
		if (mark_holds(facts, line, rb->environments[i].id, line->step.data, ret, NULL,
			       err) < 0)
			return -1;
	return 0;
}

static int judge_claims(const struct facts *facts, const struct change *change,
			const struct foreign *now, const struct foreign *was,
			struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t before = found->count;
	struct logentry at = {0};
	bool holds;

	for (size_t i = 0; i < now->marks.count && found->count - before < HITS_MAX; i++) {
		const struct mark_line *line = &now->marks.items[i];

		at.line = line->line;
		if (!is_claim(line) || was_there(facts, was, claim_of(line, &scratch)))
			continue;
		if (is_true(facts, now, line, &holds, err) < 0)
			return -1;
		if (!holds)
			refuse(facts, change, &at, "an entry that an event wrote",
			       arena_printf(found->arena, "'%.*s', called complete",
					    (int)line->step.len, (const char *)line->step.data),
			       "is of no event in the ledger", found);
	}
	return 0;
}

static int judge_foreign(const struct facts *facts, const struct change *change,
			 const struct foreign *now, const struct foreign *was,
			 struct findings *found, struct err *err)
{
	static const char disputed[] = "disputed said with";
	size_t before = found->count, hidden = 0;
	bool open = now->shown.open;
	struct logentry at = {0};

	for (size_t i = 0; i < now->shown.heading_count && found->count - before < HITS_MAX;
	     i++) {
		const struct log_heading *line = &now->shown.headings[i];

		at.line = line->line;
		if (!strncmp(line->said, disputed, strlen(disputed)) &&
		    !was_there(facts, was, line->said))
			refuse(facts, change, &at, "an entry that an event wrote",
			       "a heading like one", "is of no event in the ledger", found);
	}
	if (judge_claims(facts, change, now, was, found, err) < 0)
		return -1;
	for (size_t i = 0; i < now->shown.markup_count && found->count - before < HITS_MAX;
	     i++) {
		const struct log_heading *tag = &now->shown.markup[i];

		if (!was_there(facts, was, tag->said))
			refuse_line(facts, change, tag->line, "text that hides nothing",
				    arena_strdup(found->arena, tag->said),
				    "HTML that can hide the entries behind it", found);
	}
	for (size_t p = 0; p < facts->parents; p++) {
		open = open && !was[p].shown.open;
		hidden = was[p].hidden > hidden ? was[p].hidden : hidden;
	}
	if (open)
		refuse_line(facts, change, 0, "an end of what was begun",
			    "a fence, a comment or an element that is open",
			    "the next entry would not be shown as one", found);
	if (now->hidden > hidden)
		refuse_line(facts, change, 0, "every entry as it is",
			    "one inside a fence, a list, a quote or an element",
			    "an entry is not shown as one", found);
	return 0;
}

/* 1: no reader could tell what it shows, for the reason in *err. */
static int read_or_not(const struct facts *facts, const struct change *change,
		       const struct version *version, struct arena *a, struct foreign *ret,
		       struct err *err)
{
	*ret = (struct foreign){0};
	if (read_foreign(facts, change, version, a, ret, err) == 0)
		return 0;
	return err->code == ERR_LIMIT || err->code == ERR_FORMAT ? 1 : -1;
}

/* What came with this change, is of no event, and looks like it or hides it. */
static int check_foreign(const struct facts *facts, const struct change *change,
			 struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct foreign now, *was = arena_array(&scratch, facts->parents, sizeof(*was));
	bool unreadable = false;
	int rc;

	for (size_t i = 0; i < facts->parents; i++) {
		rc = read_or_not(facts, change, &change->was[i], &scratch, &was[i], err);
		if (rc < 0)
			return -1;
		unreadable = unreadable || rc;
	}
	rc = read_or_not(facts, change, &change->now, &scratch, &now, err);
	if (rc < 0)
		return -1;
	if (!rc)
		return judge_foreign(facts, change, &now, was, found, err);
	if (!unreadable)
		refuse_line(facts, change, 0, "a text that can be read",
			    arena_strdup(found->arena, err->text),
			    "nobody can tell what the log shows", found);
	*err = (struct err){0};
	return 0;
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

	if (check_foreign(facts, change, found, err) < 0)
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
	for (size_t i = 0; i < now.count && found->count - before < HITS_MAX; i++) {
		const struct logentry *entry = &now.items[i];

		if ((place = byteset_find(&twice, bytes_text(entry->id))) < twice.count) {
			if (met[place])
				refuse(facts, change, entry, "one entry of an event",
				       "another one above", "is there already", found);
			met[place] = true;
		}
		if (!is_inherited(was, facts->parents, entry) &&
		    judge_entry(facts, change, entry, found, err) < 0)
			return -1;
	}
	return 0;
}
