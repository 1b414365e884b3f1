/* lost.c - runs whose process was killed, or whose machine went down, before they had ended. */
#include "act/internal.h"

#include "act/alive.h"
#include "base/file.h"
#include "base/texts.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "ledger/chain.h"

/* Kept, although it cannot be recorded: then it is known how it ended. */
static bool is_kept(const struct ledger *l, const char *run)
{
	static const enum pending_place places[] = {PENDING_STATE, PENDING_GIT};
	struct err unseen;
	bool found = false;

	for (size_t i = 0; !found && i < ARRAY_SIZE(places); i++) {
		const char *folder = pending_folder(l, places[i]);

		if (folder && file_exists(arena_printf(l->arena, "%s/%s", folder, run), &found,
					  &unseen) < 0)
			return true;
	}
	return found;
}

static void push(const struct ledger *l, const struct event *start, const char *run,
		 struct pending **all, size_t *count)
{
	struct arena *a = l->arena;
	struct pending p = {
		.place = PENDING_LOST,
		.path = arena_printf(a, "%s/%s", pending_folder(l, PENDING_LOST), run),
		.run = arena_strdup(a, run),
		.refused = {.arena = a}};
	struct event *finish = &p.intent.event;

	finish->word = EVENT_FINISH;
	event_set(finish, a, FIELD_STEP, event_get(start, FIELD_STEP));
	event_set(finish, a, FIELD_ENVIRONMENT, event_get(start, FIELD_ENVIRONMENT));
	event_set(finish, a, FIELD_RUN, p.run);
	event_set(finish, a, FIELD_RESULT, "lost");
	event_set(finish, a, FIELD_EXIT, "its process is gone");
	*ARENA_PUSH(a, *all, *count) = p;
}

int lost_is_open(const struct ledger *l, const struct event *event, const char *run, bool *ret,
		 struct err *err)
{
	const struct step_state *state;

	if (state_step(l->view->state, event_get(event, FIELD_ENVIRONMENT),
		       event_get(event, FIELD_STEP), &state, err) < 0)
		return -1;
	*ret = state->run && !strcmp(state->run, run) && !state->result;
	return 0;
}

int lost_add(const struct ledger *l, const char *run, struct pending **all, size_t *count,
	     struct err *err)
{
	struct event_index *index = fold_index(l->view->fold);
	struct event_origin origin;
	struct event start;
	uint64_t sequence;
	bool open;

	/* not in the ledger: not begun, or the remote has it and this clone not yet */
	if (alive_of(l, run) != ALIVE_GONE || !event_index_find(index, run, &sequence))
		return 0;
	if (chain_event(l->repo, l->view, sequence, l->arena, &start, &origin, NULL, err) < 0)
		return -1;
	if (start.word != EVENT_START || !event_index_at(index, sequence)->counts)
		return 0;
	if (lost_is_open(l, &start, run, &open, err) < 0)
		return -1;
	if (!open)
		alive_end(l, run); /* its end is recorded */
	else if (!is_kept(l, run))
		push(l, &start, run, all, count);
	return 0;
}
