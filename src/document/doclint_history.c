#include "document/doclint_parts.h"

#include "base/limits.h"
#include "base/time.h"
#include "text/append.h"
#include "text/deprecation.h"
#include "text/marks.h"
#include "repo/history.h"

#define LOGS "docs/deployments/"
#define CHECKPOINTS "docs/checkpoints/"

static bool is_log(const char *path)
{
	const char *name = path + strlen(LOGS);
	size_t len = strlen(path);

	return !strncmp(path, LOGS, strlen(LOGS)) && !strchr(name, '/') && len > 3 &&
	       !strcmp(path + len - 3, ".md");
}

static bool in_checkpoint(const char *path)
{
	return !strncmp(path, CHECKPOINTS, strlen(CHECKPOINTS)) &&
	       strchr(path + strlen(CHECKPOINTS), '/');
}

bool doclint_is_document(const char *path)
{
	return is_log(path) || in_checkpoint(path) || deprecation_path(path, NULL) ||
	       marks_path(path);
}

bool doclint_wanted(const void *ctx UNUSED, const char *path)
{
	return doclint_is_document(path);
}

struct finding doclint_by(const struct origin *by, struct finding finding)
{
	if (by) {
		finding.commit = by->commit;
		finding.author = by->author;
		finding.time = by->time;
	}
	return finding;
}

struct origin *doclint_origin(struct linting *lint, const struct doc_commit *commit)
{
	struct origin *by = arena_alloc(lint->arena, sizeof(*by));

	*by = (struct origin){arena_strdup(lint->arena, OID_HEX(&commit->id)),
			      arena_strdup(lint->arena, commit->author), commit->time};
	return by;
}

static void remember(struct linting *lint, const char *what, const struct doc_commit *commit)
{
	if (!strmap_get(&lint->made, what))
		strmap_put(&lint->made, arena_strdup(lint->arena, what),
			   doclint_origin(lint, commit));
}

static bool same_version(const struct doc_version *a, const struct doc_version *b)
{
	return a->mode == b->mode && (!a->mode || oid_equal(&a->id, &b->id));
}

/* The result is what some parent had: it was judged where it was done. */
static bool is_taken(const struct doc_change *change)
{
	for (size_t i = 0; change->count > 1 && i < change->count; i++)
		if (same_version(&change->now, &change->was[i]))
			return true;
	return false;
}

/* Gone, and every parent had it. */
static bool is_deleted(const struct doc_change *change)
{
	for (size_t i = 0; i < change->count; i++)
		if (!change->was[i].mode)
			return false;
	return !change->now.mode;
}

static bool is_file(uint32_t mode)
{
	return mode == TREE_FILE || mode == TREE_EXECUTABLE || mode == TREE_FILE_OLD;
}

/* Bytes of a version; empty for what is absent or no file. */
int doclint_text(struct linting *lint, const struct doc_version *version, struct arena *arena,
		 struct bytes *ret, struct err *err)
{
	*ret = bytes_of("", 0);
	if (!is_file(version->mode))
		return 0;
	return object_read(lint->l->repo, &version->id, OBJECT_BLOB, LIMIT_BLOB, arena, ret,
			   err);
}

/* --- deployment logs ------------------------------------------------------------------- */

static void log_finding(struct linting *lint, const struct doc_commit *commit,
			const struct doc_change *change, const struct append_fault *fault)
{
	const char *was = arena_strndup(lint->arena, fault->was.data ? fault->was.data : "",
					fault->was.len);
	const char *now = fault->now_line
				  ? arena_printf(lint->arena, "is '%.*s'", (int)fault->now.len,
						 (const char *)fault->now.data)
				  : "is gone";

	finding_add(lint->found, RULE_APPEND_ONLY, FINDING_ERROR,
		    doclint_by(doclint_origin(lint, commit),
			       (struct finding){.at = {change->path,
						       fault->now_line ? fault->now_line
								       : fault->was_line,
						       1},
						.path = change->path,
						.expected = was,
						.found = now,
						.fix = "append an entry that says what was "
						       "changed and why"}),
		    "log '%s' was rewritten%s: line %u was '%s' and %s", change->path,
		    commit->parent_count > 1 ? " in a merge" : "", fault->was_line, was, now);
}

/* Version of a path in the merge base; absent where there is none, or several. */
static int base_version(struct linting *lint, const struct doc_commit *commit, const char *path,
			struct arena *arena, struct doc_version *ret, struct err *err)
{
	struct oid_list bases;
	struct oid tree;

