/* What trust.yaml becomes by an event, and who may sign that. */
#include "base/cleanup.h"
#include "base/texts.h"
#include "model/trust.h"

struct trust trust_genesis(const struct principal *first, const char *recovery, struct arena *a)
{
	static const char *const roles[] = {"owner", "root"};
	struct trust trust = {.version = 1, .threshold = 1, .recovery = recovery};
	struct principal p = *first;

	for (size_t i = 0; i < ARRAY_SIZE(roles); i++)
		*ARENA_PUSH(a, p.roles, p.role_count) = roles[i];
	*ARENA_PUSH(a, trust.principals, trust.principal_count) = p;
	trust_default_roles(&trust, a);
	return trust;
}

/* What it has had of keys and has no more is revoked. */
static struct principal succeed(const struct principal *was, const struct principal *is,
				struct arena *a)
{
	const struct {
		const char *const *keys;
		size_t count;
	} had[] = {{was->revoked, was->revoked_count}, {was->keys, was->key_count}};
	struct principal p = *is;

	p.revoked_count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(had); i++)
		for (size_t k = 0; k < had[i].count; k++)
			if (!texts_have(p.keys, p.key_count, had[i].keys[k]))
				*ARENA_PUSH(a, p.revoked, p.revoked_count) = had[i].keys[k];
	if (!p.key_count)
		p.role_count = 0;
	return p;
}

struct trust trust_with(const struct trust *trust, const struct principal *principal,
			struct arena *a)
{
	struct trust next = *trust;
	bool known = false;

	next.version++;
	next.principals = NULL;
	next.principal_count = 0;
	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *was = &trust->principals[i];
		bool same = !strcmp(was->id, principal->id);

		known = known || same;
		*ARENA_PUSH(a, next.principals,
			    next.principal_count) = same ? succeed(was, principal, a) : *was;
	}
	if (!known)
		*ARENA_PUSH(a, next.principals, next.principal_count) = *principal;
	return next;
}

struct trust trust_with_role(const struct trust *trust, const struct role *role,
			     struct arena *a)
{
	struct trust next = *trust;
	bool known = false;

	next.version++;
	next.roles = NULL;
	next.role_count = 0;
	for (size_t i = 0; i < trust->role_count; i++) {
		bool same = !strcmp(trust->roles[i].id, role->id);

		known = known || same;
		*ARENA_PUSH(a, next.roles, next.role_count) = same ? *role : trust->roles[i];
	}
	if (!known)
		*ARENA_PUSH(a, next.roles, next.role_count) = *role;
	return next;
}

/* The only one of these keys that is not among those; NULL: there is none, or several. */
static const char *only_key(const struct principal *of, const struct principal *not_of)
{
	const char *only = NULL;

	for (size_t i = 0; i < of->key_count; i++) {
		if (texts_have(not_of->keys, not_of->key_count, of->keys[i]))
			continue;
		if (only)
			return NULL;
		only = of->keys[i];
	}
	return only;
}

bool trust_rotates(const struct trust *trust, const struct trust *next,
		   const struct principal *principal, const char **ret_old, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf expected = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct principal *is = trust_principal(next, principal->id);
	struct principal rotated = *principal;
	struct trust follows;

	/* a key that a root has revoked comes back by a root alone */
	if (!is || !only_key(is, principal) || !(*ret_old = only_key(principal, is)) ||
	    texts_have(principal->revoked, principal->revoked_count, only_key(is, principal)))
		return false;
	rotated.keys = is->keys;
	rotated.key_count = is->key_count;
	follows = trust_with(trust, &rotated, a);
	trust_write(&follows, &expected);
	trust_write(next, &text);
	return bytes_equal(bytes_of(expected.buf, expected.len), bytes_of(text.buf, text.len));
}

bool trust_may_sign(const struct principal *principal, const struct event *event,
		    const char *key)
{
	return event->word != EVENT_TRUST || trust_has_role(principal, "root") ||
	       event_says(event, FIELD_REVOKED, key);
}

/* Who was not there then has no key. Names stay: an event says one of them. */
static struct principal set_back(const struct principal *was, const struct principal *then,
				 struct arena *a)
{
	struct principal is = *was;

	is.key_count = 0;
	if (then) {
		is.keys = then->keys;
		is.key_count = then->key_count;
		is.roles = then->roles;
		is.role_count = then->role_count;
	}
	return succeed(was, &is, a);
}

struct trust trust_back(const struct trust *trust, const struct trust *then, struct arena *a)
{
	struct trust next = *trust;

	next.version++;
	if (then->recovery)
		next.recovery = then->recovery;
	next.principals = NULL;
	next.roles = NULL;
	next.principal_count = next.role_count = 0;
	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *was = &trust->principals[i];

		*ARENA_PUSH(a, next.principals, next.principal_count) = set_back(
			was, trust_principal(then, was->id), a);
	}
	for (size_t i = 0; i < trust->role_count; i++) {
		const struct role *was = trust_role(then, trust->roles[i].id);

		*ARENA_PUSH(a, next.roles, next.role_count) = was ? *was : trust->roles[i];
	}
	return next;
}
