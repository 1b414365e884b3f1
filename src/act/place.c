#include "act/place.h"

#include "repo/object.h"
#include "repo/repo.h"

int place_other(const struct ledger *l, const char *name, struct repo **ret, struct err *err)
{
	const char *key = arena_printf(l->arena, "mcade.repo.%s.path", name);
	const char *path = repo_config_get(l->repo, key);

	if (!path) {
		err_set(err, ERR_NOT_FOUND,
			"the step runs in repository '%s', whose clone is not configured",
			name);
		return err_next(err, "git config %s DIRECTORY", key);
	}
	return repo_open_path(path, ret, err);
}

void place_close(struct place *place)
{
	snapshot_freep(&place->head);
	snapshot_freep(&place->files);
}

int place_open(struct repo *repo, struct arena *a, struct place *ret, struct err *err)
{
	struct oid commit;

	*ret = (struct place){.repo = repo, .told = arena_alloc(a, sizeof(*ret->told))};
	ret->told->arena = a;
	if (!repo_work_tree(repo))
		return err_set(err, ERR_NOT_FOUND,
			       "a step runs in a work tree; this repository is bare");
	if (repo_head_commit(repo, &commit, err) == 0) {
		oid_hex(&commit, ret->code);
		if (snapshot_of_commit(repo, &commit, &ret->head, err) < 0)
			return -1;
	} else if (err->code != ERR_NOT_FOUND) {
		return -1;
	}
	return snapshot_of_worktree(repo, &ret->files, err);
}

struct input_files place_files(const struct place *place)
{
	return (struct input_files){place->files, place->head, repo_work_tree(place->repo),
				    place->told};
}
