/* git mcade trust list: who may what, and the state of every key. */
#include "base/texts.h"
#include "cmd/trust.h"
#include "ledger/past.h"

struct listing {
	struct session *s;
	struct trust_result *r;
	size_t open; /* keys of which the event that revoked them is still sought */
	struct err *err;
};

static int add_key(struct listing *l, const char *key, bool revoked)
{
	struct trust_key *k = ARENA_PUSH(&l->s->arena, l->r->keys, l->r->key_count);
	char print[PUBLIC_KEY_FINGERPRINT];
	struct public_key parsed;

	if (public_key_parse(key, &parsed, l->err) < 0)
		return -1;
	public_key_fingerprint(&parsed, print);
	*k = (struct trust_key){.key = key,
				.fingerprint = arena_strdup(&l->s->arena, print),
				.revoked = revoked};
	l->open += revoked;
	return 0;
}

static int add_keys(struct listing *l, const char *const *keys, size_t count, bool revoked)
{
	for (size_t i = 0; i < count; i++)
		if (add_key(l, keys[i], revoked) < 0)
			return -1;
	return 0;
}

/* Newest first: a key that came back and went again was revoked by the later event. */
static int find_revoked(const struct verified_event *event, void *context,
			struct err *err UNUSED)
{
	struct listing *l = context;
	struct arena *a = &l->s->arena;
	const char *who;
	int64_t when;

	if (!state_signer(l->r->ledger->state, event->sequence, &who, &when))
		return 0;
	for (size_t i = 0; i < l->r->key_count; i++) {
		struct trust_key *key = &l->r->keys[i];

		if (!key->revoked || key->by ||
		    !event_says(&event->event, FIELD_REVOKED, key->key))
			continue;
		key->sequence = event->sequence;
		key->time = when;
		key->by = arena_strdup(a, who);
		key->reason = event->event.reason ? arena_strdup(a, event->event.reason) : NULL;
		l->open--;
	}
	return l->open ? 0 : 1;
}

int trust_list(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	const struct past_wanted trust_events = {.kinds = 1u << KIND_TRUST};
	struct trust_result *r = arena_alloc(&s->arena, sizeof(*r));
	struct listing l = {.s = s, .r = r, .err = err};
	const char *recovery;

	if (o->operand_count > 1)
		return err_set(err, ERR_USAGE, "expected: trust list");
	r->ledger = s->ledger.view;
	if (state_trust(r->ledger->state, &r->trust, err) < 0)
		return -1;
	for (size_t i = 0; i < r->trust->principal_count; i++) {
		const struct principal *p = &r->trust->principals[i];

		if (add_keys(&l, p->keys, p->key_count, false) < 0 ||
		    add_keys(&l, p->revoked, p->revoked_count, true) < 0)
			return -1;
	}
	recovery = r->trust->recovery;
	if ((recovery && add_key(&l, recovery, false) < 0) ||
	    (l.open &&
	     past_events(&s->ledger, r->ledger, &trust_events, find_revoked, &l, err) < 0))
		return -1;
	result_is_trust(ret, r);
	return 0;
}
