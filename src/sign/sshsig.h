/*
 * sshsig.h - signatures in the format of `ssh-keygen -Y sign` (OpenSSH PROTOCOL.sshsig), read
 * strictly: version 1, SHA-512, nothing reserved, no byte left over, and an armour that is
 * exactly the one that would be written. So a signature has one spelling, and nobody without
 * the key can make a second commit with the same content.
 *
 * An armour here is what stands in a commit's gpgsig header: from "-----BEGIN SSH
 * SIGNATURE-----" to "-----END SSH SIGNATURE-----", lines of 70 columns, no line feed after
 * the last. (ssh-keygen's files have that one line feed more.)
 */
#ifndef SIGN_SSHSIG_H
#define SIGN_SSHSIG_H

#include "base/bytes.h"
#include "base/compat.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "sign/pubkey.h"
#include "sign/signer.h"

#define SSHSIG_ARMOR 1024 /* bytes: no armour that we accept is longer */

/*
 * True signature of the bytes in this namespace: 0 and the key that made it (whether that key
 * may sign is the caller's question). ERR_UNTRUSTED: well-formed and not a signature of these
 * bytes. ERR_FORMAT: not the one spelling. ERR_UNSUPPORTED: RSA, ECDSA, a certificate, another
 * hash, by name. A token's signature needs its user-presence flag. Allocates nothing; safe from
 * several threads.
 */
int sshsig_verify(struct bytes signed_bytes, const char *armor, size_t armor_len,
		  const char *namespace_, struct public_key *ret_signer, struct err *err);

/* Appends the armour. For the same key and bytes it is always the same, byte for byte. */
int sshsig_sign(const struct signer *signer, const char *namespace_, struct bytes bytes,
		struct strbuf *ret_armor, struct err *err);

#endif
