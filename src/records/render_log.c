/*
 * Deployment logs: what the ledger wrote into each day, put in where it is missing. What stands
 * there under the name of an event and is not that event's text gives way to it, once HEAD has it
 * and nothing can be lost.
 */
#include "records/render_internal.h"

#include "base/cleanup.h"
#include "base/strmap.h"
#include "base/time.h"
#include "base/texts.h"
#include "records/records.h"
#include "fold/fold.h"
#include "model/logentry.h"
#include "text/append.h"
#include "ledger/in_force.h"

struct logs {
	const struct ledger *l;
	const struct runbook *runbook;
	struct rendered *done;
};

/* One day: the ledger's entries by event, and what was found of them in the log. */
struct day {
	struct event_index *index;
	struct arena *arena;
	struct strmap held; /* id -> struct logentry of the ledger */
	struct strmap met;  /* ids that stand in the log, right or not */
	size_t faulty, added;
	const char *first; /* id of the first faulty entry */
	struct rendered_events unseen;
};

/* "deployments/2026/01/2026-01-28.md": the moment that day begins. */
static bool day_of(const char *path, int64_t *ret)
{
	const char *slash = strrchr(path, '/');
	char date[DATE_TEXT_SIZE];

	if (!slash || strlen(slash + 1) < sizeof(date))
		return false;
	memcpy(date, slash + 1, sizeof(date) - 1);
	date[sizeof(date) - 1] = '\0';
	return time_parse_date(date, ret);
}

static void read_held(struct day *day, struct bytes held)
{
	struct logentry entry = {0};
	size_t offset = 0;

	while (logentry_next(held, &offset, &entry))
		strmap_put(&day->held, arena_strdup(day->arena, entry.id),
			   arena_memdup(day->arena, &entry, sizeof(entry)));
}

/* Somebody's invention: it says that it came after an event of this ledger, which has not got it. */
static bool is_invented(const struct day *day, const char *id, struct bytes seen)
{
	const char *sha256 = arena_strndup(day->arena, seen.data, seen.len);
	uint64_t sequence;

	return !event_index_find(day->index, id, &sequence) && text_begins(sha256, "sha256:") &&
	       event_index_find_commit(day->index, sha256 + 7, &sequence);
}

/* Without the final newline, which the last line of a file may lack. */
static struct bytes whole_line(struct bytes text)
{
	if (text.len && ((const char *)text.data)[text.len - 1] == '\n')
		text.len--;
	return text;
}

/* `lines` has just given the opener at `start`: what is to stand there instead; true: as it is. */
static bool judge_entry(struct day *day, struct lines *lines, const char *start,
			struct bytes opener, struct bytes *ret)
{
	struct bytes event = {"", 0}, seen = {"", 0}, found;
	const struct logentry *entry;
	const char *id;

	append_opener(opener, &event, &seen);
	id = arena_strndup(day->arena, event.data, event.len);
	entry = strmap_get(&day->held, id);
	append_skip_entry(lines, entry ? append_headings(entry->text) : 0);
	found = bytes_of(start, (size_t)(lines->at - start));
	*ret = bytes_of("", 0);
	if (!entry && !is_invented(day, id, seen))
		return true;
	if (entry && !strmap_get(&day->met, id)) {
		strmap_put(&day->met, id, day);
		if (bytes_equal(whole_line(found), whole_line(entry->text)))
			return true;
		*ret = entry->text;
	}
	if (!day->faulty++)
		day->first = id;
	return false;
}

static void skip_blank(struct lines *lines)
{
	struct lines ahead = *lines;
	struct bytes line;

	while (lines_next(&ahead, &line) && line_is_blank(line))
		*lines = ahead;
}

/* The log with the ledger's text wherever it stands under an event's name. */
static void mend(struct day *day, struct bytes log, struct strbuf *out)
{
	struct lines lines = lines_of(log);
	const char *start = lines.at;
	struct bytes line, text;

	for (; lines_next(&lines, &line); start = lines.at) {
		bool as_is = !append_is_opener(line) ||
			     judge_entry(day, &lines, start, line, &text);

		if (as_is)
			strbuf_add(out, start, (size_t)(lines.at - start));
		else if (text.len)
			strbuf_add(out, text.data, text.len);
		else
			skip_blank(&lines);
	}
}

/* Entries that the log lacks, at its end. */
static void add_missing(struct day *day, struct bytes held, struct strbuf *out)
{
	struct logentry entry = {0};
	size_t offset = 0;
	uint64_t sequence;

	while (logentry_next(held, &offset, &entry)) {
		if (strmap_get(&day->met, entry.id))
			continue;
		logentry_append(out, entry.text.data, entry.text.len);
		if (event_index_find(day->index, entry.id, &sequence))
			unseen_add(day->arena, &day->unseen, sequence);
		day->added++;
	}
}

static const char *detail(const struct day *day)
{
	size_t count = day->faulty ? day->faulty : day->added;

	return arena_printf(day->arena, "%zu entr%s%s", count, count == 1 ? "y" : "ies",
			    day->faulty ? " not as the ledger has it" : "");
}

static int render_day(struct logs *logs, const char *path, struct bytes held, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;
	struct arena *a = logs->l->arena;
	struct day day = {.index = fold_index(logs->l->view->fold),
			  .arena = a,
			  .held = {.arena = a},
			  .met = {.arena = a}};
	struct bytes before;
	bool found, committed;

	if (render_read(logs->l, logs->done, path, &before, &found, err) < 0)
		return render_unwritten(logs->l, logs->done, path, err);
	read_held(&day, held);
	mend(&day, before, &log);
	if (day.faulty) {
		if (render_is_committed(logs->l, logs->done, path, before, &committed, err) < 0)
			return -1;
		if (!committed) {
			rendered_edited(logs->l, logs->done, path,
					arena_printf(a, "entry %s was edited", day.first));
			strbuf_setlen(&log, 0);
			strbuf_add(&log, before.data, before.len);
			day.faulty = 0;
		}
	}
	add_missing(&day, held, &log);
	if (!day.added && !day.faulty)
		return 0;
	return render_file(logs->l, logs->done, path, bytes_of(log.buf, log.len),
			   (struct rendered_item){.detail = detail(&day),
						  .unseen = day.unseen,
						  .edited = day.faulty != 0},
			   err);
}

static int add_day(const char *path, const struct oid *blob UNUSED, void *data, struct err *err)
{
	struct logs *logs = data;
	const char *target;
	struct bytes held;
	int64_t day;
	bool found;

	if (!day_of(path, &day))
		return 0;
	target = records_log_path(logs->runbook, day, logs->l->arena);
	if (!target)
		return 0;
	if (fold_read(logs->l->view->fold, path, logs->l->arena, &held, &found, err) < 0)
		return -1;
	return found ? render_day(logs, target, held, err) : 0;
}

int render_logs(const struct ledger *l, struct rendered *done, struct err *err)
{
	struct logs logs = {.l = l, .done = done};

	if (!render_has_place(l, done))
		return 0;
	if (ledger_runbook(l, &logs.runbook, err) < 0)
		return -1;
	return render_each(l, done, "deployments", add_day, &logs, err);
}
