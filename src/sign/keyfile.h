/*
 * keyfile.h - OpenSSH private key files (OpenSSH PROTOCOL.key, "openssh-key-v1"), ed25519, not
 * encrypted. Secrets are only ever in sodium_malloc() memory: locked, guarded, wiped on free.
 */
#ifndef SIGN_KEYFILE_H
#define SIGN_KEYFILE_H

#include "base/bytes.h"
#include "base/compat.h"
#include "base/err.h"
#include "sign/pubkey.h"
#include "sign/signer.h"

enum keyfile_lock {
	KEYFILE_OPEN,
	KEYFILE_PASSPHRASE, /* only the public half could be read: ask ssh-agent */
};

/*
 * Opens a private key file. A file with a passphrase is no failure: *ret_lock says so, the
 * public half is in *ret_key and *ret_signer stays NULL. Refused: a file that others can read
 * (as ssh does), RSA, ECDSA and DSA by name, PEM and PuTTY files with the command that
 * converts.
 */
int keyfile_open(const char *path, struct public_key *ret_key, enum keyfile_lock *ret_lock,
		 struct signer **ret_signer, struct err *err);

/*
 * The same of a text that was handed over (MCADE_KEY): `name` says where from. A passphrase is refused:
 * nobody is there to type it.
 */
int keyfile_open_text(struct bytes text, const char *name, struct signer **ret_signer,
		      struct err *err);

/*
 * The pure part: text of a key file -> public key and, when no passphrase protects it, 64
 * bytes of secret (seed and public point, as libsodium wants them) at ret_secret.
 */
int keyfile_parse(struct bytes text, struct public_key *ret_key, enum keyfile_lock *ret_lock,
		  uint8_t ret_secret[64], struct err *err);

/* The public key in a .pub file. */
int keyfile_read_public(const char *path, struct public_key *ret_key, struct err *err);

/*
 * Makes a new key without passphrase: `path` (mode 0600) and `path`.pub. Neither may exist.
 * Both are on disk before it returns.
 */
int keyfile_generate(const char *path, const char *comment, struct public_key *ret_key,
		     struct err *err);

#endif
