/*
 * After a lost race: our own unpublished events are signed again behind what others did, on a branch
 * of their own, and the ledger's moves there at once or not at all. What happened is recorded whatever
 * others did, contested where that is against it; an act, where it may still be. Of what is left the
 * command is shown that does it again, for a person who knows now what they did.
 */
#include "remote/sync_internal.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/time.h"
#include "ledger/person.h"
#include "ledger/race.h"
#include "ledger/record.h"
#include "ledger/redo.h"
#include "model/state.h"
#include "repo/ledger.h"
#include "repo/ref.h"
#include "runbook/manifest.h"

/* -- what the event brings along ----------------------------------------------------------------- */

struct versions {
	struct bytes was, ours, theirs; /* data NULL: there is none */
};

static const char *value_of(const struct ledger *l, struct bytes text, const char *path,
			    const char *pin)
{
	const struct doc_node *root;
	struct pin found;
	struct err ignored;

	if (!text.data || manifest_parse(text, path, l->arena, &root, &ignored) < 0)
		return NULL;
	found = manifest_pin(root, pin, l->arena);
	return found.value;
}

static bool same_value(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Each pin that the event sets or gives up, in the manifest as it is there now. 1: it cannot be, or
 * another event has set it. */
static int merge_pins(const struct ledger *l, const struct event *event, const char *path,
		      struct versions *v)
{
	const struct event_values *pins = &event->fields[FIELD_PIN];
	struct bytes text = v->theirs;
	struct err ignored;

	if ((event->word != EVENT_PIN && event->word != EVENT_UNPIN) || !text.data)
		return 1;
	for (size_t i = 0; i < pins->count; i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
		const char *pin, *value;

		if (!event_pin_parts(pins->items[i], l->arena, &pin, &value) ||
		    !same_value(value_of(l, v->was, path, pin),
				value_of(l, v->theirs, path, pin)) ||
		    (event->word == EVENT_PIN
			     ? manifest_set_pin(text, path, pin, value, &out, &ignored)
			     : manifest_put_back(text, v->ours, path, pin, &out, &ignored)) < 0)
			return 1;
		text = bytes_of(arena_memdup(l->arena, out.buf, out.len), out.len);
	}
	v->ours = text;
	return 0;
}

/* What was attached is attached again where it replaces what it replaced. 1: it does not. */
static int attach(const struct ledger *l, struct aside_event *e, const char *path,
		  struct intent *intent, struct err *err)
{
	struct versions v;

	if (sync_read_at(l->repo, &e->parent, path, l->arena, &v.was, err) < 0 ||
	    sync_read_at(l->repo, &e->commit, path, l->arena, &v.ours, err) < 0 ||
	    sync_read_at(l->repo, &l->view->head, path, l->arena, &v.theirs, err) < 0)
		return -1;
	if (!bytes_equal(v.was, v.theirs) && merge_pins(l, &e->event, path, &v)) {
		finding_add(&e->refused, RULE_ORDER, FINDING_ERROR,
			    (struct finding){.path = path,
					     .expected = "what this act replaces",
					     .found = "what another event made of it"},
			    "%s: '%s' has changed in the ledger since", e->subject, path);
		return 1;
	}
	*ARENA_PUSH(l->arena, intent->attachments,
		    intent->attachment_count) = (struct attachment){path, v.ours};
	return 0;
}

static int attach_all(const struct ledger *l, struct aside_event *e, struct intent *intent,
		      struct err *err)
{
	const struct event_values *files = &e->event.fields[FIELD_FILE];
	int verdict = 0;

	for (size_t i = 0; i < files->count && !verdict; i++) {
		const char *path;
		char sha256[65];

		event_file_parts(files->items[i], &path, sha256);
		if (event_may_attach(&e->event, path, l->arena))
			verdict = attach(l, e, path, intent, err);
	}
	return verdict;
}

/* -- one event ----------------------------------------------------------------------------------- */

/* Nobody signs what somebody else did; what somebody's former key signed, his key of now signs. */
static int is_own(const struct ledger *l, const struct aside_event *e, bool *ret,
		  struct err *err)
{
	const struct principal *principal;
	const struct trust *trust;

	if (person_principal(l, &principal, err) < 0 ||
	    state_trust(l->view->state, &trust, err) < 0)
		return -1;
	*ret = principal && trust_owner(trust, e->key) == principal;
	return 0;
}

/* seen: as its signer saw the ledger then; NULL: as of now. */
static int record_again(struct ledger *there, struct aside_event *e, const char *seen,
			struct err *err)
{
	static const enum event_field made[] = {FIELD_FILE, FIELD_DISPUTES, FIELD_CONTESTED,
						FIELD_WAIVED};
	struct intent intent = {.event = e->event, .seen = seen, .only_on = there->view->head};
	char when[TIME_TEXT_SIZE];
	struct receipt receipt;
	int verdict;

	e->refused.count = 0;
	if (!e->happened && event_kind(&e->event) != KIND_PIN &&
	    (verdict = sync_check_basis(there, e, err)))
		return verdict;
	if ((verdict = attach_all(there, e, &intent, err)))
		return verdict;
	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		intent.event.fields[made[i]] = (struct event_values){0};
	/* to go ahead beside a run is said by a person; what else passes is named where it is signed now */
	if ((e->event.word == EVENT_ROLLBACK ||
	     (seen && event_kind(&e->event) == KIND_START)) &&
	    event_says(&e->event, FIELD_WAIVED, rule_word(RULE_ORDER)))
		event_set(&intent.event, there->arena, FIELD_WAIVED, rule_word(RULE_ORDER));
	time_format(e->time, when);
	if (!seen)
		intent.event.fields[FIELD_OCCURRED] = (struct event_values){0};
	else if (!event_get(&intent.event, FIELD_OCCURRED))
		event_set(&intent.event, there->arena, FIELD_OCCURRED, when);
	verdict = record_beside(there, &intent, &receipt, &e->refused, err);
	if (verdict)
		return verdict;
	there->view = receipt.view;
	e->recorded = receipt.sequence;
	e->moved = seen ? NULL : arena_memdup(there->arena, &receipt, sizeof(receipt));
	e->contested = receipt.event.fields[FIELD_CONTESTED].count > 0;
	return 0;
}

/* Only its time is against it: its signer has seen more since, at another machine. */
static bool is_late(const struct findings *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR &&
		    found->items[i].rule != RULE_TIME)
			return false;
	return true;
}

