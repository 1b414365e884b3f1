#include "document/doclint.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "document/baseline.h"
#include "document/doclint_parts.h"
#include "gate/gate_check.h"
#include "repo/history.h"
#include "repo/repo.h"
#include "text/deprecation.h"
#include "text/marks.h"

#define CHECKPOINTS "docs/checkpoints/"

/* What matters most first; what has no rank comes last. */
static size_t rank_of(enum rule_id rule)
{
	return rules[rule].rank ? rules[rule].rank : RULE_COUNT + (size_t)rule;
}

/* Severity, then rank; of one rule what history has first, in its order, then HEAD, by place. */
static void rank(struct findings *found)
{
	struct finding *sorted = arena_array(found->arena, found->count + 1, sizeof(*sorted));
	size_t count = 0;

	for (int severity = FINDING_ERROR; severity >= FINDING_NOTE; severity--)
		for (size_t r = 0; r < 2 * RULE_COUNT; r++)
			for (size_t i = 0; i < found->count; i++)
				if ((int)found->items[i].severity == severity &&
				    rank_of(found->items[i].rule) == r)
					sorted[count++] = found->items[i];
	found->items = sorted;
}

/* What a finding is about, for counting. */
static const char *subject_of(const struct linting *lint, const struct finding *f,
			      unsigned counted, struct arena *a)
{
	const char *path = f->path ? f->path : "", *original;
	size_t folder = strlen(path);

	if (counted & PER_FOLDER && text_begins(path, CHECKPOINTS))
		folder = strlen(CHECKPOINTS) + strcspn(path + strlen(CHECKPOINTS), "/");
	if (counted & PER_STEP) {
		original = doclint_original(lint, path);
		return arena_printf(a, "%s %s", original ? original : path,
				    f->step ? f->step : "");
	}
	return arena_printf(a, "%s %.*s", counted & PER_COMMIT && f->commit ? f->commit : "",
			    (int)folder, path);
}

static void count_errors(const struct linting *lint, struct doclint *ret)
{
	struct strmap seen[RULE_COUNT] = {0};

	for (size_t i = 0; i < ret->findings.count; i++) {
		const struct finding *f = &ret->findings.items[i];
		unsigned counted = rules[f->rule].counted;

		if (f->severity != FINDING_ERROR || !rules[f->rule].rank)
			continue;
		seen[f->rule].arena = lint->arena;
		if (!counted)
			ret->errors[f->rule]++;
		else
			strmap_put(&seen[f->rule], subject_of(lint, f, counted, lint->arena),
				   ret);
	}
	for (size_t r = 0; r < RULE_COUNT; r++)
		ret->errors[r] += seen[r].count;
}

/* A few dozen rules: looked through for each rank. */
const char *doclint_summary(const struct doclint *lint, const char *between,
			    struct arena *arena)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t rank = 1; rank < RULE_COUNT; rank++)
		for (size_t r = 0; r < RULE_COUNT; r++)
			if (rules[r].rank == rank && lint->errors[r])
				strbuf_addf(&out, "%s%zu %s", out.len ? between : "",
					    lint->errors[r],
					    lint->errors[r] == 1 ? rules[r].one
								 : rules[r].many);
	if (!out.len)
		strbuf_addstr(&out, "no false statement was found");
	return arena_strndup(arena, out.buf, out.len);
}

/* A ledger that cannot be read is one. */
bool doclint_is_ruled(const struct ledger *l)
{
	const struct ledger_view *view;
	struct err none;

	return ledger_open_unconfirmed(l, &view, &none) == 0 || none.code != ERR_NOT_FOUND;
}

/* What the rules find in history, then what HEAD says besides. */
static void collect(const struct linting *lint, const struct check_result *history,
		    struct doclint *ret)
{
	struct findings *all = &ret->findings;
	size_t judged;

