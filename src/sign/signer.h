/*
 * signer.h - who signs: a public key and a way to sign with its private half, which stays in
 * sign/ (a key file, in locked memory) or in ssh-agent. Nothing here prompts.
 *
 *	CLEANUP(signer_closep) struct signer *signer = NULL;
 *	if (signer_choose(&(struct signer_wish){.home = getenv("HOME"), ...}, &signer, err))
 *		return -1;
 *	if (sshsig_sign(signer, "git", bytes_of(text, len), &armor, err))
 *		return -1;
 */
#ifndef SIGN_SIGNER_H
#define SIGN_SIGNER_H

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/compat.h"
#include "base/err.h"
#include "sign/pubkey.h"

struct signer {
	struct public_key key;
	char where[256]; /* for people: "key file '/home/a/.ssh/id_ed25519'", "ssh-agent" */
	/* 64 bytes of a plain ed25519 signature (RFC 8032) over the message. */
	int (*sign)(const struct signer *signer, struct bytes message,
		    uint8_t ret_signature[64], struct err *err);
	void (*dispose)(struct signer *signer);
	void *secret; /* the implementation's own */
};

struct signer_wish {
	const char *signing_key;  /* value of user.signingkey; NULL when unset */
	const char *home;	  /* HOME; NULL when unset */
	const char *agent_socket; /* SSH_AUTH_SOCK; NULL when unset */
	/* Keys that count; with none every ed25519 key does. */
	const struct public_key *known;
	size_t known_count;
};

/* err->next where there is no key at all. */
#define SIGNER_NO_KEY "ssh-keygen -t ed25519"

/*
 * The person's key, in this order: what user.signingkey names (a private key file, its .pub, a
 * literal "ssh-ed25519 ..." or "key::ssh-ed25519 ..."); the only (known) ed25519 key in
 * ssh-agent; ~/.ssh/id_ed25519. A user.signingkey that names an OpenPGP key is passed over; one
 * that names an SSH key is used or the call fails: no other key is ever taken in its place.
 * On failure err says what was tried and err->next what to type. Caller closes.
 */
int signer_choose(const struct signer_wish *wish, struct signer **ret_signer, struct err *err);

/*
 * One key by name: a path ("~/" is HOME) of a private or .pub file, or a literal key line. A
 * key file that a passphrase protects is used through ssh-agent when that holds it.
 */
int signer_open(const char *name, const struct signer_wish *wish, struct signer **ret_signer,
		struct err *err);

void signer_close(struct signer *signer);
CLEANUP_POINTER(struct signer, signer_close)

#endif
