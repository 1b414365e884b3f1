/*
 * allowed.h - the allowed-signers file by which stock git judges our signatures
 * (ssh-keygen(1), ALLOWED SIGNERS): one line per key, for the namespace git only, no wildcards.
 *
 *	alice namespaces="git" ssh-ed25519 AAAA...
 */
#ifndef SIGN_ALLOWED_H
#define SIGN_ALLOWED_H

#include "base/compat.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "sign/pubkey.h"

struct allowed_signer {
	const char *principal;
	struct public_key key;
};

/*
 * Appends the lines. A principal that would mean more than itself there (white space, comma,
 * quote, wildcard, "!", "#", control characters) is refused.
 */
int allowed_format(const struct allowed_signer *signers, size_t count, struct strbuf *out,
		   struct err *err);

/* Writes or replaces the file in one step (a temporary file beside it, then rename). */
int allowed_write(const char *path, const struct allowed_signer *signers, size_t count,
		  struct err *err);

#endif
