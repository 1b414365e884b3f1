/* rule_log.c - drift of deployment logs: an entry under an event's name is that event's, once. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "model/logentry.h"
#include "policy/append.h"

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

static void refuse(const struct facts *facts, const struct change *change,
		   const struct logentry *entry, const char *expected, const char *have,
		   const char *what, struct findings *found)
{
	struct finding with = finding_of(facts, change->path, entry->line, 1);

	with.expected = expected;
	with.found = have;
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with,
		    "the entry on line %u %s", entry->line, what);
}

static int judge_unknown(const struct facts *facts, const struct change *change,
			 const struct logentry *entry, struct findings *found, struct err *err)
{
	const struct facts_ledger *ledger = facts->ledger;

	if (ledger->has_event && !ledger->has_event(ledger->ctx, entry->seen)) {
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

static int judge_entry(const struct facts *facts, const struct change *change,
		       const struct logentry *entry, struct findings *found, struct err *err)
{
	const struct fact_entry *held = *entry->id ? facts_entry(facts, entry->id) : NULL;

	if (!*entry->id)
		refuse(facts, change, entry, "<!-- mcade EVENT after SEEN -->", "another text",
		       "is not the ledger's", found);
	else if (!held)
		return judge_unknown(facts, change, entry, found, err);
	else if (!is_entry_with_notes(entry->text, held->text))
		refuse(facts, change, entry,
		       "the entry as the ledger holds it; a note behind it begins with a "
		       "blank line and a heading",
		       "another text", "is not the ledger's", found);
	else if (held->path && strcmp(held->path, change->path))
		refuse(facts, change, entry, held->path, change->path,
		       "belongs into another log", found);
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

/* "## STEP complete in ENVIRONMENT", of the runbook in force: what only an event's entry says. */
static bool imitates(const struct facts *facts, struct bytes line, struct arena *a)
{
	const char *text = arena_strndup(a, line.data, line.len), *in;
	const struct facts_spec *spec = facts->spec;
	bool step = false, environment = false;

	text += strspn(text, " ");
	if (*text != '#')
		return false;
	text += strspn(text, "#");
	text += strspn(text, " \t");
	in = strstr(text, " complete in ");
	for (size_t i = 0; in && !step && i < spec->step_count; i++)
		step = !strncmp(text, spec->steps[i].id, (size_t)(in - text)) &&
		       !spec->steps[i].id[in - text];
	if (!step)
		return false;
	in += strlen(" complete in ");
	for (size_t i = 0; !environment && i < spec->environment_count; i++) {
		const char *id = spec->environments[i].id;
		size_t len = strlen(id);

		environment = !strncmp(in, id, len) && !in[len + strspn(in + len, " \t#\r")];
	}
	return environment;
}

/* Such headings without the line that names an event; their places beside them in *ret_lines. */
static struct byteset imitations(const struct facts *facts, struct bytes text, struct arena *a,
				 unsigned **ret_lines)
{
	static const char opening[] = "<!-- mcade ";
	struct lines all = lines_of(text);
	struct byteset found = {0};
	struct bytes line;
	bool opened = false;
	unsigned *lines = NULL;
	size_t count = 0;

	for (unsigned n = 1; lines_next(&all, &line); n++) {
		if (!opened && line.len &&
		    memchr(line.data, '#', line.len < 4 ? line.len : 4) &&
		    imitates(facts, line, a)) {
			*ARENA_PUSH(a, found.items, found.count) = line;
			*ARENA_PUSH(a, lines, count) = n;
		}
		opened = bytes_begins(line, bytes_text(opening));
	}
	*ret_lines = lines;
	return found;
}

/* What came with this change, and is of no event. */
static int check_imitations(const struct facts *facts, const struct change *change,
			    struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct byteset now, *was = arena_array(&scratch, facts->parents, sizeof(*was));
	unsigned *lines, *ignored;
	struct bytes text;
	size_t before = found->count;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	now = imitations(facts, text, &scratch, &lines);
	for (size_t i = 0; now.count && i < facts->parents; i++) {
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
		was[i] = imitations(facts, text, &scratch, &ignored);
		byteset_sort(&was[i]);
	}
	for (size_t i = 0; i < now.count && found->count - before < HITS_MAX; i++) {
		struct logentry entry = {.line = lines[i]};
		bool inherited = false;

		for (size_t p = 0; p < facts->parents; p++)
			inherited = inherited || byteset_has(&was[p], now.items[i]);
		if (!inherited)
			refuse(facts, change, &entry, "an entry that an event wrote",
			       "a heading like one", "is of no event in the ledger", found);
	}
	return 0;
}

int log_check(const struct facts *facts, const struct change *change, struct findings *found,
	      struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct log now, *was = arena_array(&scratch, facts->parents, sizeof(*was));
	size_t before = found->count, place;
	struct byteset twice;
	struct bytes text;
	bool *met;

	if (check_imitations(facts, change, found, err) < 0)
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
