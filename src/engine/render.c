#include "engine/render.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/time.h"
#include "engine/governed.h"
#include "engine/records.h"
#include "engine/redo.h"
#include "engine/render_internal.h"
#include "ledger/fold.h"
#include "model/logentry.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"

int render_log(struct session *s, const struct receipt *receipt, struct err *err)
{
	const struct runbook *runbook;

	if (session_runbook(s, s->ledger, &runbook, err) < 0)
		return -1;
	return records_append_log(s, runbook, receipt, err);
}

void rendered_left(struct session *s, struct rendered *done, const char *path, const char *fix,
		   const char *detail)
{
	if (done)
		*ARENA_PUSH(&s->arena, done->items, done->count) = (struct rendered_item){
			.outcome = RENDER_LEFT,
			.path = arena_strdup(&s->arena, path),
			.detail = detail,
			.fix = fix};
}

void rendered_absent(struct session *s, struct rendered *done, const char *path,
		     const char *detail)
{
	if (done)
		*ARENA_PUSH(&s->arena, done->items, done->count) = (struct rendered_item){
			.outcome = RENDER_ABSENT,
			.path = arena_strdup(&s->arena, path),
			.detail = detail};
}

int render_file(struct session *s, struct rendered *done, const char *path, struct bytes text,
		const char *detail, uint64_t since, struct err *err)
{
	bool check = done && done->check;

	if (!check && records_write(s, path, text, err) < 0) {
		if (err->code != ERR_UNTRUSTED)
			return -1;
		/* a link or a folder stands where the record belongs: somebody's, not ours */
		rendered_left(s, done, path, NULL, arena_strdup(&s->arena, err->text));
		return done ? 0 : -1;
	}
	if (done)
		*ARENA_PUSH(&s->arena, done->items, done->count) = (struct rendered_item){
			check ? RENDER_DIFFERS : RENDER_WRITTEN, arena_strdup(&s->arena, path),
			detail, NULL, since};
	return 0;
}

bool render_has_place(struct session *s, const struct rendered *done)
{
	return (done && done->at) || repo_work_tree(s->repo);
}

int render_read(struct session *s, const struct rendered *done, const char *path,
		struct bytes *ret, bool *ret_found, struct err *err)
{
	if (done && done->at) {
		*ret = bytes_of("", 0);
		return snapshot_read(done->at, path, &s->arena, ret, ret_found, err);
	}
	*ret = bytes_of("", 0);
	*ret_found = true;
	if (!worktree_read(s->repo, path, LIMIT_BLOB, &s->arena, ret, err))
		return 0;
	*ret_found = false;
	return err->code == ERR_NOT_FOUND ? 0 : -1;
}

/* -- logs ---------------------------------------------------------------------------------------- */

struct logs {
	struct session *s;
	const struct runbook *runbook;
	struct rendered *done;
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

/* 1: there with the ledger's text; 0: not there; -1: there with another text. */
static int find_entry(struct bytes log, const struct logentry *wanted)
{
	struct logentry entry;
	size_t offset = 0;

	while (logentry_next(log, &offset, &entry))
		if (!strcmp(entry.id, wanted->id))
			return records_same_entry(wanted->text, entry.text) ? 1 : -1;
	return 0;
}

static int render_day(struct logs *logs, const char *path, struct bytes held, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;
	struct arena *a = &logs->s->arena;
	struct logentry entry;
	struct bytes before;
	size_t offset = 0, added = 0;
	uint64_t since = 0;
	bool found;

	if (render_read(logs->s, logs->done, path, &before, &found, err) < 0)
		return -1;
	strbuf_add(&log, before.data, before.len);
	while (logentry_next(held, &offset, &entry)) {
		int there = find_entry(before, &entry);
		uint64_t sequence;

		if (there < 0)
			rendered_left(
				logs->s, logs->done, path,
				arena_printf(a, "git checkout -- %s", shell_quote(path, a)),
				arena_printf(a, "entry %s was edited", entry.id));
		if (there)
			continue;
		logentry_append(&log, entry.text.data, entry.text.len);
		if (event_index_find(fold_index(logs->s->ledger->fold), entry.id, &sequence))
			since = older(since, sequence);
		added++;
	}
	if (!added)
		return 0;
	return render_file(logs->s, logs->done, path, bytes_of(log.buf, log.len),
			   arena_printf(a, "%zu entr%s", added, added == 1 ? "y" : "ies"),
			   since, err);
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
	target = records_log_path(logs->runbook, day, &logs->s->arena);
	if (!target)
		return 0;
	if (session_ledger_file(logs->s, logs->s->ledger, path, &held, &found, err) < 0)
		return -1;
	return found ? render_day(logs, target, held, err) : 0;
}

int render_logs(struct session *s, struct rendered *done, struct err *err)
{
	struct logs logs = {.s = s, .done = done};

	if (!render_has_place(s, done))
		return 0;
	if (session_runbook(s, s->ledger, &logs.runbook, err) < 0)
		return -1;
	return tree_image_each(s->ledger->image, "deployments", add_day, &logs, err);
}

/* -- all ----------------------------------------------------------------------------------------- */

int render_all(struct session *s, struct rendered *done, struct err *err)
{
	const struct runbook *runbook;

	if (session_runbook(s, s->ledger, &runbook, err) < 0 ||
	    render_runbook_marks(s, done, err) < 0)
		return -1;
	for (size_t i = 0; i < runbook->environment_count; i++)
		if (render_manifest(s, runbook->environments[i].id, done, err) < 0)
			return -1;
	if (render_logs(s, done, err) < 0)
		return -1;
	return render_checkpoints(s, done, err);
}

int render_owed(struct session *s, const char *environment, struct rendered *ret,
		const char **ret_ref, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *tip = NULL;
	const struct visible_ref *refs;
	size_t count;

	*ret = (struct rendered){.check = true};
	*ret_ref = NULL;
	if (governed_visible(s, &refs, &count, err) < 0)
		return -1;
	if (!count)
		return 0;
	if (snapshot_of_commit(s->repo, &refs[0].tip, &tip, err) < 0)
		return -1;
	*ret_ref = refs[0].name;
	ret->at = tip;
	if (render_runbook_marks(s, ret, err) < 0 ||
	    render_manifest(s, environment, ret, err) < 0)
		return -1;
	ret->at = NULL;
	return 0;
}
