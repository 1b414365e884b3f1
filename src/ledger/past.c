#include "ledger/past.h"

#include "base/cleanup.h"
#include "ledger/chain.h"

int past_event(const struct ledger *l, const struct ledger_view *view, uint64_t sequence,
	       struct arena *a, struct verified_event *ret, struct err *err)
{
	struct event_index *index = fold_index(view->fold);
	const struct indexed_event *known = event_index_at(index, sequence);
	struct verified_event event = {.sequence = sequence};
	char *sha256 = arena_alloc(a, DIGEST_HEX);
	struct bytes raw;

	if (!known)
		return err_set(err, ERR_NOT_FOUND, "there is no event %" PRIu64, sequence);
	if (chain_bytes(l->repo, view, sequence, a, &raw, &event.commit, err) < 0 ||
	    chain_read(l->repo, raw, a, &event.event, &event.origin, NULL, err) < 0)
		return -1;
	hex_encode(known->sha256, sizeof(known->sha256), sha256);
	event.sha256 = sha256;
	event.time = event.origin.time;
	event.origin.principal = event_index_principal(index, known);
	*ret = event;
	return 0;
}

static bool is_wanted(const struct past_wanted *w, const struct indexed_event *event)
{
	unsigned kind = 1u << event_info((enum event_word)event->word)->kind;

	return (!w->kinds || w->kinds & kind) && event->signed_at >= w->since &&
	       (!w->until || event->signed_at <= w->until) &&
	       event_index_may_name(event, w->environment, w->step);
}

/* The index may take one name for another; the event does not. */
static bool has_name(const struct event *event, enum event_field field, const char *name)
{
	const char *said = event_get(event, field);

	return !name || (said && !strcmp(said, name));
}

int past_events(const struct ledger *l, const struct ledger_view *view,
		const struct past_wanted *w, past_event_fn *fn, void *context, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	uint64_t end = view->sequence + 1;
	int answer = 0;

	if (w->upto && w->upto < end)
		end = w->upto;
	for (uint64_t i = end; !answer && i-- > w->from;) {
		const struct indexed_event *known = event_index_at(fold_index(view->fold), i);
		struct verified_event event;

		if (known && !is_wanted(w, known))
			continue;
		arena_reset(&scratch);
		if (past_event(l, view, i, &scratch, &event, err) < 0)
			return -1;
		if (has_name(&event.event, FIELD_STEP, w->step) &&
		    has_name(&event.event, FIELD_ENVIRONMENT, w->environment))
			answer = fn(&event, context, err);
	}
	return answer < 0 ? -1 : 0;
}

void past_keep(const struct verified_event *event, struct arena *a, struct verified_event *ret)
{
	*ret = *event;
	if (event->sha256)
		ret->sha256 = arena_strdup(a, event->sha256);
	ret->event = (struct event){.word = event->event.word};
	if (event->event.reason)
		ret->event.reason = arena_strdup(a, event->event.reason);
	for (int f = 0; f < FIELD_COUNT; f++)
		for (size_t i = 0; i < event->event.fields[f].count; i++)
			event_add(&ret->event, a, (enum event_field)f,
				  event->event.fields[f].items[i]);
	ret->origin.name = arena_strdup(a, event->origin.name);
	if (event->origin.principal)
		ret->origin.principal = arena_strdup(a, event->origin.principal);
}
