/*
 * render_commit.c - what acts left to be committed, in one commit. To another branch it goes by
 * `git fast-import`: neither index nor work tree nor HEAD is touched.
 */
#include "records/render.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/texts.h"
#include "ledger/governed.h"
#include "ledger/in_force.h"
#include "match/glob.h"
#include "proc/git.h"
#include "records/records.h"
#include "runbook/evidence.h"
#include "runbook/runbook.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/snapshot.h"

#define WAITING "refs/mcade/rendered" /* until the branch stands there */
#define MARK "\nMcade-Records: "

static const char *place(const struct ledger *l)
{
	return repo_work_tree(l->repo) ? repo_work_tree(l->repo) : repo_git_dir(l->repo);
}

static int git(const struct ledger *l, const char *const *args, struct bytes input,
	       struct bytes *ret_out, struct err *err)
{
	struct git_call call = {
		.dir = place(l), .args = args, .stdin_data = input, .keep_config = true};

	return git_run_ok(&call, l->arena, ret_out, err);
}

/* What a commit lacks of the records. */
static int compare(const struct ledger *l, const struct oid *commit, struct rendered *ret,
		   struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *at = NULL;
	int rc;

	*ret = (struct rendered){.check = true};
	if (snapshot_of_commit(l->repo, commit, &at, err) < 0)
		return -1;
	ret->at = at;
	rc = render_all(l, ret, err);
	ret->at = NULL;
	return rc;
}

static size_t count_owed(const struct rendered *rendered)
{
	size_t count = 0;

	for (size_t i = 0; i < rendered->count; i++)
		count += rendered->items[i].outcome == RENDER_DIFFERS;
	return count;
}

static const char *message_of(const struct ledger *l, size_t count)
{
	return arena_printf(l->arena,
			    "records: %zu file%s up to event %" PRIu64 "\n" MARK "%s\n", count,
			    count == 1 ? "" : "s", l->view->sequence, l->view->id);
}

/* -- on HEAD's branch ---------------------------------------------------------------------------- */

static bool was_left(const struct rendered *done, const char *path)
{
	for (size_t i = 0; i < done->count; i++)
		if (done->items[i].outcome == RENDER_LEFT && !strcmp(done->items[i].path, path))
			return true;
	return false;
}

static int commit_here(const struct ledger *l, struct rendered *done, struct render_commit *ret,
		       struct err *err)
{
	const char **args = NULL;
	struct rendered owed;
	size_t count = 0, paths = 0;
	struct oid head;

	if (repo_head_commit(l->repo, &head, err) < 0 || compare(l, &head, &owed, err) < 0 ||
	    render_all(l, done, err) < 0 ||
	    repo_head_ref(l->repo, l->arena, &ret->branch, err) < 0)
		return -1;
	for (size_t i = 0; i < owed.count; i++)
		paths += owed.items[i].outcome == RENDER_DIFFERS &&
			 !was_left(done, owed.items[i].path);
	if (!paths)
		return 0;
	*ARENA_PUSH(l->arena, args, count) = "--literal-pathspecs";
	*ARENA_PUSH(l->arena, args, count) = "commit";
	*ARENA_PUSH(l->arena, args, count) = "--quiet";
	*ARENA_PUSH(l->arena, args, count) = "--only";
	*ARENA_PUSH(l->arena, args, count) = "-m";
	*ARENA_PUSH(l->arena, args, count) = message_of(l, paths);
	*ARENA_PUSH(l->arena, args, count) = "--";
	for (size_t i = 0; i < owed.count; i++)
		if (owed.items[i].outcome == RENDER_DIFFERS &&
		    !was_left(done, owed.items[i].path))
			*ARENA_PUSH(l->arena, args, count) = owed.items[i].path;
	*ARENA_PUSH(l->arena, args, count) = NULL;
	if (git(l, args, bytes_of(NULL, 0), NULL, err) < 0 ||
	    repo_head_commit(l->repo, &head, err) < 0)
		return -1;
	ret->id = arena_strdup(l->arena, OID_HEX(&head));
	return 0;
}

/* -- on a branch of its own ---------------------------------------------------------------------- */

struct proposal {
	const struct ledger *l;
	const char *ref;
	struct oid base, old;
	struct rendered owed;
};

