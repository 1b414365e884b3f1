/* gate_index.c - the index as pre-commit finds it: of a commit, `commit -a`, `commit PATH`, an
 * amend, a merge, in any work tree. */
#include "gate/gate_internal.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/strmap.h"
#include "gate/staged.h"
#include "repo/history.h"
#include "repo/object.h"

#include <errno.h>

int gate_open_index(const struct ledger *l, const struct ledger_view **ret_ledger,
		    struct gate **ret, struct err *err)
{
	const char *branch;

	*ret_ledger = NULL;
	if (repo_head_ref(l->repo, l->arena, &branch, err) < 0)
		return -1;
	if ((!branch || strcmp(branch, l->ref)) && gate_ledger(l, NULL, ret_ledger, err) < 0)
		return -1;
	return gate_open(l, DOOR_COMMIT, *ret_ledger, ret, err);
}

/* HEAD, and what is being merged into it. */
static int index_parents(struct gate *gate, struct arena *arena, struct oid **ret,
			 size_t *ret_count, struct err *err)
{
	const struct ledger *l = gate->l;
	struct err unborn = {0};
	struct oid head, *list = NULL;
	const char *path = arena_printf(arena, "%s/MERGE_HEAD", repo_git_dir(l->repo)), *end;
	struct bytes text = {"", 0};
	size_t count = 0;

	if (repo_head_commit(l->repo, &head, &unborn) == 0)
		*ARENA_PUSH(arena, list, count) = head;
	else if (unborn.code != ERR_NOT_FOUND) {
		err_copy(err, &unborn);
		return -1;
	}
	if (count && file_read(path, LIMIT_PARENTS * 64, arena, &text, err) < 0 &&
	    err->code != ERR_NOT_FOUND)
		return -1;
	end = (const char *)text.data + text.len;
	for (const char *line = text.data; line < end;) {
		char hex[OID_HEX_SIZE];
		bool good;

		snprintf(hex, sizeof(hex), "%s", line);
		good = oid_parse(hex, ARENA_PUSH(arena, list, count));
		line += good ? OID_HEX_SIZE - 1 : 0;
		if (!good || (line < end && *line++ != '\n'))
			return err_set(err, ERR_FORMAT, "'%s' holds no commit ids", path);
		if (count > LIMIT_PARENTS)
			return err_set(err, ERR_LIMIT, "'%s' names more than %d commits", path,
				       LIMIT_PARENTS);
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

static int judge_index(struct gate *gate, const struct oid *parents, size_t count,
		       struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct gate_change change = {.gate = gate, .arena = &scratch};
	/* git tells its hooks who the author will be, where it is not who commits */
	const char *author = getenv("GIT_AUTHOR_EMAIL");
	struct facts facts = {.time = gate->l->now,
			      .email = author ? author
					      : repo_config_get(gate->l->repo, "user.email")};
	int rc = -1;

	if (repo_head_ref(gate->l->repo, gate->arena, &facts.branch, err) < 0)
		return -1;
	facts.ref = facts.branch;
	facts.governed = gate_governs(gate, facts.branch);
	if (gate_change_parents(&change, parents, count, err) == 0) {
		rc = staged_snapshot(gate->l->repo, change.was[0], gate->in_hook, &scratch,
				     &change.now, err);
		if (rc == 0)
			rc = gate_change_gather(&change, err);
		if (rc == 0)
			rc = gate_since_set(gate, NULL, err);
		if (rc == 0)
			rc = gate_judge(gate, &change, &facts, found, err);
	}
	gate_change_close(&change);
	return rc;
}

static const char *place_of(const struct finding *finding, struct arena *arena)
{
	return arena_printf(arena, "%s %s", rule_word(finding->rule), finding->path);
}

/*
 * pre-commit cannot tell an amend from a commit. What HEAD has brought in and nobody has seen yet
 * may be taken back: an error that is none against HEAD's own parents is a warning.
 */
static int forgive_amend(struct gate *gate, const struct oid *head, struct findings *found,
			 struct err *err)
{
	struct findings again = FINDINGS_INIT(gate->arena);
	struct strmap places = {.arena = gate->arena};
	const struct oid *parents;
	bool published;
	size_t count;

	if (!findings_count(found, FINDING_ERROR))
		return 0;
	if (gate_is_published(gate, head, &published, err) < 0)
		return -1;
	if (published)
		return 0;
	if (commit_parents(gate->l->repo, head, gate->arena, &parents, &count, err) < 0 ||
	    judge_index(gate, parents, count, &again, err) < 0)
		return -1;
	for (size_t i = 0; i < again.count; i++)
		if (again.items[i].severity == FINDING_ERROR && again.items[i].path)
			strmap_put(&places, place_of(&again.items[i], gate->arena), &again);
	for (size_t i = 0; i < found->count; i++) {
		struct finding *finding = &found->items[i];

		if (finding->severity == FINDING_ERROR && finding->path &&
		    !strmap_get(&places, place_of(finding, gate->arena)))
			finding->severity = FINDING_WARN;
	}
	return 0;
}

int gate_index(struct gate *gate, bool in_hook, struct findings *found, struct err *err)
{
	struct oid *parents;
	size_t count;

	gate->in_hook = in_hook;
	if (index_parents(gate, gate->arena, &parents, &count, err) < 0 ||
	    judge_index(gate, parents, count, found, err) < 0)
		return -1;
	return count == 1 ? forgive_amend(gate, &parents[0], found, err) : 0;
}
