#include "ledger/aside.h"

#include "base/texts.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/time.h"
#include "fold/fold.h"
#include "ledger/chain.h"
#include "ledger/person.h"
#include "ledger/signed_event.h"
#include "model/ledger_commit.h"
#include "repo/history.h"
#include "repo/ledger.h"
#include "repo/object.h"
#include "repo/ref.h"

#define ASIDE "refs/mcade/aside/"

struct reading {
	struct arena *a;
	const char *ref;
	struct oid last; /* the event before, or where both chains part */
	struct aside_event *items;
	size_t count;
};

const char *aside_ref(const struct ledger *l, const char *name)
{
	return arena_printf(l->arena, ASIDE "%.10s-%.12s", TIME_TEXT(l->now), name);
}

/* A ref may come from anybody: what its key has not signed is no event. */
static int read_one(const struct oid *id, struct bytes raw, struct arena *scratch, void *data,
		    struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	struct reading *r = data;
	struct aside_event e = {
		.commit = *id, .parent = r->last, .ref = r->ref, .refused = {.arena = r->a}};
	struct signed_event said;
	const char *mark;

	signed_event_read(raw, scratch, &said);
	if (said.fault != SIGNED_WELL) {
		*err = *said.err;
		return -1;
	}
	if (event_decode(said.commit.message, r->a, &e.event, err) < 0)
		return -1;
	mark = strstr(said.commit.name, COMMIT_NAME_MARK);
	if (!mark)
		return err_set(err, ERR_FORMAT, "an event names its signer without its mark");
	public_key_format(&said.key, &key);
	e.key = arena_strdup(r->a, key.buf);
	e.name = arena_strndup(r->a, said.commit.name, (size_t)(mark - said.commit.name));
	e.email = arena_strdup(r->a, said.commit.email);
	e.time = said.commit.time;
	e.subject = event_subject(&e.event, r->a);
	e.happened = event_is_fact(e.event.word);
	/* what it rejects is in this chain alone */
	e.called_off = e.event.word == EVENT_RECOVER;
	r->last = *id;
	*ARENA_PUSH(r->a, r->items, r->count) = e;
	return 0;
}

/* A run that was called off before it began, and not one that was cancelled while it ran: nothing
 * happened, and a person may run it now. */
static void call_off(struct aside_event *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *result = event_get(&items[i].event, FIELD_RESULT);
		const char *exit = event_get(&items[i].event, FIELD_EXIT);

		if (items[i].event.word != EVENT_FINISH || strcmp(result, "cancelled") != 0 ||
		    !exit || !text_begins(exit, "not started"))
			continue;
		items[i].happened = false;
		items[i].called_off = true;
		for (size_t k = 0; k < i; k++)
			if (!strcmp(event_get(&items[k].event, FIELD_ID),
				    event_get(&items[i].event, FIELD_RUN))) {
				items[k].happened = false;
				items[k].called_off = true;
			}
	}
}

int aside_read(const struct ledger *l, const struct ledger_view *view, const char *ref,
	       const struct oid *tip, struct aside_event **ret, size_t *ret_count,
	       struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	struct reading r = {.a = l->arena, .ref = ref};
	struct oid_list bases;
	struct bytes base;

	if (history_merge_bases(l->repo, tip, &view->head, l->arena, &bases, err) < 0)
		return -1;
	if (bases.count != 1)
		return err_set(err, ERR_UNTRUSTED, "the two ledgers have no event in common");
	r.last = bases.ids[0];
	if (object_read(l->repo, &r.last, OBJECT_COMMIT, LIMIT_COMMIT, l->arena, &base, err) <
		    0 ||
	    ledger_range_open(l->repo, tip, &r.last, &range, err) < 0 ||
	    chain_drop_rejected(range, SHA256_HEX(base.data, base.len), err) < 0 ||
	    ledger_walk(range, read_one, &r, err) < 0)
		return -1;
	call_off(r.items, r.count);
	*ret = r.items;
	*ret_count = r.count;
	return 0;
}