static int check_name(const struct ledger *l, const char *ref, struct err *err)
{
	const struct runbook *runbook;
	const char *head;

	if (!ref_name_ok(ref) ||
	    ref[strlen("refs/heads/")] == '-') /* git takes no such branch */
		return err_set(err, ERR_USAGE, "'%s' is not the name of a branch", ref);
	if (ledger_runbook(l, &runbook, err) < 0 ||
	    repo_head_ref(l->repo, l->arena, &head, err) < 0)
		return -1;
	for (size_t i = 0; i < runbook->governed.count; i++)
		if (glob_match(runbook->governed.items[i], ref))
			return err_set(err, ERR_USAGE,
				       "'%s' is governed: a proposal needs a branch of its own",
				       ref);
	if (!strcmp(ref, l->ref) || (ledger_reserves(ref) && strcmp(ref, RECORDS_BRANCH) != 0))
		return err_set(err, ERR_USAGE,
			       "'%s' is reserved for the ledger and its evidence", ref);
	return head && !strcmp(head, ref)
		       ? err_set(err, ERR_CONFLICT,
				 "'%s' is checked out here: leave --branch out", ref)
		       : 0;
}

static bool is_record(const struct runbook *runbook, const struct prefix_set *places,
		      const char *path, struct arena *a)
{
	const char *document = runbook->records.runbook, *manifest;

	if (prefix_set_has(places, path) || (document && !strcmp(path, document)) ||
	    evidence_has(runbook, path, a))
		return true;
	for (size_t i = 0; i < runbook->environment_count; i++) {
		manifest = runbook->environments[i].manifest;
		if (manifest && !strcmp(path, manifest))
			return true;
	}
	return false;
}

/* Ours changes records and nothing else; who amends it keeps its message. */
static int changes_records(const struct ledger *l, const struct oid *parent,
			   const struct oid *commit, bool *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *was = NULL, *is = NULL;
	const struct runbook *runbook;
	struct tree_change *changes;
	struct prefix_set places;
	size_t count;

	if (ledger_runbook(l, &runbook, err) < 0 ||
	    snapshot_of_commit(l->repo, parent, &was, err) < 0 ||
	    snapshot_of_commit(l->repo, commit, &is, err) < 0 ||
	    snapshot_diff(was, is, NULL, l->arena, &changes, &count, err) < 0)
		return -1;
	places = records_places(runbook, l->arena);
	*ret = true;
	for (size_t i = 0; *ret && i < count; i++)
		*ret = is_record(runbook, &places, changes[i].path, l->arena);
	return 0;
}

/* A commit of ours, on what the governed branch has or had: nobody's work is lost with it. */
static int judge_old(const struct proposal *p, struct oid *ret_parent, struct err *err)
{
	const struct ledger *l = p->l;
	const struct oid *parents;
	struct bytes raw;
	size_t count;
	bool ours;

	if (commit_parents(l->repo, &p->old, l->arena, &parents, &count, err) < 0 ||
	    object_read(l->repo, &p->old, OBJECT_COMMIT, LIMIT_COMMIT_CODE, l->arena, &raw,
			err) < 0)
		return -1;
	ours = count == 1 && memmem(raw.data, raw.len, MARK, strlen(MARK)) != NULL;
	if (ours && history_is_ancestor(l->repo, &parents[0], &p->base, &ours, err) < 0)
		return -1;
	if (ours && changes_records(l, &parents[0], &p->old, &ours, err) < 0)
		return -1;
	if (!ours && history_is_ancestor(l->repo, &p->old, &p->base, &ours, err) < 0)
		return -1;
	if (!ours) {
		err_set(err, ERR_CONFLICT,
			"'%s' has commits that are no records: they would be lost", p->ref);
		return err_next(err, "git mcade render --commit --branch OTHER-NAME");
	}
	*ret_parent = count ? parents[0] : OID_ZERO;
	return 0;
}

/* Does the commit that stands there say the same of the same? */
static int is_the_same(const struct proposal *p, const struct oid *parent, bool *ret,
		       struct err *err)
{
	struct rendered left;

	*ret = false;
	if (!oid_equal(parent, &p->base))
		return 0;
	if (compare(p->l, &p->old, &left, err) < 0)
		return -1;
	*ret = !count_owed(&left);
	return 0;
}

static void add_path(struct strbuf *out, const char *path)
{
	strbuf_addch(out, '"');
	for (; *path; path++) {
		if (*path == '"' || *path == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, *path);
	}
	strbuf_addch(out, '"');
}

static int add_file(const struct snapshot *at, const struct rendered_item *item,
		    struct strbuf *out, struct err *err)
{
	struct oid ignored;
	uint32_t mode;

