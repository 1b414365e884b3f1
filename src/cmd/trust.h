/* trust.h - the actions of `git mcade trust`, and what those share that change trust.yaml. */
#ifndef CMD_TRUST_H
#define CMD_TRUST_H

#include "cmd/act.h"
#include "model/trust.h"
#include "sign/pubkey.h"

command_fn trust_list, trust_set, trust_role_set, trust_revoke, trust_recovery, trust_void;

/* A public key file, or the key line itself. */
int trust_key_of(const char *text, struct public_key *ret, struct err *err);
/* Those of --key; one of a kind that signs nothing here is a no, and no riddle: `refused` has it. */
int trust_keys(struct session *s, const struct option_values *o, struct findings *refused,
	       const char ***ret, size_t *ret_count, struct err *err);
/* The event carries the whole new trust.yaml; its fields say what is new in it. Exit status, or -1. */
int trust_record(struct act *act, const struct trust *next, struct err *err);

#endif
