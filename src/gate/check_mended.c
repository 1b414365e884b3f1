/* check_mended.c - what history was told of, and stands no more at the tip as the commit left it. */
#include "gate/check_internal.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "repo/snapshot.h"
#include "runbook/runbook.h"
#include "text/lines.h"
#include "text/tally.h"

#define RUNBOOK "runbook.yaml"

/* What a path holds in a commit; absent: the zero id. */
int check_entry_at(const struct ledger *l, const struct oid *commit, const char *path,
		   struct oid *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	uint32_t mode;

	*ret = OID_ZERO;
	return snapshot_of_commit(l->repo, commit, &files, err) < 0 ||
			       snapshot_entry(files, path, &mode, ret, err) < 0
		       ? -1
		       : 0;
}

/* Does the path hold now what some parent of the commit had: was it put back? */
static int is_put_back(const struct ledger *l, const struct oid *commit, const char *path,
		       const struct oid *now, bool *ret, struct err *err)
{
	const struct oid *parents;
	struct oid was;
	size_t count;

	*ret = false;
	if (oid_is_zero(now))
		return 0;
	if (commit_parents(l->repo, commit, l->arena, &parents, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++) {
		if (check_entry_at(l, &parents[i], path, &was, err) < 0)
			return -1;
		*ret = oid_equal(&was, now);
	}
	return 0;
}

/* Have boxes that came ticked been opened since, for whoever does what they ask for? */
static int is_reopened(const struct ledger *l, const struct oid *tip, const char *path,
		       bool *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes text;
	struct tally now;
	bool found;

	if (snapshot_of_commit(l->repo, tip, &files, err) < 0 ||
	    snapshot_read(files, path, &scratch, &text, &found, err) < 0)
		return -1;
	*ret = found && tally_text(path, text, &now) && now.open;
	return 0;
}

/* Of what a commit made of a document: the lines that stand there now, letter for letter as a parent had them. */
struct kept_lines {
	struct arena arena;
	struct oid commit;
	const char *path; /* NULL: none was asked for yet */
	struct bytes text;
};

static int read_kept(const struct ledger *l, const struct oid *commit, const struct oid *tip,
		     const char *path, struct kept_lines *kept, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	CLEANUP(strbuf_free) struct strbuf all = STRBUF_INIT;
	const struct oid *parents;
	struct bytes text, before, line;
	size_t count;
	bool found;

	if (kept->path && !strcmp(kept->path, path) && oid_equal(&kept->commit, commit))
		return 0;
	arena_free(&kept->arena);
	if (commit_parents(l->repo, commit, &scratch, &parents, &count, err) < 0 ||
	    snapshot_of_commit(l->repo, tip, &files, err) < 0 ||
	    snapshot_read(files, path, &scratch, &text, &found, err) < 0)
		return -1;
	for (size_t i = 0; i < count && found; i++) {
		CLEANUP(snapshot_freep) struct snapshot *parent = NULL;
		struct byteset was;
		struct lines lines;
		bool had;

		if (snapshot_of_commit(l->repo, &parents[i], &parent, err) < 0 ||
		    snapshot_read(parent, path, &scratch, &before, &had, err) < 0)
			return -1;
		was = byteset_of_lines(had ? before : bytes_of("", 0), &scratch);
		byteset_sort(&was);
		for (lines = lines_of(text); lines_next(&lines, &line);)
			if (byteset_has(&was, line)) {
				strbuf_add(&all, line.data, line.len);
				strbuf_addch(&all, '\n');
			}
	}
	kept->commit = *commit;
	kept->path = arena_strdup(&kept->arena, path);
	kept->text = bytes_of(arena_memdup(&kept->arena, all.buf, all.len), all.len);
	return 0;
}

/* Of a step that was dropped, or whose name another took: does one of these lines name it? */
static int is_listed_again(const struct ledger *l, const struct finding *f,
			   const struct oid *commit, const struct oid *tip,
			   struct kept_lines *kept, bool *ret, struct err *err)
{
	const char *named = f->listed ? f->listed : f->step;

	*ret = false;
	if (!named)
		return 0;
	if (read_kept(l, commit, tip, f->path, kept, err) < 0)
		return -1;
	*ret = memmem(kept->text.data, kept->text.len, named, strlen(named));
	return 0;
}

/* Damage that was repaired, and a file that stands again as it did, bind nobody any more. */
static int is_mended(const struct ledger *l, enum door door, const struct finding *f,
		     const struct oid *tip, struct kept_lines *kept, bool *ret, struct err *err)
{
	bool form = rules[f->rule].rests & RESTS_FORM;
	struct oid commit, was, now;

	*ret = false;
	if (!f->path || !f->commit || !oid_parse(f->commit, &commit))
		return 0;
	if (f->rule == RULE_IDENTITY && !strcmp(f->path, RUNBOOK))
		return 0; /* it is what stands there */
	if (f->rule == RULE_IDENTITY)
		return is_listed_again(l, f, &commit, tip, kept, ret, err);
	if (f->rule ==
	    RULE_CONTRADICTION) /* at other doors it is of open boxes, as of closed ones */
		return door == DOOR_LINT ? is_reopened(l, tip, f->path, ret, err) : 0;
	if (!form && f->rule != RULE_NO_DELETE && f->rule != RULE_SEALED)
		return 0;
	if (check_entry_at(l, tip, f->path, &now, err) < 0)
		return -1;
	if (!form)
		return is_put_back(l, &commit, f->path, &now, ret, err);
	if (check_entry_at(l, &commit, f->path, &was, err) < 0)
		return -1;
	*ret = !oid_equal(&was, &now);
	return 0;
}

/* What still stands at the tip as the commit left it is told. */
int check_drop_mended(const struct ledger *l, enum door door, const struct oid *tip,
		      struct check_result *ret, struct err *err)
{
	struct kept_lines kept = {.arena = ARENA_INIT};
	int rc = 0;

	for (size_t i = 0; i < ret->count && rc == 0; i++) {
		struct findings *found = &ret->commits[i].findings;
		size_t left = 0;

		for (size_t f = 0; f < found->count && rc == 0; f++) {
			bool mended;

			rc = is_mended(l, door, &found->items[f], tip, &kept, &mended, err);
			if (rc == 0 && !mended)
				found->items[left++] = found->items[f];
		}
		found->count = left;
	}
	arena_free(&kept.arena);
	return rc;
}
