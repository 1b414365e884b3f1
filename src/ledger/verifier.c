/* Where a verifier comes from, and where it stands. */
#include "ledger/verify_internal.h"

#include "ledger/look_back.h"

static struct verifier *new_verifier(struct repo *repo, struct arena *a)
{
	struct verifier *v = arena_alloc(a, sizeof(*v));

	v->source = (struct view_source){
		.repo = repo, .arena = a, .view = &v->at, .back = look_back_new(repo, a)};
	v->brought.arena = a;
	return v;
}

struct verifier *verifier_new(struct repo *repo, struct arena *a)
{
	struct verifier *v = new_verifier(repo, a);

	v->at.image = tree_image_new();
	v->at.fold = fold_new(a, view_tree(&v->source), view_help(&v->source));
	return v;
}

int verifier_resume(struct repo *repo, struct arena *a, const struct ledger_view *view,
		    struct verifier **ret, struct err *err)
{
	struct verifier *v = new_verifier(repo, a);

	v->at = *view;
	v->at.confirmed = false;
	if (tree_image_load(repo, &view->tree, &v->at.image, err) < 0)
		return -1;
	v->at.fold = fold_copy(view->fold, a, view_tree(&v->source), view_help(&v->source));
	*ret = v;
	return 0;
}

void verifier_free(struct verifier *v)
{
	look_back_free(v->source.back);
	if (v->at.image)
		tree_image_free(MOVE(v->at.image));
	fold_close(v->at.fold);
}

void verifier_bring(struct verifier *v, const char *path, struct bytes data)
{
	strmap_put(&v->brought, arena_strdup(v->source.arena, path),
		   arena_memdup(v->source.arena, &data, sizeof(data)));
}

int verifier_view(struct verifier *v, struct ledger_view **ret, struct err *err)
{
	struct ledger_view *view = arena_memdup(v->source.arena, &v->at, sizeof(v->at));
	struct view_source *source;

	view->image = NULL;
	view->fold = NULL;
	view->state = NULL;
	view->memo = NULL;
	if (!oid_is_zero(&view->head)) {
		source = view_open(v->source.repo, v->source.arena, view, err);
		if (!source)
			return -1;
		view->fold = fold_copy(v->at.fold, v->source.arena, view_tree(source),
				       view_help(source));
		view->state = fold_record(view->fold);
	}
	*ret = view;
	return 0;
}
