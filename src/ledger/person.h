/* person.h - who is at the keyboard: the key that signs, and whose it is. */
#ifndef LEDGER_PERSON_H
#define LEDGER_PERSON_H

#include "ledger/ledger.h"
#include "sign/signer.h"

/* Empty until asked for; whoever has it closes the signer. */
struct person {
	struct signer *signer;
	bool given;	    /* by MCADE_KEY: no other key is ever taken in its place */
	struct err refused; /* then: why that is none */
};

/*
 * Takes MCADE_KEY (the text of a private key, or the path of its file) out of the environment, where the
 * children of this process and whoever reads /proc would find it, into locked memory. Nothing given is
 * nothing taken; one that is no key is told to whoever wants to sign. After sign_init(), before anything
 * is started.
 */
void person_take_key(struct person *person);

/* MCADE_KEY, mcade.signingKey, user.signingkey, ssh-agent, ~/.ssh/id_ed25519. */
int person_signer(const struct ledger *l, struct signer **ret, struct err *err);
/* The principal of the view whose key that is; NULL: nobody's. */
int person_principal(const struct ledger *l, const struct principal **ret, struct err *err);
/* Whose it is or was, also where it has been revoked. */
int person_owner(const struct ledger *l, const struct principal **ret, struct err *err);
/* Is the key the view's recovery key? It signs trust and recover, and nothing else. */
int person_may_recover(const struct ledger *l, bool *ret, struct err *err);
/* The key before the ledger knows it: what a newcomer would sign with. */
int person_own_key(const struct ledger *l, struct public_key *ret, struct err *err);

#endif
