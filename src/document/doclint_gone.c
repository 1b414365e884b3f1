/*
 * doclint_gone.c - files that steps name, and manifests that the runbook does, that were there once, and that a
 * commit took away: of steps as the doors say it of that commit (policy/rule_broken.c). What was never
 * there may be of another repository, or is still to come.
 */
#include "document/doclint_parts.h"

#include "policy/facts.h"
#include "runbook/run_paths.h"

#define MANIFEST_FIX "hint: write in 'runbook.yaml' where it is, or put it back"

struct gone {
	const char *path, *step; /* of the document that names it first */
	const char *environment; /* of a manifest, of which no step is */
	unsigned line;
	const char *commit, *author; /* that took it away last; NULL: none has been seen */
	int64_t time;
};

/* Is it said of that line already, as a path that is missing? */
static bool is_said(const struct linting *lint, const char *path, const struct step_path *named)
{
	for (size_t i = 0; i < lint->found->count; i++) {
		const struct finding *f = &lint->found->items[i];

		if (f->rule == RULE_REFERENCE && f->path && f->expected &&
		    !strcmp(f->path, path) && !strcmp(f->expected, named->path))
			return true;
	}
	return false;
}

static int look_for(struct linting *lint, const char *path, struct gone named, struct err *err)
{
	struct gone *gone;
	uint32_t mode = 0;
	struct oid id;

	if (snapshot_entry(lint->head, path, &mode, &id, err) < 0)
		return -1;
	lint->gone.arena = lint->arena;
	if (mode || strmap_get(&lint->gone, path))
		return 0;
	gone = arena_alloc(lint->arena, sizeof(*gone));
	*gone = named;
	strmap_put(&lint->gone, path, gone);
	return 0;
}

int doclint_manifests(struct linting *lint, struct err *err)
{
	const struct runbook *rb = lint->runbook;

	for (size_t i = 0; rb && i < rb->environment_count; i++) {
		const struct environment *one = &rb->environments[i];

		if (one->manifest && look_for(lint, one->manifest,
					      (struct gone){.path = "runbook.yaml",
							    .line = one->at.line,
							    .environment = one->id},
					      err) < 0)
			return -1;
	}
	return 0;
}

static int look_for_all(struct linting *lint, const char *path, const struct step_paths named,
			struct err *err)
{
	for (size_t i = 0; i < named.count; i++) {
		const struct step_path *one = &named.items[i];

		if (!is_said(lint, path, one) &&
		    look_for(lint, one->path,
			     (struct gone){.path = path, .step = one->step, .line = one->line},
			     err) < 0)
			return -1;
	}
	return 0;
}

int doclint_run(struct linting *lint, struct err *err)
{
	return !lint->runbook ? 0
			      : look_for_all(lint, "runbook.yaml",
					     run_paths(lint->runbook, lint->arena), err);
}

int doclint_named(struct linting *lint, const char *path, struct bytes text,
		  const struct outline *o, struct err *err)
{
	return look_for_all(lint, path, step_paths_read(o, text, lint->arena), err);
}

void doclint_note_gone(struct linting *lint, const struct facts *facts,
		       const struct change *change)
{
	struct gone *gone = strmap_get(&lint->gone, change->path);

	if (!gone || !change_deletes(facts, change))
		return;
	gone->commit = arena_strdup(lint->arena, facts->commit);
	gone->author = arena_strdup(lint->arena, facts->author);
	gone->time = facts->time;
}

void doclint_gone(struct linting *lint)
{
	for (size_t i = 0; i < lint->gone.size; i++) {
		const char *path = lint->gone.entries[i].key;
		const struct gone *gone = path ? lint->gone.entries[i].value : NULL;

		if (gone && gone->commit)
			finding_add(lint->found, RULE_REFERENCE, FINDING_ERROR,
				    (struct finding){.at = {gone->path, gone->line, 1},
						     .path = gone->path,
						     .step = gone->step,
						     .environment = gone->environment,
						     .commit = gone->commit,
						     .author = gone->author,
						     .time = gone->time,
						     .expected = path,
						     .found = "nothing of that name",
						     .fix = gone->environment ? MANIFEST_FIX
									      : STEP_PATH_FIX},
				    gone->environment ? "the manifest '%s' is taken away"
						      : STEP_PATH_GONE,
				    path);
	}
}
