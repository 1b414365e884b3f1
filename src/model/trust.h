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

/* The trust.yaml of a genesis: one principal, owner and root. */
struct trust trust_genesis(const struct principal *first, const char *recovery,
			   struct arena *a);
/* The next version, with a principal added or replaced; without it where it is left no key. */
struct trust trust_with(const struct trust *trust, const struct principal *principal,
			struct arena *a);
/* With everything in it. */
struct trust *trust_copy(const struct trust *trust, struct arena *a);

int trust_read(struct bytes text, struct arena *a, struct trust *ret, struct err *err);
void trust_write(const struct trust *trust, struct strbuf *out);

#endif