	*ret = (struct doc_version){0, OID_ZERO};
	if (history_merge_bases(lint->l->repo, &commit->parents[0], &commit->parents[1], arena,
				&bases, err) < 0)
		return -1;
	if (!bases.count)
		return 0;
	return commit_tree(lint->l->repo, &bases.ids[0], &tree, err) < 0 ||
			       tree_lookup(lint->l->repo, &tree, path, &ret->mode, &ret->id,
					   err) < 0
		       ? -1
		       : 0;
}

static int merged_log(struct linting *lint, const struct doc_commit *commit,
		      const struct doc_change *change, struct arena *arena, struct err *err)
{
	struct doc_version base;
	struct bytes base_text, now, *texts;
	struct append_fault fault = {0};
	size_t changed = 0;

	if (base_version(lint, commit, change->path, arena, &base, err) < 0)
		return -1;
	for (size_t i = 0; i < change->count; i++)
		changed += !same_version(&change->was[i], &base);
	/* one side only: the merge takes it, and it was judged there */
	if (changed < 2 && is_taken(change))
		return 0;
	texts = arena_array(arena, change->count, sizeof(*texts));
	for (size_t i = 0; i < change->count; i++)
		if (doclint_text(lint, &change->was[i], arena, &texts[i], err) < 0)
			return -1;
	if (doclint_text(lint, &base, arena, &base_text, err) < 0 ||
	    doclint_text(lint, &change->now, arena, &now, err) < 0)
		return -1;
	if (!append_only_merge(base_text, texts, change->count, now, APPEND_UNKNOWN, &fault))
		log_finding(lint, commit, change, &fault);
	return 0;
}

static int visit_log(struct linting *lint, const struct doc_commit *commit,
		     const struct doc_change *change, struct arena *arena, struct err *err)
{
	struct append_fault fault = {0};
	struct bytes was, now;

	if (is_deleted(change)) {
		finding_add(lint->found, RULE_NO_DELETE, FINDING_ERROR,
			    doclint_by(doclint_origin(lint, commit),
				       (struct finding){
					       .path = change->path,
					       .fix = arena_printf(
						       lint->arena, "git checkout %s~1 -- %s",
						       doclint_origin(lint, commit)->commit,
						       change->path)}),
			    "log '%s' was deleted", change->path);
		return 0;
	}
	if (change->count > 1)
		return merged_log(lint, commit, change, arena, err);
	if (!change->was[0].mode || !is_file(change->now.mode))
		return 0;
	if (doclint_text(lint, &change->was[0], arena, &was, err) < 0 ||
	    doclint_text(lint, &change->now, arena, &now, err) < 0)
		return -1;
	if (!append_only(was, now, APPEND_UNKNOWN, &fault))
		log_finding(lint, commit, change, &fault);
	return 0;
}

/* --- checkpoints ----------------------------------------------------------------------- */

void doclint_flush(struct linting *lint)
{
	const struct touched *t = &lint->touched;
	const struct origin *made;
	char day[DATE_TEXT_SIZE] = "";

	if (!t->folder)
		return;
	made = strmap_get(&lint->made, t->folder);
	if (made)
		time_format_date(made->time, day);
	finding_add(
		lint->found, RULE_SEALED, FINDING_ERROR,
		doclint_by(&t->by,
			   (struct finding){.path = t->folder,
					    .expected = made ? arena_printf(lint->arena,
									    "as made %s by %s",
									    day, made->author)
							     : NULL,
					    .found = t->files,
					    .fix = arena_printf(lint->arena,
								"git checkout %s~1 -- %s",
								t->by.commit, t->folder)}),
		"checkpoint '%s' was %s after it was made: %s%s", t->folder,
		t->removed ? "removed" : "edited", t->files, t->count > 3 ? " and more" : "");
	lint->touched = (struct touched){0};
}

static void touch(struct linting *lint, const struct doc_commit *commit,
		  const struct doc_change *change, const char *folder, bool removed)
{
	struct touched *t = &lint->touched;
	const char *verb = !change->now.mode	 ? "removed"
			   : change->was[0].mode ? "changed"
						 : "added";

	if (t->folder && (!oid_equal(&t->commit, &commit->id) || strcmp(t->folder, folder)))
		doclint_flush(lint);
	if (!t->folder)
		*t = (struct touched){.by = *doclint_origin(lint, commit),
				      .commit = commit->id,
				      .folder = arena_strdup(lint->arena, folder),
				      .files = ""};
	t->removed = removed;
	if (++t->count <= 3)
		t->files = arena_printf(lint->arena, "%s%s%s %s", t->files,
					*t->files ? ", " : "", change->path + strlen(folder),
					verb);
}

