#include "ledger/look_back.h"

#include "base/limits.h"
#include "base/texts.h"
#include "ledger/chain.h"
#include "ledger/verify_internal.h"
#include "repo/ledger.h"
#include "repo/object.h"
#include "sign/digest.h"

/* One signer: all events up to what he had seen, and then his own. */
struct witness {
	const char *principal;
	struct verifier *base;
	struct arena forked; /* own lives here */
	struct fold *own;    /* NULL: there is nothing of his own since */
	uint64_t upto;	     /* those up to here are in it */
	unsigned behind;     /* of those the ones that had seen less */
};

struct look_back {
	struct repo *repo;
	struct arena *arena;
	struct oid *ids; /* of the chain, by sequence */
	size_t count;
	struct witness **items;
	size_t witness_count;
};

struct look_back *look_back_new(struct repo *repo, struct arena *a)
{
	struct look_back *l = arena_alloc(a, sizeof(*l));

	l->repo = repo;
	l->arena = a;
	return l;
}

/* What is left of it is as before anybody asked. */
static void forget_own(struct witness *w)
{
	if (w->own)
		fold_close(w->own);
	w->own = NULL;
	w->behind = 0;
	arena_free(&w->forked);
	w->forked = (struct arena)ARENA_INIT;
}

void look_back_free(struct look_back *l)
{
	for (size_t i = 0; i < l->witness_count; i++) {
		forget_own(l->items[i]);
		verifier_free(l->items[i]->base);
	}
}

static struct witness *witness_of(struct look_back *l, const char *principal)
{
	struct witness *w;

	for (size_t i = 0; i < l->witness_count; i++)
		if (!strcmp(l->items[i]->principal, principal))
			return l->items[i];
	w = arena_alloc(l->arena, sizeof(*w));
	w->principal = arena_strdup(l->arena, principal);
	w->base = verifier_new(l->repo, l->arena);
	w->forked = (struct arena)ARENA_INIT;
	*ARENA_PUSH(l->arena, l->items, l->witness_count) = w;
	return w;
}

/* -- the chain ----------------------------------------------------------------------------------- */

/* Behind what is known of it already; all of it where a recover or another head is in between. */
static int know_chain(struct look_back *l, const struct ledger_view *view, struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	const struct oid *from = l->count ? &l->ids[l->count - 1] : NULL;

	if (l->count == view->sequence + 1 && oid_equal(from, &view->head))
		return 0;
	if (from && l->count <= view->sequence &&
	    ledger_range_open(l->repo, &view->head, from, &range, err) < 0)
		return -1;
	if (!range || !ledger_range_met_base(range) ||
	    l->count + ledger_range_count(range) != view->sequence + 1) {
		if (range)
			ledger_range_free(MOVE(range));
		l->count = 0;
		if (chain_open(l->repo, view, &range, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < ledger_range_count(range); i++)
		*ARENA_PUSH(l->arena, l->ids, l->count) = *ledger_range_id(range, i);
	return 0;
}

static int read_commit(struct look_back *l, uint64_t sequence, struct arena *a,
		       struct bytes *ret, struct err *err)
{
	return object_read(l->repo, &l->ids[sequence], OBJECT_COMMIT, LIMIT_COMMIT, a, ret,
			   err);
}

/* What a recover rejects lies behind it no more: it is told. */
static void tell_rejected(struct verifier *v, const struct signed_event *said)
{
	struct oid rejected = OID_ZERO;

	if (said->event.word == EVENT_RECOVER)
		oid_parse(event_get(&said->event, FIELD_REJECTS), &rejected);
	v->rejected = rejected;
}

/* What was verified before, once more. 1: it is not what it was. */
static int move_base(struct look_back *l, struct witness *w, uint64_t seen,
		     struct event_index *known, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t next = oid_is_zero(&w->base->at.head) ? 0 : w->base->at.sequence + 1;

	w->base->source.known = known;
	if (next > seen + 1) {
		forget_own(w);
		verifier_free(w->base);
		w->base = verifier_new(l->repo, l->arena);
		return move_base(l, w, seen, known, err);
	}
	if (next == seen + 1)
		return 0;
	forget_own(w);
	w->upto = seen;
	for (; next <= seen; next++) {
		struct findings ignored = {.arena = &scratch};
		struct signed_event said;
		struct bytes raw;
		int verdict;

		arena_reset(&scratch);
		if (read_commit(l, next, &scratch, &raw, err) < 0)
			return -1;
		signed_event_read(raw, &scratch, &said);
		tell_rejected(w->base, &said);
		verdict = verifier_next(w->base, &l->ids[next], &said, &scratch, NULL, &ignored,
					err);
		if (verdict)
			return verdict;
	}
	return 0;
}

/* -- his own ------------------------------------------------------------------------------------- */

static int add_own(struct look_back *l, struct witness *w, uint64_t seen, uint64_t sequence,
		   struct event_index *known, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct event event;
	struct event_origin origin;
	struct fold_event next = {.event = &event, .origin = &origin, .sequence = sequence};
	char sha256[DIGEST_HEX];
	struct bytes raw;
	uint64_t saw;

	if (read_commit(l, sequence, &scratch, &raw, err) < 0 ||
	    chain_read(l->repo, raw, &scratch, &event, &origin, &next.attachments, err) < 0)
		return -1;
	if (!event_get(&event, FIELD_SEEN) ||
	    !event_index_find_commit(known, event_get(&event, FIELD_SEEN) + 7, &saw) ||
	    saw < seen)
		w->behind++;
	if (w->behind > LIMIT_OWN_SINCE)
		return 0;
	if (!w->own)
		w->own = fold_copy(w->base->at.fold, &w->forked, view_tree(&w->base->source),
				   view_help(&w->base->source));
	digest_sha256_hex(raw.data, raw.len, sha256);
	next.sha256 = sha256;
	origin.principal = w->principal;
	return fold_add_alone(w->own, &next, err);
}

static int add_since(struct look_back *l, struct witness *w, uint64_t seen,
		     uint64_t head_sequence, struct event_index *known, struct err *err)
{
	for (; w->upto < head_sequence && w->behind <= LIMIT_OWN_SINCE; w->upto++) {
		const struct indexed_event *e = event_index_at(known, w->upto + 1);
		const char *who = e ? event_index_principal(known, e) : NULL;

		if (text_is(who, w->principal) &&
		    add_own(l, w, seen, w->upto + 1, known, err) < 0)
			return -1;
	}
	return 0;
}

int look_back_right(struct look_back *l, const struct ledger_view *view, uint64_t seen,
		    const char *principal, const struct act_facts *act, bool *ret,
		    struct err *err)
{
	struct event_index *known = fold_index(view->fold);
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct witness *w = witness_of(l, principal);
	struct findings found = {.arena = &scratch};
	struct act_facts then = *act;
	int verdict;

	*ret = false;
	then.back = true;
	if (know_chain(l, view, err) < 0)
		return -1;
	if (seen > view->sequence)
		return 0;
	verdict = move_base(l, w, seen, known, err);
	if (verdict)
		return verdict < 0 ? -1 : 0;
	if (add_since(l, w, seen, view->sequence, known, err) < 0)
		return -1;
	if (w->behind > LIMIT_OWN_SINCE)
		return 0;
	if (fold_asks(w->own ? w->own : w->base->at.fold, &then, &found, err) < 0)
		return -1;
	*ret = findings_worst(&found) != FINDING_ERROR;
	return 0;
}
