/* A ledger at one verified commit: the files of its tree, and the record. */
#include "ledger/verify_internal.h"

#include "base/cleanup.h"
#include "ledger/chain.h"
#include "ledger/internal.h"
#include "ledger/look_back.h"
#include "fold/authors.h"
#include "fold/objects.h"
#include "repo/object.h"

int view_said(void *context, const char *path, struct arena *a, struct bytes *ret,
	      bool *ret_found, struct err *err)
{
	struct view_source *s = context;

	return tree_image_read(s->view->image, s->repo, path, a, ret, ret_found, err);
}

static int event_at(void *context, uint64_t sequence, struct arena *a, struct event *ret,
		    struct event_origin *ret_origin, struct attachments *ret_attachments,
		    struct err *err)
{
	struct view_source *s = context;

	return chain_event(s->repo, s->view, sequence, a, ret, ret_origin, ret_attachments,
			   err);
}

static int was_right(void *context, uint64_t seen, const char *principal,
		     const struct act_facts *act, bool *ret, struct err *err)
{
	CLEANUP(look_back_freep) struct look_back *once = NULL;
	struct view_source *s = context;
	const struct indexed_event *before = s->known ? event_index_at(s->known,
								       s->view->sequence + 1)
						      : NULL;

	if (before) {
		*ret = before->right;
		return 0;
	}
	if (s->back)
		return look_back_right(s->back, s->view, seen, principal, act, ret, err);
	once = look_back_new(s->repo, s->arena);
	return look_back_right(once, s->view, seen, principal, act, ret, err);
}

static int look(void *context, const struct act_facts *act, struct findings *found,
		const char **ret_unseen, struct err *err)
{
	struct view_source *s = context;

	return objects_look(s->repo, act, found, ret_unseen, err);
}

static int authors(void *context, struct act_facts *act, struct arena *a,
		   const char **ret_unseen, struct err *err)
{
	struct view_source *s = context;

	if (authors_of(s->repo, act->record, act->runbook,
		       event_get(act->event, FIELD_ENVIRONMENT),
		       event_get(act->event, FIELD_CODE), a, &act->authors, err) == 0)
		return 0;
	if (err->code != ERR_NOT_FOUND && err->code != ERR_LIMIT)
		return -1;
	*ret_unseen = arena_strdup(a, err->text);
	*err = (struct err){0};
	return 0;
}

static int again(void *context, struct fold **ret, struct err *err)
{
	struct view_source *s = context;

	return ledger_fold_again(s->repo, s->arena, &s->view->head, ret, err);
}

struct fold_tree view_tree(struct view_source *source)
{
	return (struct fold_tree){view_said, source};
}

struct fold_help view_help(struct view_source *source)
{
	return (struct fold_help){event_at, was_right, look, authors, again, source};
}

const char *ledger_view_disputes(const struct ledger_view *view, uint64_t sequence,
				 bool *ret_contested)
{
	const struct fold_dispute *dispute = fold_dispute_at(view->fold, sequence);

	if (dispute && dispute->attested)
		dispute = NULL;
	*ret_contested = dispute && dispute->contested;
	return dispute ? rule_word(dispute->rule) : NULL;
}

bool ledger_view_own_word(const struct ledger_view *view, const struct event *event,
			  const char *principal)
{
	struct event_subject subject = event_subject_of(event);
	struct event_index *index = fold_index(view->fold);
	const char *signer = NULL;
	uint64_t sequence;

	if (event->word == EVENT_ATTEST && subject.type == SUBJECT_EVENT &&
	    event_index_find(index, subject.id, &sequence))
		signer = event_index_principal(index, event_index_at(index, sequence));
	return signer && principal && !strcmp(signer, principal);
}

int ledger_view_blob(const struct ledger_view *view, const char *path, struct oid *ret,
		     struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes data;
	bool found;

	*ret = OID_ZERO;
	if (fold_read(view->fold, path, &scratch, &data, &found, err) < 0)
		return -1;
	if (found)
		object_hash(OBJECT_BLOB, data, ret);
	return 0;
}

static void close_view(void *handle)
{
	struct ledger_view *view = handle;

	if (view->image)
		tree_image_free(MOVE(view->image));
	fold_close(view->fold);
	view->fold = NULL;
}

struct view_source *view_open(struct repo *repo, struct arena *a, struct ledger_view *view,
			      struct err *err)
{
	struct view_source *source = arena_alloc(a, sizeof(*source));

	*source = (struct view_source){.repo = repo, .arena = a, .view = view};
	if (!view->memo)
		view->memo = arena_alloc(a, sizeof(*view->memo));
	arena_defer(a, close_view, view);
	return tree_image_load(repo, &view->tree, &view->image, err) < 0 ? NULL : source;
}

/* The record that was found for the view; NULL: none, and the view stays without. */
static void settle(struct ledger_view *view, struct fold *fold)
{
	view->fold = fold;
	if (fold)
		view->state = fold_record(fold);
	else
		tree_image_free(MOVE(view->image));
}

int ledger_view_until(struct repo *repo, struct arena *a, struct ledger_view *view,
		      const struct fold *later, struct err *err)
{
	struct view_source *source = view_open(repo, a, view, err);

	if (!source)
		return -1;
	settle(view,
	       fold_until(later, view->sequence, a, view_tree(source), view_help(source)));
	return 0;
}

int ledger_view_recall(struct repo *repo, struct arena *a, struct ledger_view *view,
		       struct bytes text, const char *stem, struct err *err)
{
	struct view_source *source = view_open(repo, a, view, err);
	const struct indexed_event *last;
	struct fold *fold = NULL;

	if (!source)
		return -1;
	if (fold_parse(text, stem, a, view_tree(source), view_help(source), &fold)) {
		last = event_index_at(fold_index(fold), view->sequence);
		if (!last || event_index_count(fold_index(fold)) != view->sequence + 1 ||
		    !event_index_is_of(last, view->head_sha256))
			fold_close(MOVE(fold));
	}
	settle(view, fold);
	return 0;
}
