/* Where a verifier comes from, what it asks of chain and repository, and where it stands. */
#include "engine/verify_internal.h"

#include "engine/chain.h"
#include "ledger/objects.h"

int verifier_read_image(void *context, const char *path, struct arena *a, struct bytes *ret,
			bool *ret_found, struct err *err)
{
	struct verifier *v = context;

	return tree_image_read(v->image, v->repo, path, a, ret, ret_found, err);
}

/* The event at a sequence of the chain behind the verifier's head. */
static int event_at(void *context, uint64_t sequence, struct arena *a, struct event *ret,
		    struct event_origin *ret_origin, struct attachments *ret_attachments,
		    struct err *err)
{
	struct verifier *v = context;

	return chain_event(v->repo, &v->head, v->sequence, sequence, a, ret, ret_origin,
			   ret_attachments, err);
}

static int was_right(void *context, uint64_t seen, const char *principal,
		     const struct act_facts *act, bool *ret, struct err *err)
{
	struct verifier *v = context;
	const struct indexed_event *before = v->known
						     ? event_index_at(v->known, v->sequence + 1)
						     : NULL;

	if (before) {
		*ret = before->right;
		return 0;
	}
	return verify_was_right(v->repo, &v->head, v->sequence, fold_index(v->fold), seen,
				principal, act, ret, err);
}

static int look(void *context, const struct act_facts *act, struct findings *found,
		bool *ret_unseen, struct err *err)
{
	struct verifier *v = context;

	return objects_look(v->repo, act, found, ret_unseen, err);
}

static int again(void *context, struct fold **ret, struct err *err)
{
	struct verifier *v = context;

	return ledger_fold_again(v->repo, v->arena, &v->head, ret, err);
}

static struct verifier *new_verifier(struct repo *repo, struct arena *a)
{
	struct verifier *v = arena_alloc(a, sizeof(*v));

	v->repo = repo;
	v->arena = a;
	v->brought.arena = a;
	return v;
}

static struct fold_tree tree_of(struct verifier *v)
{
	return (struct fold_tree){verifier_read_image, v};
}

static struct fold_help help_of(struct verifier *v)
{
	return (struct fold_help){event_at, was_right, look, again, v};
}

struct verifier *verifier_new(struct repo *repo, struct arena *a)
{
	struct verifier *v = new_verifier(repo, a);

	v->image = tree_image_new();
	v->fold = fold_new(a, tree_of(v), help_of(v));
	return v;
}

int verifier_resume(struct repo *repo, struct arena *a, const struct ledger_view *view,
		    struct verifier **ret, struct err *err)
{
	struct verifier *v = new_verifier(repo, a);

	if (tree_image_load(repo, &view->tree, &v->image, err) < 0)
		return -1;
	memcpy(v->ledger, view->id, sizeof(v->ledger));
	memcpy(v->head_sha256, view->head_sha256, sizeof(v->head_sha256));
	memcpy(v->head_id, view->head_id, sizeof(v->head_id));
	v->head = view->head;
	v->tree = view->tree;
	v->sequence = view->sequence;
	v->time = view->time;
	v->fold = fold_copy(view->fold, a, tree_of(v), help_of(v));
	*ret = v;
	return 0;
}

void verifier_free(struct verifier *v)
{
	if (v->image)
		tree_image_free(MOVE(v->image));
	fold_close(v->fold);
}

void verifier_own(struct verifier *v)
{
	v->own = true;
}

struct fold *verifier_fold(struct verifier *v)
{
	return v->fold;
}

void verifier_reject(struct verifier *v, const struct oid *junk)
{
	v->rejected = *junk;
}

void verifier_receive(struct verifier *v, int64_t clock, uint64_t sequence)
{
	v->received = clock;
	v->received_after = sequence;
}

void verifier_know(struct verifier *v, struct event_index *known)
{
	v->known = known;
}

void verifier_bring(struct verifier *v, const char *path, struct bytes data)
{
	strmap_put(&v->brought, arena_strdup(v->arena, path),
		   arena_memdup(v->arena, &data, sizeof(data)));
}

int verifier_view(struct verifier *v, struct ledger_view **ret, struct err *err)
{
	struct ledger_view *view = arena_alloc(v->arena, sizeof(*view));

	memcpy(view->id, v->ledger, sizeof(view->id));
	memcpy(view->head_sha256, v->head_sha256, sizeof(view->head_sha256));
	memcpy(view->head_id, v->head_id, sizeof(view->head_id));
	view->head = v->head;
	view->tree = v->tree;
	view->sequence = v->sequence;
	view->time = v->time;
	if (!oid_is_zero(&v->head) &&
	    ledger_view_open(v->repo, v->arena, view, v->fold, err) < 0)
		return -1;
	*ret = view;
	return 0;
}
