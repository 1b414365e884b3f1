/* What an event brings, what it says of others, whether it may be, what it makes of the tree. */
#include "ledger/record_internal.h"

#include "fold/fold.h"
#include "repo/object.h"
#include "runbook/digests.h"
#include "sign/digest.h"

static void name_evidence(struct writing *w)
{
	struct arena *a = w->l->arena;

	for (size_t i = 0; i < w->intent->evidence_count; i++) {
		const struct evidence *e = &w->intent->evidence[i];

		event_add(&w->event, a, FIELD_EVIDENCE,
			  arena_printf(a, "sha256:%s %zu %s",
				       SHA256_HEX(e->data.data, e->data.len), e->data.len,
				       e->name));
	}
}

static int put_file(struct writing *w, const char *path, struct bytes data)
{
	struct oid blob;

	object_hash(OBJECT_BLOB, data, &blob);
	*ARENA_PUSH(w->l->arena, w->blobs, w->blob_count) = data;
	return tree_image_set(w->image, path, &blob, w->err);
}

static const struct attachment *attachment(const struct writing *w, const char *path)
{
	for (size_t i = 0; i < w->intent->attachment_count; i++)
		if (!strcmp(w->intent->attachments[i].path, path))
			return &w->intent->attachments[i];
	return NULL;
}

static int read_attachment(void *context, const char *path, struct arena *a UNUSED,
			   struct bytes *ret, bool *ret_found, struct err *err UNUSED)
{
	const struct attachment *given = attachment(context, path);

	*ret_found = given != NULL;
	if (given)
		*ret = given->data;
	return 0;
}

static int read_image(void *context, const char *path, struct arena *a, struct bytes *ret,
		      bool *ret_found, struct err *err)
{
	struct writing *w = context;

	return tree_image_read(w->image, w->l->repo, path, a, ret, ret_found, err);
}

/* What was said, does not count, and no event has named yet: so that plain git misleads nobody. */
static int name_disputes(struct writing *w)
{
	const struct fold_dispute *disputes;
	size_t count;

	disputes = fold_disputes(w->head->fold, &count);
	for (size_t i = 0; i < count; i++) {
		const char *named;

		if (disputes[i].contested || disputes[i].attested)
			continue;
		if (state_named_dispute(w->head->state, disputes[i].id, &named, w->err) < 0)
			return -1;
		/* whose id it is, is searched for among all: only of what is new */
		if (!named && fold_owns_id(w->head->fold, &disputes[i]))
			event_add(&w->event, w->l->arena, FIELD_DISPUTES,
				  arena_printf(w->l->arena, "%s %s", disputes[i].id,
					       rule_word(disputes[i].rule)));
	}
	return 0;
}

/* Has it happened, and is only against it what may be contested? Then it says so. */
static bool contest(struct writing *w, size_t first)
{
	const struct findings *found = w->refused;

	if (!w->intent->seen || !event_is_fact(w->event.word))
		return false;
	for (size_t i = first; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR &&
		    !(rules[found->items[i].rule].passes & CONTEST))
			return false;
	for (size_t i = first; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR &&
		    !event_contests(&w->event, found->items[i].rule))
			event_add(&w->event, w->l->arena, FIELD_CONTESTED,
				  rule_word(found->items[i].rule));
	event_set(&w->event, w->l->arena, FIELD_SEEN, w->intent->seen);
	event_sort(&w->event);
	return true;
}

/* What passes by a waiver names it: the judge says which. Then it is asked again. */
static bool name_waived(struct writing *w, size_t first)
{
	const struct event_values was = w->event.fields[FIELD_WAIVED];
	const struct findings *found = w->refused;
	bool any = false;

	/* a list of its own: that of the intent is what a person said */
	w->event.fields[FIELD_WAIVED] = (struct event_values){0};
	for (size_t i = 0; i < was.count; i++)
		event_add(&w->event, w->l->arena, FIELD_WAIVED, was.items[i]);
	for (size_t i = first; i < found->count; i++) {
		const char *rule = rule_word(found->items[i].rule);

		if (!found->items[i].unsaid || event_says(&w->event, FIELD_WAIVED, rule))
			continue;
		event_add(&w->event, w->l->arena, FIELD_WAIVED, rule);
		any = true;
	}
	event_sort(&w->event);
	return any;
}

/* Asked before anything is signed: what is refused here is what an audit would name. */
static int judge(struct writing *w)
{
	struct act_facts act = {.event = &w->event,
				.origin = &w->origin,
				.attachments = {read_attachment, w},
				.ahead = ACT_AHEAD};
	size_t before = w->refused->count;

	if (!w->head)
		return 0;
	do {
		w->refused->count = before;
		if (fold_asks(w->head->fold, &act, w->refused, w->err) < 0)
			return -1;
	} while (name_waived(w, before));
	for (size_t i = before; i < w->refused->count; i++)
		if (w->refused->items[i].severity == FINDING_ERROR)
			return contest(w, before) ? 0 : 1;
	return 0;
}

int record_apply(struct writing *w)
{
	struct state *tree = state_open(
		w->l->arena, (struct state_source){.read = read_image, .context = w});
	struct attachments attachments = {read_attachment, w};
	struct findings malformed = {.arena = w->l->arena};
	struct file_changes changes = {0};

	if (state_apply(tree, &w->event, &w->origin, attachments, w->l->arena, &changes,
			&malformed, w->err) < 0)
		return -1;
	for (size_t i = 0; i < malformed.count; i++)
		*ARENA_PUSH(w->refused->arena, w->refused->items,
			    w->refused->count) = malformed.items[i];
	if (malformed.count)
		return 1;
	for (size_t i = 0; i < changes.count; i++) {
		const struct file_change *file = &changes.items[i];
		const struct attachment *given = attachment(w, file->path);

		if (file->remove) {
			if (tree_image_remove(w->image, file->path, w->err) < 0)
				return -1;
			continue;
		}
		if (!file->attached)
			event_add(&w->event, w->l->arena, FIELD_FILE,
				  file_digest(file->path, file->data, w->l->arena));
		if (put_file(w, file->path, file->attached ? given->data : file->data) < 0)
			return -1;
	}
	return 0;
}

int record_fill(struct writing *w)
{
	int verdict;

	for (size_t i = 0; i < w->intent->attachment_count; i++)
		event_add(&w->event, w->l->arena, FIELD_FILE,
			  file_digest(w->intent->attachments[i].path,
				      w->intent->attachments[i].data, w->l->arena));
	name_evidence(w);
	if (w->head && name_disputes(w) < 0)
		return -1;
	event_sort(&w->event);
	verdict = judge(w);
	return verdict ? verdict : record_apply(w);
}