/*
 * As it was seen where it happened. Where its signer has seen more since, at another machine, it stands
 * where it is signed now, if nothing is against it there.
 */
static int redo(struct ledger *there, struct aside_event *e, bool acts, struct err *err)
{
	bool own;
	int verdict = 1;

	if (e->event.word == EVENT_RECOVER) {
		finding_add(&e->refused, RULE_LEDGER_INTEGRITY, FINDING_NOTE,
			    (struct finding){
				    .commit = arena_strdup(there->arena, OID_HEX(&e->commit))},
			    "'%s' is not signed again: what it rejected is not in the ledger",
			    e->subject);
		return 0;
	}
	if (is_own(there, e, &own, err) < 0)
		return -1;
	if (!own)
		finding_add(&e->refused, RULE_PERMISSION, FINDING_ERROR,
			    (struct finding){.expected = e->name, .found = "another person"},
			    "'%s' is recorded again by who signed it", e->subject);
	else if (e->happened || (acts && !e->called_off))
		verdict = record_again(there, e, event_get(&e->event, FIELD_SEEN), err);
	if (own && verdict == 1 && (e->happened || e->refused.count) && is_late(&e->refused))
		verdict = record_again(there, e, NULL, err);
	if (verdict == 1 && !e->happened && e->event.word != EVENT_FINISH)
		e->command = redo_command(&e->event, there->arena);
	return verdict < 0 ? -1 : 0;
}

/* -- all of them, or none ------------------------------------------------------------------------ */

static bool all_recorded(const struct aside_event *events, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!events[i].recorded)
			return false;
	return true;
}

static int sign_all(struct ledger *there, struct sync_state *state, bool acts, struct err *err)
{
	for (size_t i = 0; i < state->event_count; i++)
		if (redo(there, &state->events[i], acts, err) < 0)
			return -1;
	return 0;
}

/* What was here before, since something of it is not recorded again. */
static int keep(const struct ledger *l, struct sync_state *state, struct err *err)
{
	const struct oid nothing = OID_ZERO;
	char hex[OID_HEX_SIZE];

	oid_hex(&state->local->head, hex);
	state->aside = aside_ref(l, hex);
	for (size_t i = 0; i < state->event_count; i++)
		state->events[i].ref = state->aside;
	return ref_update(l->repo, state->aside, &state->local->head, &nothing,
			  "mcade: set aside", err);
}

/* Both what was here and what is to be here go on from it. */
static struct remembered_head base_of(const struct sync_state *state)
{
	const struct aside_event *first = &state->events[0];
	struct remembered_head base = {.tip = first->parent, .verifier = MEMORY_VERIFIER};

	number_parse(event_get(&first->event, FIELD_SEQUENCE), UINT64_MAX, &base.sequence);
	base.sequence--;
	memcpy(base.sha256, event_get(&first->event, FIELD_PREVIOUS) + strlen("sha256:"),
	       sizeof(base.sha256));
	return base;
}

/*
 * On a branch beside the ledger's, which moves there when all is signed. Where something is left, what
 * was there before is kept.
 */
