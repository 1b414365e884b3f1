/* record_signer.c - who signs an event that is recorded. */
#include "base/cleanup.h"
#include "ledger/person.h"
#include "ledger/record_internal.h"

/* Nobody's key signs nothing; what a principal may do is the judge's to say. */
static int refuse_signer(struct writing *w, const struct trust *trust)
{
	const struct event_info *info = event_info(w->event.word);
	const char *environment = event_get(&w->event, FIELD_ENVIRONMENT);
	struct arena *a = w->l->arena;
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	const struct principal *owner;
	const char *who;

	public_key_format(&w->signer->key, &key);
	owner = trust_owner(trust, key.buf);
	who = trust_who_may(trust, info->permission, environment, a);
	finding_add(
		w->refused, RULE_PERMISSION, FINDING_ERROR,
		(struct finding){
			.step = event_get(&w->event, FIELD_STEP),
			.environment = environment,
			.expected = arena_printf(a, "a role that may '%s'", info->permission),
			.found = owner ? arena_printf(a, "a revoked key of '%s'", owner->id)
				       : "a key that no principal has",
			.fix = who ? arena_printf(a, "ask %s to do it", who)
				   : "git mcade trust list"},
		"%s: no principal has the key in use", event_subject(&w->event, a));
	return 1;
}

static int refuse_other_key(struct writing *w, const struct trust *trust,
			    const struct principal *principal)
{
	const char *permission = event_info(w->event.word)->permission;
	const char *who = trust_who_may(trust, permission, NULL, w->l->arena);

	finding_add(
		w->refused, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
		(struct finding){.expected = "a root, or a new key for the one that signs",
				 .found = principal->id,
				 .fix = who ? arena_printf(w->l->arena, "ask %s to do it", who)
					    : NULL},
		"'%s' is not a root, and replaces no key but the one that signs this",
		principal->id);
	return 1;
}

int record_signer(struct writing *w)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	const struct principal *principal;
	const struct trust *trust;
	bool recovers = false;

	if (person_signer(w->l, &w->signer, w->err) < 0)
		return -1;
	if (!w->head) {
		w->origin.principal = event_get(&w->event, FIELD_PRINCIPAL);
		w->origin.name = event_get(&w->event, FIELD_NAME);
		w->email = event_get(&w->event, FIELD_EMAIL);
		return 0;
	}
	if (state_trust(w->head->state, &trust, w->err) < 0 ||
	    person_principal(w->l, &principal, w->err) < 0)
		return -1;
	if (!principal && (w->event.word == EVENT_TRUST || w->event.word == EVENT_RECOVER) &&
	    person_may_recover(w->l, &recovers, w->err) < 0)
		return -1;
	if (recovers) {
		w->origin.principal = w->origin.name = w->email = TRUST_RECOVERY;
		return 0;
	}
	if (!principal)
		return refuse_signer(w, trust);
	public_key_format(&w->signer->key, &key);
	if (!trust_may_sign(principal, &w->event, key.buf))
		return refuse_other_key(w, trust, principal);
	w->origin.principal = arena_strdup(w->l->arena, principal->id);
	w->origin.name = arena_strdup(w->l->arena, principal->name);
	w->email = arena_strdup(w->l->arena, principal->email);
	return 0;
}
