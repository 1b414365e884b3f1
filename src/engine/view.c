/* A ledger at one verified commit: the files of its tree, and the record. */
#include "engine/audit.h"

#include "base/cleanup.h"
#include "engine/chain.h"
#include "ledger/objects.h"
#include "repo/object.h"

struct view_source {
	struct repo *repo;
	struct arena *arena;
	struct ledger_view *view;
};

static int read_said(void *context, const char *path, struct arena *a, struct bytes *ret,
		     bool *ret_found, struct err *err)
{
	struct view_source *source = context;

	return ledger_view_said(source->repo, source->view, path, a, ret, ret_found, err);
}

static int event_at(void *context, uint64_t sequence, struct arena *a, struct event *ret,
		    struct event_origin *ret_origin, struct attachments *ret_attachments,
		    struct err *err)
{
	struct view_source *s = context;

	return chain_event(s->repo, &s->view->head, s->view->sequence, sequence, a, ret,
			   ret_origin, ret_attachments, err);
}

static int was_right(void *context, uint64_t seen, const char *principal,
		     const struct act_facts *act, bool *ret, struct err *err)
{
	struct view_source *s = context;

	return verify_was_right(s->repo, &s->view->head, s->view->sequence,
				fold_index(s->view->fold), seen, principal, act, ret, err);
}

static int look(void *context, const struct act_facts *act, struct findings *found,
		bool *ret_unseen, struct err *err)
{
	struct view_source *s = context;

	return objects_look(s->repo, act, found, ret_unseen, err);
}

static int again(void *context, struct fold **ret, struct err *err)
{
	struct view_source *s = context;

	return ledger_fold_again(s->repo, s->arena, &s->view->head, ret, err);
}

int ledger_view_said(struct repo *repo, const struct ledger_view *view, const char *path,
		     struct arena *a, struct bytes *ret, bool *ret_found, struct err *err)
{
	return tree_image_read(view->image, repo, path, a, ret, ret_found, err);
}

const char *ledger_view_disputes(const struct ledger_view *view, uint64_t sequence,
				 bool *ret_contested)
{
	const struct fold_dispute *disputes;
	size_t count;

	disputes = fold_disputes(view->fold, &count);
	for (size_t i = 0; i < count; i++)
		if (disputes[i].sequence == sequence && !disputes[i].attested) {
			*ret_contested = disputes[i].contested;
			return rule_word(disputes[i].rule);
		}
	*ret_contested = false;
	return NULL;
}

int ledger_view_read(struct repo *repo UNUSED, const struct ledger_view *view, const char *path,
		     struct arena *a, struct bytes *ret, bool *ret_found, struct err *err)
{
	return fold_read(view->fold, path, a, ret, ret_found, err);
}

int ledger_view_blob(struct repo *repo, const struct ledger_view *view, const char *path,
		     struct oid *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes data;
	bool found;

	*ret = OID_ZERO;
	if (ledger_view_read(repo, view, path, &scratch, &data, &found, err) < 0)
		return -1;
	if (found)
		object_hash(OBJECT_BLOB, data, ret);
	return 0;
}

static int open_image(struct repo *repo, struct arena *a, struct ledger_view *view,
		      struct fold_tree *ret_tree, struct fold_help *ret_help, struct err *err)
{
	struct view_source *source = arena_alloc(a, sizeof(*source));

	if (tree_image_load(repo, &view->tree, &view->image, err) < 0)
		return -1;
	source->repo = repo;
	source->arena = a;
	source->view = view;
	*ret_tree = (struct fold_tree){read_said, source};
	*ret_help = (struct fold_help){event_at, was_right, look, again, source};
	return 0;
}

int ledger_view_open(struct repo *repo, struct arena *a, struct ledger_view *view,
		     const struct fold *from, struct err *err)
{
	struct fold_tree tree;
	struct fold_help help;

	if (open_image(repo, a, view, &tree, &help, err) < 0)
		return -1;
	view->fold = from ? fold_copy(from, a, tree, help) : fold_new(a, tree, help);
	view->state = fold_record(view->fold);
	return 0;
}

int ledger_view_until(struct repo *repo, struct arena *a, struct ledger_view *view,
		      const struct fold *later, struct err *err)
{
	struct fold_tree tree;
	struct fold_help help;

	if (open_image(repo, a, view, &tree, &help, err) < 0)
		return -1;
	view->fold = fold_until(later, view->sequence, a, tree, help);
	if (view->fold)
		view->state = fold_record(view->fold);
	else
		tree_image_free(MOVE(view->image));
	return 0;
}

int ledger_view_recall(struct repo *repo, struct arena *a, struct ledger_view *view,
		       struct bytes text, const char *stem, bool *ret, struct err *err)
{
	const struct indexed_event *last;
	struct fold_tree tree;
	struct fold_help help;
	struct fold *fold;

	*ret = false;
	if (open_image(repo, a, view, &tree, &help, err) < 0)
		return -1;
	if (!fold_parse(text, stem, a, tree, help, &fold)) {
		tree_image_free(MOVE(view->image));
		return 0;
	}
	last = event_index_at(fold_index(fold), view->sequence);
	if (!last || event_index_count(fold_index(fold)) != view->sequence + 1 ||
	    !event_index_is_of(last, view->head_sha256)) {
		fold_close(fold);
		tree_image_free(MOVE(view->image));
		return 0;
	}
	view->fold = fold;
	view->state = fold_record(fold);
	*ret = true;
	return 0;
}

void ledger_view_close(struct ledger_view *view)
{
	if (!view)
		return;
	if (view->image)
		tree_image_free(MOVE(view->image));
	fold_close(view->fold);
	view->fold = NULL;
}