	for (size_t i = 0; i < history->count; i++)
		for (size_t k = 0; k < history->commits[i].findings.count; k++) {
			const struct finding *f = &history->commits[i].findings.items[k];

			/* of marks the ledger says more, where it was not asked here */
			if (f->rule != RULE_COMPLETION || !ret->ruled || history->recorded)
				*ARENA_PUSH(all->arena, all->items, all->count) = *f;
		}
	judged = all->count;
	findings_sort(lint->found);
	for (size_t i = 0; i < lint->found->count; i++)
		if (!findings_have(&(struct findings){NULL, all->items, judged},
				   &lint->found->items[i])) /* of the commit that brought it */
			*ARENA_PUSH(all->arena, all->items, all->count) = lint->found->items[i];
}

/* Is the commit behind a finding one of those that are judged? What has none is of now. */
static void keep_new(struct findings *found, const struct oid_list *new)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++) {
		struct oid id;

		if (!found->items[i].commit ||
		    (oid_parse(found->items[i].commit, &id) && oid_list_has(new, &id)))
			found->items[kept++] = found->items[i];
	}
	found->count = kept;
}

static int open_head(struct linting *lint, struct err *err)
{
	struct snapshot_file *files;

	if ((lint->unborn ? snapshot_list_present(lint->head, lint->arena, &files,
						  &lint->file_count, err)
			  : snapshot_list(lint->head, NULL, lint->arena, &files,
					  &lint->file_count, err)) < 0)
		return -1;
	lint->files = files;
	return 0;
}

static int read_documents(struct linting *lint, struct err *err)
{
	return documents_read(lint->head, lint->files, lint->file_count, lint->runbook,
			      lint->arena, &lint->documents, err);
}

static void count_all(const struct linting *lint, size_t commits, struct doclint *ret)
{
	const struct documents *d = &lint->documents;

	ret->documents = *d;
	ret->counts = (struct doclint_counts){commits,
					      d->files,
					      d->count,
					      d->operational,
					      d->marks,
					      d->of[CLASS_RECORD],
					      d->of[CLASS_MANIFEST]};
}

/* What was untrue at the revision already, by the rules of now. */
static int find_before(const struct linting *lint, const struct oid *since,
		       struct findings *found, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *then = NULL;
	struct linting before = {
		.l = lint->l, .arena = lint->arena, .found = found, .runbook = lint->runbook};
	int failed;

	if (snapshot_of_commit(lint->l->repo, since, &then, err) < 0)
		return -1;
	before.head = then;
	failed = open_head(&before, err) < 0 || read_documents(&before, err) < 0 ||
		 doclint_head(&before, err) < 0;
	arena_free(&before.scratch);
	return failed ? -1 : 0;
}

/*
 * Of the commits that a runbook in force binds is said what the doors say, as by `check --history`. Where its
 * ledger cannot be asked, nothing is known of it. new: NULL, or those that are asked for.
 */
static int add_ruled(const struct linting *lint, const struct oid_list *new,
		     struct doclint *ret, struct err *err)
{
	const struct ledger *l = lint->l;
	struct findings *all = &ret->findings;
	const struct runbook *ruled;
	struct check_result history;

	if (check_history(l, &(struct check_known){0},
			  &(struct gate_stands){lint->runbook, lint->sound}, NULL, &ruled,
			  &history, err) < 0) {
		ret->nothing = arena_printf(l->arena, "the ledger cannot be asked: %s",
					    err->text);
		*err = (struct err){0};
		return 0;
	}
	if (ruled)
		doclint_bind(ruled, &history, all, l->arena);
	for (size_t i = 0; i < history.count; i++) {
		struct findings *found = &history.commits[i].findings;

		if (new)
			keep_new(found, new);
		for (size_t k = 0; k < found->count; k++)
			*ARENA_PUSH(all->arena, all->items, all->count) = found->items[k];
	}
	return 0;
}

static int judge_history(struct linting *lint, const char *since, struct doclint *result,
			 struct check_result *ret_history, struct err *err)
{
	const struct ledger *l = lint->l;
	struct findings before = FINDINGS_INIT(lint->arena);
	struct check_result history = {0};
	struct oid_list new;
	struct oid from, head;

	if (lint->unborn && !since) { /* all that there is to judge is what stands here */
		count_all(lint, 0, result);
		result->ruled = doclint_is_ruled(l);
		collect(lint, &history, result);
		return 0;
	}

