/* A ledger's state at one verified commit, read from the files of its tree. */
#include "engine/audit.h"

#include "base/limits.h"
#include "repo/object.h"

struct view_source {
	struct repo *repo;
	struct ledger_view *view;
};

static int read_from_view(void *context, const char *path, struct arena *a, struct bytes *ret,
			  bool *ret_found, struct err *err)
{
	struct view_source *source = context;

	return ledger_view_read(source->repo, source->view, path, a, ret, ret_found, err);
}

int ledger_view_read(struct repo *repo, const struct ledger_view *view, const char *path,
		     struct arena *a, struct bytes *ret, bool *ret_found, struct err *err)
{
	struct oid blob;

	if (tree_image_get(view->image, path, &blob, err) < 0)
		return -1;
	*ret_found = !oid_is_zero(&blob);
	return *ret_found ? object_read(repo, &blob, OBJECT_BLOB, LIMIT_BLOB, a, ret, err) : 0;
}

int ledger_view_open(struct repo *repo, struct arena *a, struct ledger_view *view,
		     struct err *err)
{
	struct view_source *source = arena_alloc(a, sizeof(*source));

	if (tree_image_load(repo, &view->tree, &view->image, err) < 0)
		return -1;
	source->repo = repo;
	source->view = view;
	view->state = state_open(a, (struct state_source){read_from_view, source});
	return 0;
}

void ledger_view_close(struct ledger_view *view)
{
	if (view && view->image)
		tree_image_free(MOVE(view->image));
}
