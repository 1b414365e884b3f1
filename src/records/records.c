#include "records/records.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/time.h"
#include "act/inputs.h"
#include "ledger/governed.h"
#include "match/glob.h"
#include "model/logentry.h"
#include "repo/worktree.h"
#include "ledger/in_force.h"

struct prefix_set records_places(const struct runbook *runbook, struct arena *a)
{
	const char *templates[] = {runbook->records.log, runbook->records.checkpoint};
	const char **items = NULL;
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(templates); i++) {
		const char *pattern;

		if (!templates[i])
			continue;
		pattern = runbook_template_pattern(templates[i], a);
		*ARENA_PUSH(a, items, count) = arena_strndup(a, pattern,
							     glob_literal_prefix(pattern));
	}
	return (struct prefix_set){items, count};
}

const char *records_log_path(const struct runbook *runbook, int64_t time, struct arena *a)
{
	return runbook_template_fill(runbook->records.log, NULL, time, a);
}

const char *records_ledger_log(struct bytes entry, struct arena *a)
{
	const char *text = arena_memdup(a, entry.data, entry.len);
	const char *when = strstr(text, "\n- when: ");
	char moment[TIME_TEXT_SIZE];
	int64_t time;

	if (!when || strlen(when) < 9 + TIME_TEXT_SIZE - 1)
		return NULL;
	memcpy(moment, when + 9, TIME_TEXT_SIZE - 1);
	moment[TIME_TEXT_SIZE - 1] = '\0';
	return time_parse(moment, &time) ? state_log_path(time, a) : NULL;
}

static size_t trimmed(struct bytes text)
{
	const char *data = text.data;
	size_t len = text.len;

	while (len && data[len - 1] == '\n')
		len--;
	return len;
}

/* Notes that people append below an entry belong to nobody's entry: ours must be where it begins. */
bool records_same_entry(struct bytes ours, struct bytes found)
{
	size_t len = trimmed(ours);

	return trimmed(found) >= len && !memcmp(ours.data, found.data, len) &&
	       (trimmed(found) == len || ((const char *)found.data)[len] == '\n');
}

int records_follow(const struct ledger *l, bool *ret, struct err *err)
{
	const struct runbook *runbook;

	*ret = false;
	if (!repo_work_tree(l->repo))
		return 0;
	if (ledger_runbook(l, &runbook, err) < 0)
		return -1;
	return runbook->records.manual ? 0 : governed_head(l, ret, err);
}

int records_write(const struct ledger *l, const char *path, struct bytes text, struct err *err)
{
	const char *const paths[] = {path};

	if (!repo_work_tree(l->repo))
		return 0;
	if (text.len > LIMIT_BLOB) /* no door would take it */
		return err_set(err, ERR_LIMIT, "'%s' would be larger than %zu bytes", path,
			       LIMIT_BLOB);
	if (worktree_write(l->repo, path, text, err) < 0)
		return -1;
	return stage_files(l, paths, 1, err);
}

/* As git has it: what it made of a record that is committed is not what a person wrote. */
static int as_committed(const struct ledger *l, const char *path, struct bytes *text,
			struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct input_files files = {.top = repo_work_tree(l->repo)};
	struct oid commit;

	if (repo_head_commit(l->repo, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	if (snapshot_of_commit(l->repo, &commit, &head, err) < 0)
		return -1;
	files.committed = head;
	return inputs_as_committed(l, &files, path, text, err);
}

int records_read(const struct ledger *l, const char *path, struct bytes *ret, bool *ret_found,
		 struct err *err)
{
	*ret = bytes_of("", 0);
	*ret_found = false;
	if (!repo_work_tree(l->repo))
		return err_set(err, ERR_NOT_FOUND, "a bare repository has no '%s' to edit",
			       path);
	if (worktree_read(l->repo, path, LIMIT_BLOB, l->arena, ret, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	*ret_found = true;
	return as_committed(l, path, ret, err);
}

static bool find_entry(struct bytes log, const char *id, struct logentry *ret)
{
	size_t offset = 0;

	while (logentry_next(log, &offset, ret))
		if (!strcmp(ret->id, id))
			return true;
	return false;
}

int records_log_room(const struct ledger *l, const char *path, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes log;

	if (!repo_work_tree(l->repo) ||
	    !worktree_read(l->repo, path, LIMIT_BLOB - LIMIT_COMMIT, &scratch, &log, err) ||
	    err->code != ERR_LIMIT)
		return 0;
	err_set(err, ERR_LIMIT, "'%s' has no room for an entry: a log has at most %zu bytes",
		path, LIMIT_BLOB);
	return err_next(err, "give 'records: log' another path in runbook.yaml, commit "
			     "it, then git mcade adopt");
}

int records_append_log(const struct ledger *l, const struct receipt *receipt, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf entry = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;
	const struct runbook *runbook;
	struct logentry entry_here;
	struct bytes before;
	const char *path;
	bool found;

	if (ledger_runbook(l, &runbook, err) < 0)
		return -1;
	path = records_log_path(runbook, receipt->time, l->arena);
	if (!path || !repo_work_tree(l->repo))
		return 0;
	if (records_read(l, path, &before, &found, err) < 0)
		return -1;
	if (find_entry(before, receipt->id, &entry_here))
		return 0;
	strbuf_add(&log, before.data, before.len);
	logentry_write(&receipt->event, &receipt->origin, &entry);
	logentry_append(&log, entry.buf, entry.len);
	return records_write(l, path, bytes_of(log.buf, log.len), err);
}

/* Without the entry, and without what separated it: as if it had never been there. */
static void cut_entry(struct bytes log, const struct logentry *entry, size_t len,
		      struct strbuf *out)
{
	const char *end = (const char *)log.data + log.len;
	const char *after = (const char *)entry->text.data + len;

	while (after < end && *after == '\n')
		after++;
	strbuf_add(out, log.data,
		   (size_t)((const char *)entry->text.data - (const char *)log.data));
	strbuf_add(out, after, (size_t)(end - after));
	if (after == end && trimmed(bytes_of(out->buf, out->len)))
		strbuf_setlen(out, trimmed(bytes_of(out->buf, out->len)) + 1);
}

int records_take_out(const struct ledger *l, const struct event *event,
		     const struct event_origin *origin, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf written = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;
	const char *path = event_get(event, FIELD_LOG);
	struct logentry entry;
	struct bytes before;
	bool found;

	if (!path || !repo_work_tree(l->repo))
		return 0;
	if (records_read(l, path, &before, &found, err) < 0)
		return -1;
	logentry_write(event, origin, &written);
	if (!find_entry(before, event_get(event, FIELD_ID), &entry) ||
	    !records_same_entry(bytes_of(written.buf, written.len), entry.text))
		return 0;
	cut_entry(before, &entry, trimmed(bytes_of(written.buf, written.len)), &log);
	if (log.len)
		return records_write(l, path, bytes_of(log.buf, log.len), err);
	return worktree_remove(l->repo, path, err) < 0 ? -1 : stage_files(l, &path, 1, err);
}