	if (since &&
	    (repo_resolve_commit(l->repo, since, &from, err) < 0 ||
	     repo_head_commit(l->repo, &head, err) < 0 ||
	     history_new_commits(l->repo, &head, 1, &from, 1, lint->arena, &new, err) < 0 ||
	     find_before(lint, &from, &before, err) < 0))
		return -1;
	if (since)
		baseline_subtract(&before, lint->found);
	doclint_open(lint);
	if (check_conventions(l, &(struct gate_stands){lint->runbook, lint->sound},
			      doclint_seen, lint, &history, err) < 0) {
		if (repo_is_shallow(l->repo))
			err_next(err, "git fetch --unshallow");
		return -1;
	}
	if (doclint_blame(lint, err) < 0)
		return -1;
	doclint_gone(lint);
	count_all(lint, since ? new.count : history.count, result);
	result->ruled = doclint_is_ruled(l);
	if (since)
		new = oid_list_sorted(&new, lint->arena);
	for (size_t i = 0; since && i < history.count; i++)
		keep_new(&history.commits[i].findings, &new);
	collect(lint, &history, result);
	if (!ret_history && result->ruled &&
	    add_ruled(lint, since ? &new : NULL, result, err) < 0)
		return -1;
	if (ret_history)
		*ret_history = history;
	if (since && !new.count)
		result->nothing = arena_printf(lint->arena, "no commit came after '%s'", since);
	return 0;
}

static int gather(struct linting *lint, const struct doclint_options *options,
		  struct doclint *result, struct err *err)
{
	if (open_head(lint, err) < 0 || doclint_specification(lint, err) < 0 ||
	    read_documents(lint, err) < 0 || doclint_head(lint, err) < 0 ||
	    judge_history(lint, options->since, result, options->history, err) < 0)
		return -1;
	if (options->baseline_name &&
	    baseline_apply(options->baseline, options->baseline_name, &result->findings,
			   &result->accepted, err) < 0)
		return -1;
	if (!result->counts.operational && !lint->runbook)
		result->nothing = "nothing operational was found";
	rank(&result->findings);
	count_errors(lint, result);
	return 0;
}

/* HEAD; before the first commit the work tree, as `git add` would take it. */
static int open_commit(struct linting *lint, struct snapshot **ret, struct err *err)
{
	struct repo *repo = lint->l->repo;
	struct oid commit;

	if (!repo_head_commit(repo, &commit, err))
		return snapshot_of_commit(repo, &commit, ret, err);
	lint->unborn = err->code == ERR_NOT_FOUND && repo_work_tree(repo);
	if (!lint->unborn)
		return err_prefix(err, "there is no history to look at");
	*err = (struct err){0};
	return snapshot_of_worktree(repo, ret, err);
}

static int with_head(const struct ledger *l, const struct doclint_options *options,
		     struct doclint *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct doclint result = {.findings = FINDINGS_INIT(l->arena)};
	struct findings found = FINDINGS_INIT(l->arena);
	struct linting lint = {.l = l,
			       .arena = l->arena,
			       .found = &found,
			       .open = {.arena = l->arena},
			       .made = {.arena = l->arena},
			       .lines = {.arena = l->arena}};
	int failed;

	if (open_commit(&lint, &head, err) < 0)
		return -1;
	lint.head = head;
	result.errors = arena_array(l->arena, RULE_COUNT, sizeof(*result.errors));
	if (options) {
		failed = gather(&lint, options, &result, err);
	} else {
		failed = open_head(&lint, err) < 0 || doclint_specification(&lint, err) < 0 ||
			 read_documents(&lint, err) < 0;
		count_all(&lint, 0, &result);
	}
	arena_free(&lint.scratch);
	if (failed)
		return -1;
	*ret = result;
	return 0;
}

int doclint(const struct ledger *l, const struct doclint_options *options, struct doclint *ret,
	    struct err *err)
{
	return with_head(l, options, ret, err);
}

int doclint_documents(const struct ledger *l, struct doclint *ret, struct err *err)
{
	return with_head(l, NULL, ret, err);
}
