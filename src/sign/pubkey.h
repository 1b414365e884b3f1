/*
 * pubkey.h - SSH public keys of the two kinds that may sign an event: ed25519 (RFC 8709) and
 * ed25519 in a security token (OpenSSH PROTOCOL.u2f). Everything else is refused by name.
 *
 *	struct public_key key;
 *	if (public_key_parse("ssh-ed25519 AAAA... alice@host", &key, err))
 *		return -1;
 */
#ifndef SIGN_PUBKEY_H
#define SIGN_PUBKEY_H

#include "base/bytes.h"
#include "base/compat.h"
#include "base/err.h"
#include "base/strbuf.h"

enum key_type {
	KEY_ED25519,
	KEY_SK_ED25519, /* the signature also holds flags and a counter of the token */
};

struct public_key {
	enum key_type type;
	uint8_t point[32];
	char application[64]; /* "ssh:" or "ssh:..."; "" for KEY_ED25519 */
};

#define PUBLIC_KEY_BLOB 160	  /* bytes: the longest wire blob of a key, and room */
#define PUBLIC_KEY_FINGERPRINT 51 /* "SHA256:", 43 characters, a NUL */

/* "ssh-ed25519" or "sk-ssh-ed25519@openssh.com". */
const char *key_type_name(enum key_type type);

/*
 * One line of a .pub file: type, base64, an optional comment; no options before, at most one
 * line feed after. ERR_UNSUPPORTED for RSA, ECDSA, DSA and certificates; ERR_FORMAT else.
 */
int public_key_parse(const char *line, struct public_key *ret_key, struct err *err);
/* The comment of such a line: what stands behind the key, up to the end; "" where nothing does. */
const char *public_key_comment(const char *line);
/* Appends "ssh-ed25519 AAAA..." without comment or line feed: one spelling per key. */
void public_key_format(const struct public_key *key, struct strbuf *out);

/* The wire blob (RFC 4253 section 6.6); errors as public_key_parse(). */
int public_key_from_blob(struct bytes blob, struct public_key *ret_key, struct err *err);
size_t public_key_to_blob(const struct public_key *key, uint8_t ret_blob[PUBLIC_KEY_BLOB]);

/* "SHA256:..." as ssh-keygen -l shows it. */
void public_key_fingerprint(const struct public_key *key,
			    char ret_text[PUBLIC_KEY_FINGERPRINT]);
bool public_key_equal(const struct public_key *a, const struct public_key *b);

#endif
