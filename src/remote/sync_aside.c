/*
 * After a lost race: our own unpublished events are kept. What happened is recorded again behind what
 * others did, contested where that is against it; of everything else the command is shown that does it
 * anew, for a person who knows now what they did.
 */
#include "remote/sync.h"

#include "base/time.h"
#include "ledger/record.h"
#include "ledger/redo.h"
#include "repo/ref.h"
#include "ledger/person.h"

/* Nobody signs what somebody else did. */
static int check_own(const struct ledger *l, struct aside_event *e, struct err *err)
{
	const struct principal *principal;

	if (person_principal(l, &principal, err) < 0)
		return -1;
	if (!principal || strcmp(principal->email, e->email) != 0 ||
	    strcmp(principal->name, e->name) != 0)
		finding_add(&e->refused, RULE_PERMISSION, FINDING_ERROR,
			    (struct finding){.expected = e->name,
					     .found = principal ? principal->name : "nobody"},
			    "'%s' is recorded again by who signed it", e->subject);
	return 0;
}

static int record_again(struct ledger *l, struct aside_event *e, const char *seen,
			struct err *err)
{
	static const enum event_field made[] = {FIELD_FILE, FIELD_DISPUTES, FIELD_CONTESTED};
	struct intent intent = {.event = e->event, .seen = seen};
	char when[TIME_TEXT_SIZE];
	struct receipt receipt;
	int verdict;

	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		intent.event.fields[made[i]] = (struct event_values){0};
	time_format(e->time, when);
	if (!seen)
		intent.event.fields[FIELD_OCCURRED] = (struct event_values){0};
	else if (!event_get(&intent.event, FIELD_OCCURRED))
		event_set(&intent.event, l->arena, FIELD_OCCURRED, when);
	e->refused.count = 0;
	verdict = record_event(l, &intent, &receipt, &e->refused, err);
	if (verdict)
		return verdict;
	l->view = receipt.view;
	e->recorded = receipt.sequence;
	e->contested = receipt.event.fields[FIELD_CONTESTED].count > 0;
	return 0;
}

/*
 * As it was seen where it happened. Where its signer has seen more since, at another machine, it stands
 * where it is signed now, if nothing is against it there.
 */
static int redo(struct ledger *l, struct aside_event *e, struct err *err)
{
	int verdict;

	if (!e->happened) {
		if (e->event.word != EVENT_FINISH) /* of a run that was called off */
			e->command = redo_command(&e->event, l->arena);
		return 0;
	}
	if (check_own(l, e, err) < 0)
		return -1;
	if (e->refused.count)
		return 0;
	verdict = record_again(l, e, event_get(&e->event, FIELD_SEEN), err);
	if (verdict != 1)
		return verdict;
	return record_again(l, e, NULL, err) < 0 ? -1 : 0;
}

/* Keeps the branch as it is here, and follows the remote. */
static int step_aside(const struct ledger *l, struct sync_state *state, const char **ret_ref,
		      struct aside_event **ret, size_t *ret_count, struct err *err)
{
	const struct oid nothing = OID_ZERO;
	char hex[OID_HEX_SIZE];

	oid_hex(&state->local->head, hex);
	*ret_ref = aside_ref(l, hex);
	return aside_read(l, state->remote, *ret_ref, &state->local->head, ret, ret_count,
			  err) < 0 ||
			       ref_update(l->repo, *ret_ref, &state->local->head, &nothing,
					  "mcade: set aside", err) < 0 ||
			       sync_forward(l, state, err) < 0
		       ? -1
		       : 0;
}

/* What happened and was kept before: whoever was interrupted, or had no key, asks again. */
static int find_facts(const struct ledger *l, const struct sync_state *state,
		      struct aside_event **ret, size_t *ret_count, struct err *err)
{
	struct aside_event *all;
	size_t count, kept = 0;

	*ret_count = 0;
	if (!state->local)
		return 0;
	if (aside_list(l, state->local, &all, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (all[i].happened)
			all[kept++] = all[i];
	*ret = all;
	*ret_count = kept;
	return 0;
}

int sync_set_aside(const struct ledger *l, struct sync_state *state, const char **ret_ref,
		   struct aside_event **ret, size_t *ret_count, struct err *err)
{
	struct ledger here = *l;

	*ret_ref = NULL;
	if (state->relation == SYNC_BEHIND && sync_forward(l, state, err) < 0)
		return -1;
	if (state->relation == SYNC_LOST_RACE
		    ? step_aside(l, state, ret_ref, ret, ret_count, err) < 0
		    : find_facts(l, state, ret, ret_count, err) < 0)
		return -1;
	if (!*ret_count) {
		err_set(err, ERR_USAGE, "nothing to set aside: no race was lost");
		return err_next(err, "git mcade sync");
	}
	here.view = state->local;
	for (size_t i = 0; i < *ret_count; i++)
		if (redo(&here, &(*ret)[i], err) < 0)
			return err_prefix(err, "kept at %s", (*ret)[i].ref);
	return 0;
}
