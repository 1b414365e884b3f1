/* person.h - who is at the keyboard: the key that signs, and whose it is. */
#ifndef LEDGER_PERSON_H
#define LEDGER_PERSON_H

#include "ledger/ledger.h"
#include "sign/signer.h"

/* Empty until asked for; whoever has it closes the signer. */
struct person {
	struct signer *signer;
};

/* mcade.signingKey, user.signingkey, ssh-agent, ~/.ssh/id_ed25519. */
int person_signer(const struct ledger *l, struct signer **ret, struct err *err);
/* The principal of the view whose key that is; NULL: nobody's. */
int person_principal(const struct ledger *l, const struct principal **ret, struct err *err);
/* Is the key the view's recovery key? It signs trust and recover, and nothing else. */
int person_may_recover(const struct ledger *l, bool *ret, struct err *err);
/* The key before the ledger knows it: what a newcomer would sign with. */
int person_own_key(const struct ledger *l, struct public_key *ret, struct err *err);

#endif
