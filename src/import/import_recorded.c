#include "import/import_recorded.h"

#include "base/limits.h"
#include "import/import_files.h"
#include "repo/tree_image.h"
#include "repo/worktree.h"
#include "runbook/claims.h"

static void add(struct import_recorded *to, const char *step)
{
	strmap_put(&to->steps, step, to);
}

static int add_step(const char *path, const struct oid *blob UNUSED, void *data,
		    struct err *err UNUSED)
{
	struct import_recorded *to = data;
	const char *environment, *step;

	if (state_step_of(path, to->steps.arena, &environment, &step))
		add(to, step);
	return 0;
}

/* Where there is no ledger, nothing is recorded. */
static bool read_ledger(const struct ledger *l, struct import_recorded *to)
{
	const struct ledger_view *view;
	struct err err = {0};
	bool joined;

	if (ledger_open_to_read(l, &view, &joined, &err) < 0)
		return err.code == ERR_NOT_FOUND;
	return tree_image_each(view->image, "state", add_step, to, &err) == 0;
}

static bool read_claims(const struct ledger *l, struct import_recorded *to)
{
	struct claim *claims;
	struct err err = {0};
	struct bytes text;
	size_t count;

	if (worktree_read(l->repo, IMPORT_CLAIMS, LIMIT_YAML, l->arena, &text, &err) < 0)
		return err.code == ERR_NOT_FOUND;
	if (claims_read(text, IMPORT_CLAIMS, l->arena, &claims, &count, &err) < 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (claims[i].kind != CLAIM_PLANNED)
			add(to, claims[i].step);
	return true;
}

void import_read_recorded(const struct ledger *l, struct import_recorded *ret)
{
	*ret = (struct import_recorded){.steps = {.arena = l->arena}};
	ret->unread = !read_ledger(l, ret) || !read_claims(l, ret);
}