	if (snapshot_entry(at, item->path, &mode, &ignored, err) < 0)
		return -1;
	if (strchr(item->path, '\n'))
		return err_set(err, ERR_FORMAT, "a record whose path has a line break");
	strbuf_addf(out, "M %s inline ", mode == 0100755 ? "100755" : "100644");
	add_path(out, item->path);
	strbuf_addf(out, "\ndata %zu\n", item->text.len);
	strbuf_add(out, item->text.data, item->text.len);
	strbuf_addch(out, '\n');
	return 0;
}

static int write_stream(const struct proposal *p, struct strbuf *out, struct err *err)
{
	static const char *const who[] = {"var", "GIT_COMMITTER_IDENT", NULL};
	CLEANUP(snapshot_freep) struct snapshot *at = NULL;
	const struct ledger *l = p->l;
	const char *message = message_of(l, count_owed(&p->owed));
	struct bytes ident;

	if (git(l, who, bytes_of(NULL, 0), &ident, err) < 0 ||
	    snapshot_of_commit(l->repo, &p->base, &at, err) < 0)
		return -1;
	strbuf_addstr(out, "commit " WAITING "\ncommitter ");
	strbuf_add(out, ident.data, ident.len); /* with its line break */
	strbuf_addf(out, "data %zu\n%s\nfrom %s\n", strlen(message), message,
		    OID_HEX(&p->base));
	for (size_t i = 0; i < p->owed.count; i++)
		if (p->owed.items[i].outcome == RENDER_DIFFERS &&
		    add_file(at, &p->owed.items[i], out, err) < 0)
			return -1;
	strbuf_addstr(out, "done\n");
	return 0;
}

/* git itself knows in which of all work trees a branch is checked out. */
static int move_branch(const struct proposal *p, const char *id, struct err *err)
{
	const char *const args[] = {"branch",  "--quiet", "--no-track",
				    "--force", "--",	  p->ref + strlen("refs/heads/"),
				    id,	       NULL};

	return git(p->l, args, bytes_of(NULL, 0), NULL, err);
}

static int propose(const struct proposal *p, struct render_commit *ret, struct err *err)
{
	static const char *const import[] = {"fast-import", "--quiet", "--force", "--done",
					     NULL};
	CLEANUP(strbuf_free) struct strbuf stream = STRBUF_INIT;
	const struct ledger *l = p->l;
	struct err ignored;
	struct oid made;

	if (write_stream(p, &stream, err) < 0 ||
	    git(l, import, bytes_of(stream.buf, stream.len), NULL, err) < 0 ||
	    ref_read(l->repo, WAITING, &made, err) < 0)
		return -1;
	ret->id = arena_strdup(l->arena, OID_HEX(&made));
	if (move_branch(p, ret->id, err) < 0) {
		ref_delete(l->repo, WAITING, &made, &ignored);
		return -1;
	}
	return ref_delete(l->repo, WAITING, &made, err);
}

static int commit_there(const struct ledger *l, const char *ref, struct rendered *done,
			struct render_commit *ret, struct err *err)
{
	struct proposal p = {.l = l, .ref = ref};
	const struct visible_ref *refs;
	struct oid parent = OID_ZERO;
	size_t count;
	bool same = false;

	if (check_name(l, ref, err) < 0 || governed_visible(l, &refs, &count, err) < 0)
		return -1;
	if (!count)
		return err_set(err, ERR_NOT_FOUND, "no governed branch is here to go on from");
	p.base = refs[0].tip;
	if (compare(l, &p.base, &p.owed, err) < 0 || ref_peek(l->repo, ref, &p.old, err) < 0)
		return -1;
	*done = p.owed;
	ret->branch = ref;
	if (!count_owed(&p.owed))
		return 0;
	if (!oid_is_zero(&p.old) &&
	    (judge_old(&p, &parent, err) < 0 || is_the_same(&p, &parent, &same, err) < 0))
		return -1;
	if (same) {
		ret->id = arena_strdup(l->arena, OID_HEX(&p.old));
		ret->again = true;
		return 0;
	}
	return propose(&p, ret, err);
}

int render_commit(const struct ledger *l, const char *branch, struct rendered *done,
		  struct render_commit *ret, struct err *err)
{
	*ret = (struct render_commit){0};
	return branch ? commit_there(l, arena_printf(l->arena, "refs/heads/%s", branch), done,
				     ret, err)
		      : commit_here(l, done, ret, err);
}
