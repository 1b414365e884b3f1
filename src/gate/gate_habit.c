/* gate_habit.c - the rules of a repository that has adopted none. */
#include "gate/gate_internal.h"

#include "base/limits.h"
#include "repo/repo.h"
#include "repo/worktree.h"
#include "text/class.h"

struct record_begun {
	const char *author;
	int64_t time;
};

/* As whoever edits it sees it; HEAD's in a bare repository. */
static int read_runbook(struct gate *gate, struct bytes *ret, bool *ret_found, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct repo *repo = gate->l->repo;
	struct oid commit;

	*ret_found = false;
	if (repo_work_tree(repo)) {
		if (worktree_read(repo, "runbook.yaml", LIMIT_YAML, gate->arena, ret, err) < 0)
			return err->code == ERR_NOT_FOUND || err->code == ERR_LIMIT ||
					       err->code == ERR_FORMAT
				       ? 0
				       : -1;
		*ret_found = true;
		return 0;
	}
	if (repo_head_commit(repo, &commit, err) < 0 ||
	    snapshot_of_commit(repo, &commit, &head, err) < 0)
		return -1;
	return snapshot_read(head, "runbook.yaml", gate->arena, ret, ret_found, err);
}

int gate_standing(struct gate *gate, const struct runbook **ret, struct err *err)
{
	struct bytes text;
	bool found;

	*ret = NULL;
	if (read_runbook(gate, &text, &found, err) < 0)
		return -1;
	/* what cannot be read is lint's to say */
	if (found && runbook_parse(text, "runbook.yaml", gate->arena, ret, err) < 0)
		*err = (struct err){0};
	return 0;
}

int gate_habit(struct gate *gate, const struct runbook *stands, struct err *err)
{
	const struct runbook *habit = gate_conventions();
	struct runbook *rb = arena_alloc(gate->arena, sizeof(*rb));

	*rb = stands ? *stands : *habit;
	if (rb->root == habit->root) { /* records are told by what documents are */
		rb->policy_count = 0;
		rb->records.log = NULL;
	}
	if (!rb->records.checkpoint)
		rb->records.checkpoint = habit->records.checkpoint;
	return gate_spec(gate, rb, err);
}

void gate_note_begun(struct gate *gate, const struct facts *facts)
{
	gate->begun.arena = gate->arena;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		struct record_begun *begun;
		const char *record;

		if (!version_is_file(&change->now) || change_was_there(facts, change) ||
		    !class_may_be_record(change->path))
			continue;
		record = class_record_of(change->path, gate->arena);
		if (strmap_get(&gate->begun, record))
			continue;
		begun = arena_alloc(gate->arena, sizeof(*begun));
		*begun = (struct record_begun){arena_strdup(gate->arena, facts->author),
					       facts->time};
		strmap_put(&gate->begun, arena_strdup(gate->arena, record), begun);
	}
}

bool gate_begun(const struct gate *gate, const char *record, const char **ret_author,
		int64_t *ret_time)
{
	const struct record_begun *begun = strmap_get(&gate->begun, record);

	if (!begun)
		return false;
	*ret_author = begun->author;
	*ret_time = begun->time;
	return true;
}
