/* After a lost race: our own unpublished events are kept, and the way to do them anew is shown. */
#include "engine/sync.h"

#include "base/time.h"
#include "engine/redo.h"
#include "model/ledger_commit.h"
#include "repo/history.h"
#include "repo/ledger.h"
#include "repo/ref.h"

struct aside {
	struct session *s;
	struct aside_event *items;
	size_t count;
};

static int list_aside(const struct oid *id UNUSED, struct bytes raw, struct arena *scratch,
		      void *data, struct err *err)
{
	struct aside *aside = data;
	struct arena *a = &aside->s->arena;
	struct ledger_commit commit;
	struct event event;

	if (ledger_commit_parse(raw, scratch, &commit, err) < 0 ||
	    event_decode(commit.message, a, &event, err) < 0)
		return -1;
	*ARENA_PUSH(a, aside->items, aside->count) = (struct aside_event){
		.sequence = strtoull(event_get(&event, FIELD_SEQUENCE), NULL, 10),
		.subject = event_subject(&event, a),
		.command = redo_command(&event, a)};
	return 0;
}

int sync_set_aside(struct session *s, struct sync_state *state, const char **ret_ref,
		   struct aside_event **ret, size_t *ret_count, struct err *err)
{
	struct aside aside = {.s = s};
	struct oid_list bases;
	struct oid nothing = {{0}};
	char when[TIME_TEXT_SIZE], hex[OID_HEX_SIZE];
	const char *ref;

	if (history_merge_bases(s->repo, &state->local->head, &state->remote->head, &s->arena,
				&bases, err) < 0)
		return -1;
	if (bases.count != 1)
		return err_set(err, ERR_UNTRUSTED, "the two ledgers have no event in common");
	if (ledger_walk(s->repo, &state->local->head, &bases.ids[0], list_aside, &aside, NULL,
			err) < 0)
		return -1;
	time_format(s->now, when);
	oid_hex(&state->local->head, hex);
	ref = arena_printf(&s->arena, "refs/mcade/aside/%.10s-%.12s", when, hex);
	if (ref_update(s->repo, ref, &state->local->head, &nothing, "mcade: set aside", err) <
		    0 ||
	    sync_forward(s, state, err) < 0)
		return -1;
	*ret_ref = ref;
	*ret = aside.items;
	*ret_count = aside.count;
	return 0;
}