static int rebuild(const struct ledger *l, const struct ledger_view *onto,
		   struct sync_state *state, bool acts, struct err *err)
{
	struct ledger_view *onto_here = arena_memdup(l->arena, onto, sizeof(*onto));
	bool lost = !oid_equal(&onto->head, &state->local->head);
	struct remembered_head base;
	struct ledger there;
	int result;

	onto_here->confirmed = state->local->confirmed;
	if (sync_branch_off(l, onto_here, &there, err) < 0)
		return -1;
	result = sign_all(&there, state, acts, err);
	if (!result && lost && !(acts && all_recorded(state->events, state->event_count)))
		result = keep(l, state, err);
	if (lost)
		base = base_of(state);
	if (!result)
		result = ledger_move(l, there.view, &state->local->head, lost ? &base : NULL,
				     "mcade: sync", err);
	sync_drop(&there);
	if (result < 0)
		return -1;
	state->local = there.view;
	return 0;
}

/* What another person's key signed, only he can sign again; what a revoked one signed, nobody but who has
 * another. */
static int say_foreign(const struct ledger *there, const struct aside_event *e, struct err *err)
{
	const struct trust *trust;
	const struct principal *owner;

	if (state_trust(there->view->state, &trust, err) < 0)
		return -1;
	owner = trust_owner(trust, e->key);
	if (owner && !trust_signer(trust, e->key))
		err_set(err, ERR_WAITING,
			RACE_FIRST ", and '%s' was signed by a key of '%s' that is revoked: it "
				   "signs nothing any more",
			e->subject, owner->id);
	else
		err_set(err, ERR_WAITING,
			RACE_FIRST
			", and '%s' was signed by %s <%s>: only that key can sign it "
			"again",
			e->subject, e->name, e->email);
	return err_next(err, "git mcade sync --set-aside");
}

static int refuse_foreign(const struct ledger *l, const struct sync_state *state,
			  struct err *err)
{
	struct ledger there = *l;
	bool own;

	there.view = state->remote;
	for (size_t i = 0; i < state->event_count; i++) {
		if (is_own(&there, &state->events[i], &own, err) < 0)
			return -1;
		if (own || state->events[i].event.word == EVENT_RECOVER)
			continue;
		return say_foreign(&there, &state->events[i], err);
	}
	return 0;
}

/* What an earlier race has left is still to be told. */
static void put_before(struct arena *a, const struct aside_event *earlier, size_t count,
		       struct sync_state *state)
{
	struct aside_event *all = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!earlier[i].recorded)
			*ARENA_PUSH(a, all, kept) = earlier[i];
	for (size_t i = 0; i < state->event_count; i++)
		*ARENA_PUSH(a, all, kept) = state->events[i];
	state->events = all;
	state->event_count = kept;
}

int sync_again(const struct ledger *l, struct sync_state *state, struct err *err)
{
	struct sync_state was = *state;

	if (aside_read(l, state->remote, NULL, &state->local->head, &state->events,
		       &state->event_count, err) < 0 ||
	    refuse_foreign(l, state, err) < 0 ||
	    rebuild(l, state->remote, state, true, err) < 0) {
		*state = was; /* nothing of it is so: whoever tries again begins anew */
		return -1;
	}
	put_before(l->arena, was.events, was.event_count, state);
	state->relation = SYNC_AHEAD;
	return 0;
}

/* -- set aside ----------------------------------------------------------------------------------- */

/* What happened and was kept before: whoever was interrupted, or had no key, asks again. */
static int find_facts(const struct ledger *l, struct sync_state *state, struct err *err)
{
	size_t kept = 0;

	if (!state->local)
		return 0;
	if (aside_list(l, state->local, &state->events, &state->event_count, err) < 0)
		return -1;
	for (size_t i = 0; i < state->event_count; i++)
		if (state->events[i].happened)
			state->events[kept++] = state->events[i];
	state->event_count = kept;
	return 0;
}

int sync_set_aside(const struct ledger *l, struct sync_state *state, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *turn = NULL;
	bool lost;

	if (sync_turn(l, true, &turn, err) < 0 || sync_look(l, true, false, state, err) < 0)
		return -1;
	lost = state->relation == SYNC_LOST_RACE;
	if (state->relation == SYNC_BEHIND && sync_forward(l, state, err) < 0)
		return -1;
	if (lost ? aside_read(l, state->remote, NULL, &state->local->head, &state->events,
			      &state->event_count, err) < 0
		 : find_facts(l, state, err) < 0)
		return -1;
	if (!state->event_count)
		return 0;
	if (rebuild(l, lost ? state->remote : state->local, state, false, err) < 0)
		return -1;
	state->relation = SYNC_AHEAD;
	return 0;
}
