/*
 * trust.h - principals, keys, roles: `trust.yaml` of a ledger. Deny by default: what no role
 * says, nobody may.
 */
#ifndef MODEL_TRUST_H
#define MODEL_TRUST_H

#include "model/canon.h"
#include "model/event.h"

struct principal {
	const char *id, *name, *email;
	const char **keys; /* canonical "ssh-ed25519 <base64>" */
	size_t key_count;
	const char **revoked; /* that were among them: they stay listed, and sign nothing */
	size_t revoked_count;
	const char **roles;
	size_t role_count;
};

/* A role's permissions: "<act>", "<act> in <environment>", or "*" for every act but "trust". */
struct role {
	const char *id;
	const char **may;
	size_t may_count;
};

struct trust {
	uint64_t version;     /* 1 in the genesis, previous + 1 after */
	uint64_t threshold;   /* roots that must agree */
	const char *recovery; /* a key kept offline, or NULL */
	struct principal *principals;
	size_t principal_count;
	struct role *roles;
	size_t role_count;
};

/* Whom an event of the recovery key is said to be by. */
#define TRUST_RECOVERY "recovery"

/* The roles that a genesis defines: root, owner, operator, reviewer, ci. */
void trust_default_roles(struct trust *trust, struct arena *a);

const struct principal *trust_principal(const struct trust *trust, const char *id);
/* Whose key this is, or NULL. A key belongs to one principal. */
const struct principal *trust_signer(const struct trust *trust, const char *key);
/* Whose it is or was: a revoked key too. */
const struct principal *trust_owner(const struct trust *trust, const char *key);
const struct role *trust_role(const struct trust *trust, const char *id);
bool trust_has_role(const struct principal *principal, const char *role);
/* environment may be NULL: then only a permission without "in" counts. */
bool trust_may(const struct trust *trust, const struct principal *principal, const char *act,
	       const char *environment);
/*
 * Who could do it: "owner Ada Lovelace" of the first principal with the permission, for
 * refusals
 * ("ask ... to run"); NULL when nobody may. Lives in the arena.
 */
const char *trust_who_may(const struct trust *trust, const char *act, const char *environment,
			  struct arena *a);
/* "root Ada Lovelace runs: git mcade trust add ID --key FILE --role legal": who then may. */
const char *trust_lets_in(const struct trust *trust, const char *role, const char *act,
			  const char *environment, struct arena *a);

/* The trust.yaml of a genesis: one principal, owner and root. */
struct trust trust_genesis(const struct principal *first, const char *recovery,
			   struct arena *a);
/*
 * The next version, with a principal added or replaced. What it was and is not any more of its keys is
 * revoked; who is left no key has no role, and stays listed, so that nobody else gets the name.
 */
struct trust trust_with(const struct trust *trust, const struct principal *principal,
			struct arena *a);
/* The next version, where the role may that and nothing else. */
struct trust trust_with_role(const struct trust *trust, const struct role *role,
			     struct arena *a);

/*
 * Is `next` what comes of it where this person, whatever they may, has a new key in the place of one that
 * signed for them? Nothing else of it may be another. *ret_old: that key, which is revoked.
 */
bool trust_rotates(const struct trust *trust, const struct trust *next,
		   const struct principal *principal, const char **ret_old, struct arena *a);
/*
 * May this person's key sign an event, whatever it says? Trust, only as a root or where the event revokes
 * that key: who has one of two keys must not replace the other.
 */
bool trust_may_sign(const struct principal *principal, const struct event *event,
		    const char *key);
/*
 * The next version, where people, roles and the recovery key are as they were `then`. Whoever came since
 * stays listed, without a key; keys that were in force since and not then are revoked.
 */
struct trust trust_back(const struct trust *trust, const struct trust *then, struct arena *a);

/* What events say of a person. */
extern const enum event_field trust_personal[5];
/* What a principal has of such a field; nothing of nobody. */
struct event_values trust_values(const struct principal *p, enum event_field field);
/*
 * What an event must say that makes `is` of a person (NULL: nobody) or of a role, added to the fields of
 * `ret`: who is changed, and what is new. Where something is taken away, what is left is said too, so
 * that whoever reads the event knows what they have from there on.
 */
void trust_tell(const struct principal *was, const struct principal *is, struct event *ret,
		struct arena *a);
void trust_tell_role(const struct role *was, const struct role *is, struct event *ret,
		     struct arena *a);

/* With everything in it. */
struct trust *trust_copy(const struct trust *trust, struct arena *a);

int trust_read(struct bytes text, struct arena *a, struct trust *ret, struct err *err);
void trust_write(const struct trust *trust, struct strbuf *out);

#endif
