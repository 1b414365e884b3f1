/*
 * agent.h - ssh-agent, spoken to over its socket (draft-miller-ssh-agent). Every answer is
 * bounded by LIMIT_AGENT_REPLY and by a deadline; nothing prompts (the agent itself may ask its
 * owner to confirm, where the key was added so).
 */
#ifndef SIGN_AGENT_H
#define SIGN_AGENT_H

#include "base/arena.h"
#include "base/compat.h"
#include "base/err.h"
#include "sign/pubkey.h"
#include "sign/signer.h"

#define AGENT_LIST_SECONDS 5
#define AGENT_SIGN_SECONDS 60 /* a person may have to confirm */

/* The ed25519 keys that the agent holds (array in the arena); keys of other kinds are counted.
 */
int agent_list(const char *socket_path, struct arena *a, struct public_key **ret_keys,
	       size_t *ret_count, size_t *ret_others, struct err *err);

/* A signer that asks the agent; ERR_NOT_FOUND when it does not hold the key. Caller closes. */
int agent_open(const char *socket_path, const struct public_key *key,
	       struct signer **ret_signer, struct err *err);

/* The pure part of agent_list(): the body of an SSH_AGENT_IDENTITIES_ANSWER, type byte first.
 */
int agent_parse_identities(struct bytes reply, struct arena *a, struct public_key **ret_keys,
			   size_t *ret_count, size_t *ret_others, struct err *err);
/* The same for SSH_AGENT_SIGN_RESPONSE. */
int agent_parse_signature(struct bytes reply, uint8_t ret_signature[64], struct err *err);

#endif