static int visit_checkpoint(struct linting *lint, const struct doc_commit *commit,
			    const struct doc_change *change, struct arena *arena,
			    struct err *err)
{
	const char *end = strchr(change->path + strlen(CHECKPOINTS), '/');
	const char *folder = arena_strndup(arena, change->path, (size_t)(end - change->path));
	bool before = false;
	struct oid id;
	uint32_t mode;

	for (size_t i = 0; i < commit->parent_count; i++) {
		if (tree_lookup(lint->l->repo, &commit->parent_trees[i], folder, &mode, &id,
				err) < 0)
			return -1;
		before = before || mode == TREE_DIRECTORY;
	}
	if (tree_lookup(lint->l->repo, &commit->tree, folder, &mode, &id, err) < 0)
		return -1;
	folder = arena_printf(arena, "%s/", folder);
	if (!before)
		remember(lint, folder, commit);
	else if (!is_taken(change) && (change->now.mode || is_deleted(change)))
		touch(lint, commit, change, folder, mode != TREE_DIRECTORY);
	return 0;
}

/* --- deprecated items ------------------------------------------------------------------ */

static int visit_deprecated(struct linting *lint, const struct doc_commit *commit,
			    const struct doc_change *change, struct err *err)
{
	uint32_t mode;
	struct oid id;

	if (change->now.mode)
		remember(lint, change->path, commit);
	if (!is_deleted(change))
		return 0;
	/* what has come back since is there, and judged as it stands */
	if (snapshot_entry(lint->head, change->path, &mode, &id, err) < 0)
		return -1;
	if (mode)
		return 0;
	finding_add(lint->found, RULE_NO_DELETE, FINDING_ERROR,
		    doclint_by(doclint_origin(lint, commit),
			       (struct finding){.path = change->path,
						.expected = "kept until it is purged",
						.found = "deleted",
						.fix = arena_printf(
							lint->arena, "git checkout %s~1 -- %s",
							doclint_origin(lint, commit)->commit,
							change->path)}),
		    "deprecated '%s' was deleted", change->path);
	return 0;
}

/* --- status marks ---------------------------------------------------------------------- */

const char *doclint_green_key(struct arena *arena, const char *path, struct bytes step,
			      struct bytes title)
{
	struct bytes name = step.len ? step : title;

	return arena_printf(arena, "%s %.*s", path, (int)name.len, (const char *)name.data);
}

static int greens(struct linting *lint, const struct doc_version *version, const char *path,
		  struct arena *arena, struct strmap *ret, struct err *err)
{
	struct marks marks;
	struct bytes text;

	*ret = (struct strmap){.arena = arena};
	if (doclint_text(lint, version, arena, &text, err) < 0)
		return -1;
	if (marks_read(text, path, NULL, arena, &marks, err) < 0) {
		*err = (struct err){0}; /* too large to be read: nobody read it as green */
		return 0;
	}
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark_line *line = &marks.items[i];

		if (line->mark == MARK_DONE)
			strmap_put(ret, doclint_green_key(arena, path, line->step, line->title),
				   lint);
	}
	return 0;
}

static int visit_marks(struct linting *lint, const struct doc_commit *commit,
		       const struct doc_change *change, struct arena *arena, struct err *err)
{
	struct strmap now, *was = arena_array(arena, change->count, sizeof(*was));
	struct origin *by = NULL;

	if (change->now.mode)
		remember(lint, change->path, commit);
	if (greens(lint, &change->now, change->path, arena, &now, err) < 0)
		return -1;
	for (size_t i = 0; i < change->count; i++)
		if (greens(lint, &change->was[i], change->path, arena, &was[i], err) < 0)
			return -1;
	for (size_t i = 0; i < now.size; i++) {
		const char *key = now.entries[i].key;
		bool before = false;

		for (size_t j = 0; key && j < change->count; j++)
			before = before || strmap_get(&was[j], key);
		if (!key || before)
			continue;
		by = by ? by : doclint_origin(lint, commit);
		strmap_put(&lint->green, arena_strdup(lint->arena, key), by);
	}
	return 0;
}

int doclint_visit(void *ctx, const struct doc_commit *commit, const struct doc_change *change,
		  struct arena *arena, struct err *err)
{
	struct linting *lint = ctx;

	if (is_log(change->path))
		return visit_log(lint, commit, change, arena, err);
	if (in_checkpoint(change->path))
		return visit_checkpoint(lint, commit, change, arena, err);
	if (deprecation_path(change->path, NULL))
		return visit_deprecated(lint, commit, change, err);
	return visit_marks(lint, commit, change, arena, err);
}