int aside_keeps(const struct ledger *l, const struct oid *tip, bool *ret, struct err *err)
{
	struct ref *refs;
	size_t count;

	*ret = false;
	if (ref_list(l->repo, ASIDE, l->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++)
		*ret = oid_equal(&refs[i].id, tip);
	return 0;
}

static bool is_listed(const struct aside_event *items, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(event_get(&items[i].event, FIELD_ID), id))
			return true;
	return false;
}

int aside_list(const struct ledger *l, const struct ledger_view *view, struct aside_event **ret,
	       size_t *ret_count, struct err *err)
{
	struct aside_event *all = NULL, *some;
	size_t count = 0, ref_count, found;
	struct ref *refs;
	struct err ignored;

	*ret_count = 0;
	if (!view->fold)
		return 0;
	if (ref_list(l->repo, ASIDE, l->arena, &refs, &ref_count, err) < 0)
		return -1;
	for (size_t i = 0; i < ref_count; i++) {
		if (aside_read(l, view, refs[i].name, &refs[i].id, &some, &found, &ignored) < 0)
			continue;
		for (size_t k = 0; k < found; k++) {
			const char *id = event_get(&some[k].event, FIELD_ID);
			uint64_t sequence;

			if (!event_index_find(fold_index(view->fold), id, &sequence) &&
			    !is_listed(all, count, id))
				*ARENA_PUSH(l->arena, all, count) = some[k];
		}
	}
	*ret = all;
	*ret_count = count;
	return 0;
}

static bool may(const struct trust *trust, const struct principal *p)
{
	return p && trust_may(trust, p, event_info(EVENT_ATTEST)->permission, NULL);
}

/* The reader, where he may; another person than its signer, where there is one. NULL: nobody may. */
static const struct principal *attester(const struct trust *trust, const char *reader,
					const char *signer)
{
	const struct principal *other = NULL, *p;

	for (size_t i = 0; i < trust->principal_count; i++) {
		p = &trust->principals[i];
		if (strcmp(p->id, signer) != 0 && may(trust, p) &&
		    (!other || (reader && !strcmp(p->id, reader))))
			other = p;
	}
	p = trust_principal(trust, signer);
	return other || !may(trust, p) ? other : p;
}

const char *contested_way(const struct ledger *l, const struct ledger_view *view,
			  uint64_t sequence)
{
	const char *command = arena_printf(
		l->arena, "git mcade attest event:%" PRIu64 " -m REASON", sequence);
	struct event_index *index = fold_index(view->fold);
	const struct principal *me, *who;
	const struct trust *trust;
	struct err unknown;

	if (fold_renamed(view->fold, sequence))
		return "hint: its step is called otherwise since; do it under its name: what "
		       "was done stays told";
	if (state_trust(view->state, &trust, &unknown) < 0)
		return command;
	if (person_principal(l, &me, &unknown) < 0)
		me = NULL;
	who = attester(trust, me ? me->id : NULL,
		       event_index_principal(index, event_index_at(index, sequence)));
	if (!who)
		return arena_printf(l->arena, "hint: no principal may '%s'",
				    event_info(EVENT_ATTEST)->permission);
	return me && !strcmp(me->id, who->id)
		       ? command
		       : arena_printf(l->arena, "hint: %s runs: %s", who->id, command);
}

void contested_list(const struct ledger *l, const struct ledger_view *view,
		    struct contested_fact **ret, size_t *ret_count)
{
	struct event_index *index = fold_index(view->fold);
	const struct fold_dispute *disputes;
	size_t count;

	*ret = NULL;
	*ret_count = 0;
	disputes = fold_disputes(view->fold, &count);
	for (size_t i = 0; i < count; i++) {
		const struct indexed_event *e;

		if (!disputes[i].contested || disputes[i].attested ||
		    !(e = event_index_at(index, disputes[i].sequence)))
			continue;
		*ARENA_PUSH(l->arena, *ret, *ret_count) = (struct contested_fact){
			disputes[i].sequence, event_info((enum event_word)e->word)->word,
			event_index_principal(index, e), rule_word(disputes[i].rule),
			contested_way(l, view, disputes[i].sequence)};
	}
}
