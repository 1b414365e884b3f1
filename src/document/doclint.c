#include "document/doclint.h"

#include "base/cleanup.h"
#include "document/doclint_parts.h"

/* What matters most first; what is not listed comes last. */
static const struct {
	enum rule_id rule;
	const char *one, *many;
} ranks[] = {
	{RULE_UNPINNED, "step marked complete on an unpinned manifest",
	 "steps marked complete on unpinned manifests"},
	{RULE_APPEND_ONLY, "log rewritten", "logs rewritten"},
	{RULE_SEALED, "checkpoint edited or removed afterwards",
	 "checkpoints edited or removed afterwards"},
	{RULE_NO_DELETE, "record or deprecated item deleted",
	 "records or deprecated items deleted"},
	{RULE_DEPRECATION, "deprecated item without banner or still runnable",
	 "deprecated items without banner or still runnable"},
	{RULE_CONTRADICTION, "step with contradictory statuses",
	 "steps with contradictory statuses"},
	{RULE_REFERENCE, "reference to something that is not there",
	 "references to things that are not there"},
	{RULE_DOCUMENT, "damaged document", "damaged documents"},
};

static size_t rank_of(enum rule_id rule)
{
	size_t i = 0;

	while (i < ARRAY_SIZE(ranks) && ranks[i].rule != rule)
		i++;
	return i;
}

/* Severity, then rank; findings_sort() has settled the rest. */
static void rank(struct findings *found)
{
	struct finding *sorted = arena_array(found->arena, found->count + 1, sizeof(*sorted));
	size_t count = 0;

	findings_sort(found);
	for (int severity = FINDING_ERROR; severity >= FINDING_NOTE; severity--)
		for (size_t r = 0; r <= ARRAY_SIZE(ranks); r++)
			for (size_t i = 0; i < found->count; i++)
				if ((int)found->items[i].severity == severity &&
				    rank_of(found->items[i].rule) == r)
					sorted[count++] = found->items[i];
	found->items = sorted;
}

const char *doclint_summary(const struct doclint *lint, const char *between,
			    struct arena *arena)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t r = 0; r < ARRAY_SIZE(ranks); r++) {
		size_t count = 0;

		for (size_t i = 0; i < lint->findings.count; i++)
			count += lint->findings.items[i].severity == FINDING_ERROR &&
				 lint->findings.items[i].rule == ranks[r].rule;
		if (count)
			strbuf_addf(&out, "%s%zu %s", out.len ? between : "", count,
				    count == 1 ? ranks[r].one : ranks[r].many);
	}
	if (!out.len)
		strbuf_addstr(&out, "nothing untrue was found");
	return arena_strndup(arena, out.buf, out.len);
}

static void count_documents(const struct linting *lint, struct doclint *ret)
{
	for (size_t i = 0; i < lint->file_count; i++) {
		const char *path = lint->files[i].path;

		ret->documents += doclint_is_document(path) || !strncmp(path, "releases/", 9);
	}
}

static int gather(struct linting *lint, const struct oid *commit, struct doclint *result,
		  struct err *err)
{
	const struct ledger *l = lint->l;
	struct snapshot_file *files;

	if (snapshot_list(lint->head, NULL, lint->arena, &files, &lint->file_count, err) < 0)
		return -1;
	lint->files = files;
	if (dochistory_walk(l->repo, commit, doclint_wanted, doclint_visit, lint, l->progress,
			    &result->commits, err) < 0) {
		if (repo_is_shallow(l->repo))
			err_next(err, "git fetch --unshallow");
		return -1;
	}
	doclint_flush(lint);
	if (doclint_specification(lint, err) < 0 ||
	    doclint_head(lint, &result->runbooks, err) < 0 ||
	    doclint_blame(lint, commit, err) < 0)
		return -1;
	count_documents(lint, result);
	return 0;
}

int doclint(const struct ledger *l, struct doclint *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct doclint result = {.findings = FINDINGS_INIT(l->arena)};
	struct linting lint = {.l = l,
			       .arena = l->arena,
			       .found = &result.findings,
			       .green = {.arena = l->arena},
			       .made = {.arena = l->arena},
			       .lines = {.arena = l->arena},
			       .blamed = {.arena = l->arena}};
	struct oid commit;
	int failed;

	if (repo_head_commit(l->repo, &commit, err) < 0)
		return err_prefix(err, "there is no history to look at");
	if (snapshot_of_commit(l->repo, &commit, &head, err) < 0)
		return -1;
	lint.head = head;
	failed = gather(&lint, &commit, &result, err);
	arena_free(&lint.scratch);
	if (failed)
		return -1;
	rank(&result.findings);
	*ret = result;
	return 0;
}
