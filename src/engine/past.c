#include "engine/past.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "model/ledger_commit.h"
#include "repo/ledger.h"

static int read_event(struct bytes raw, struct arena *scratch, struct verified_event *ret,
		      struct oid *ret_tree, struct err *err)
{
	struct ledger_commit commit;

	*ret = (struct verified_event){0};
	if (ledger_commit_parse(raw, scratch, &commit, err) < 0 ||
	    event_decode(commit.message, scratch, &ret->event, err) < 0)
		return -1;
	if (!oid_parse(commit.tree, ret_tree) ||
	    !number_parse(event_get(&ret->event, FIELD_SEQUENCE), UINT64_MAX, &ret->sequence))
		return err_set(err, ERR_FORMAT, "an event names no tree or no sequence");
	ret->time = ret->origin.time = commit.time;
	ret->origin.name = arena_strndup(scratch, commit.name,
					 strlen(commit.name) - strlen(COMMIT_NAME_MARK));
	return 0;
}

int past_events(struct session *s, const struct ledger_view *view, past_event_fn *fn,
		void *context, struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct verified_event event;
	int answer = 0;

	if (ledger_range_open(s->repo, &view->head, NULL, &range, err) < 0)
		return -1;
	for (size_t i = ledger_range_count(range); !answer && i-- > 0;) {
		struct bytes raw;
		struct oid tree;

		arena_reset(&scratch);
		if (ledger_range_read(range, i, &scratch, &raw, err) < 0 ||
		    read_event(raw, &scratch, &event, &tree, err) < 0)
			return -1;
		event.commit = *ledger_range_id(range, i);
		answer = fn(&event, &tree, context, err);
	}
	return answer < 0 ? -1 : 0;
}

void past_keep(const struct verified_event *event, struct arena *a, struct verified_event *ret)
{
	*ret = *event;
	ret->event = (struct event){.kind = event->event.kind};
	if (event->event.reason)
		ret->event.reason = arena_strdup(a, event->event.reason);
	for (int f = 0; f < FIELD_COUNT; f++)
		for (size_t i = 0; i < event->event.fields[f].count; i++)
			event_add(&ret->event, a, (enum event_field)f,
				  event->event.fields[f].items[i]);
	ret->origin.name = arena_strdup(a, event->origin.name);
}
