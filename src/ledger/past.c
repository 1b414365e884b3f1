#include "ledger/past.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "ledger/chain.h"
#include "model/ledger_commit.h"
#include "repo/ledger.h"
#include "repo/object.h"

static int read_event(struct bytes raw, struct arena *scratch, struct verified_event *ret,
		      struct err *err)
{
	struct ledger_commit commit;

	*ret = (struct verified_event){0};
	if (ledger_commit_parse(raw, scratch, &commit, err) < 0 ||
	    event_decode(commit.message, scratch, &ret->event, err) < 0)
		return -1;
	if (!number_parse(event_get(&ret->event, FIELD_SEQUENCE), UINT64_MAX, &ret->sequence))
		return err_set(err, ERR_FORMAT, "an event names no sequence");
	ret->time = ret->origin.time = commit.time;
	ret->origin.name = arena_strndup(scratch, commit.name,
					 strlen(commit.name) - strlen(COMMIT_NAME_MARK));
	return 0;
}

static bool is_of(struct event_index *index, size_t sequence, unsigned kinds)
{
	const struct indexed_event *event = event_index_at(index, sequence);

	return !kinds || !event || kinds & 1u << event_info((enum event_word)event->word)->kind;
}

int past_events(const struct ledger *l, const struct ledger_view *view, unsigned kinds,
		past_event_fn *fn, void *context, struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct verified_event event;
	int answer = 0;

	if (chain_open(l->repo, view, &range, err) < 0)
		return -1;
	for (size_t i = ledger_range_count(range); !answer && i-- > 0;) {
		struct bytes raw;

		if (!is_of(fold_index(view->fold), i, kinds))
			continue;
		arena_reset(&scratch);
		if (ledger_range_read(range, i, &scratch, &raw, err) < 0 ||
		    read_event(raw, &scratch, &event, err) < 0)
			return -1;
		event.commit = *ledger_range_id(range, i);
		answer = fn(&event, i ? ledger_range_id(range, i - 1) : &OID_ZERO, context,
			    err);
	}
	return answer < 0 ? -1 : 0;
}

void past_keep(const struct verified_event *event, struct arena *a, struct verified_event *ret)
{
	*ret = *event;
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
