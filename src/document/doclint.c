#include "document/doclint.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "document/doclint_parts.h"
#include "gate/gate_check.h"
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

static bool is_document(const char *path)
{
	return text_begins(path, "docs/deployments/") || text_begins(path, CHECKPOINTS) ||
	       text_begins(path, "releases/") || deprecation_path(path, NULL) ||
	       marks_path(path);
}

/* Does a rule say it of the commit that brought it? */
static bool is_said(const struct findings *found, const struct finding *f)
{
	for (size_t i = 0; f->commit && i < found->count; i++)
		if (found->items[i].rule == f->rule && found->items[i].at.line == f->at.line &&
		    found->items[i].path && !strcmp(found->items[i].path, f->path) &&
		    !strcmp(found->items[i].commit, f->commit))
			return true;
	return false;
}

/* A ledger that cannot be read is one. */
static bool is_ruled(const struct ledger *l)
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

			/* of marks the ledger says more, and is not asked here */
			if (f->rule != RULE_COMPLETION || !ret->ruled)
				*ARENA_PUSH(all->arena, all->items, all->count) = *f;
		}
	judged = all->count;
	findings_sort(lint->found);
	for (size_t i = 0; i < lint->found->count; i++)
		if (!is_said(&(struct findings){NULL, all->items, judged},
			     &lint->found->items[i]))
			*ARENA_PUSH(all->arena, all->items, all->count) = lint->found->items[i];
}

static int gather(struct linting *lint, struct doclint *result, struct err *err)
{
	const struct ledger *l = lint->l;
	struct check_result history;
	struct snapshot_file *files;

	if (snapshot_list(lint->head, NULL, lint->arena, &files, &lint->file_count, err) < 0)
		return -1;
	lint->files = files;
	for (size_t i = 0; i < lint->file_count; i++)
		result->documents += is_document(files[i].path);
	if (doclint_specification(lint, err) < 0 ||
	    doclint_head(lint, &result->runbooks, err) < 0)
		return -1;
	doclint_open(lint);
	if (check_conventions(l, doclint_seen, lint, &history, err) < 0) {
		if (repo_is_shallow(l->repo))
			err_next(err, "git fetch --unshallow");
		return -1;
	}
	if (doclint_blame(lint, err) < 0)
		return -1;
	result->commits = history.count;
	result->ruled = is_ruled(l);
	collect(lint, &history, result);
	rank(&result->findings);
	count_errors(lint, result);
	return 0;
}

int doclint(const struct ledger *l, struct doclint *ret, struct err *err)
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
	struct oid commit;
	int failed;

	if (repo_head_commit(l->repo, &commit, err) < 0)
		return err_prefix(err, "there is no history to look at");
	if (snapshot_of_commit(l->repo, &commit, &head, err) < 0)
		return -1;
	lint.head = head;
	result.errors = arena_array(l->arena, RULE_COUNT, sizeof(*result.errors));
	failed = gather(&lint, &result, err);
	arena_free(&lint.scratch);
	if (failed)
		return -1;
	*ret = result;
	return 0;
}
