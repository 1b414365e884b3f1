/*
 * doclint_dates.c - "Verified: 2026-01-28" over "Deploy ref: tag `v1` (SHA: ...)": nothing was seen to work before
 * it was made. Of a commit that is in another repository nobody can tell.
 */
#include "document/doclint_parts.h"

#include "base/time.h"
#include "import/import.h"
#include "repo/object.h"
#include "repo/repo.h"

/* The day ends, and in some time zone later than in UTC. */
#define DAY_ENDS ((int64_t)86400 * 2)

static void judge(struct linting *lint, const struct import_step *step)
{
	struct commit commit;
	struct oid id;
	struct err none;
	int64_t day;

	if (!time_parse_date(step->verified, &day) || !oid_parse(step->deployed, &id) ||
	    repo_resolve_commit(lint->l->repo, step->deployed, &id, &none) < 0 ||
	    commit_read(lint->l->repo, &id, lint->arena, &commit, &none) < 0 ||
	    commit.committer.time < day + DAY_ENDS)
		return;
	finding_add(
		lint->found, RULE_CONTRADICTION, FINDING_WARN,
		(struct finding){.at = {step->path, step->verified_line, 1},
				 .path = step->path,
				 .step = step->id,
				 .expected = arena_printf(lint->arena, "%s or later",
							  DATE_TEXT(commit.committer.time)),
				 .found = step->verified,
				 .fix = "hint: decide which one is right, and fix the other"},
		"step '%s' was verified before its commit '%.12s' was made", step->id,
		step->deployed);
}

void doclint_dates(struct linting *lint, const struct import *import)
{
	for (size_t i = 0; i < import->step_count; i++)
		if (import->steps[i].verified && import->steps[i].deployed)
			judge(lint, &import->steps[i]);
}
