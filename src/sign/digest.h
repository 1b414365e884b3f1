/*
 * digest.h - SHA-256 and SHA-512 (FIPS 180-4) and random bytes.
 *
 *	char hex[DIGEST_HEX];
 *	digest_sha256_hex(text, strlen(text), hex);
 *
 * In pieces:
 *
 *	struct digest_sha256 state;
 *	digest_sha256_start(&state);
 *	digest_sha256_add(&state, part, len);		// as often as needed
 *	digest_sha256_end(&state, ret);
 */
#ifndef SIGN_DIGEST_H
#define SIGN_DIGEST_H

#include "base/compat.h"
#include "base/err.h"

#define DIGEST_SHA256 32
#define DIGEST_SHA512 64
#define DIGEST_HEX 65 /* a SHA-256 in hex and a NUL */

/* Makes the library ready; once, before threads start and before anything else of sign/. */
int sign_init(struct err *err);

void digest_sha256(const void *data, size_t len, uint8_t ret_digest[DIGEST_SHA256]);
const char *digest_sha256_hex(const void *data, size_t len, char ret_hex[DIGEST_HEX]);
/* For one use: valid to the end of the block. */
#define SHA256_HEX(data, len) digest_sha256_hex((data), (len), (char[DIGEST_HEX]){0})
/* Where no format says SHA-256: as strong (BLAKE2b), at a tenth of its cost. */
const char *digest_fast_hex(const void *data, size_t len, char ret_hex[DIGEST_HEX]);
void digest_sha512(const void *data, size_t len, uint8_t ret_digest[DIGEST_SHA512]);

/* Room for the library's own state; its size is checked where the library is known. */
struct digest_sha256 {
	uint64_t opaque[13];
};

void digest_sha256_start(struct digest_sha256 *state);
void digest_sha256_add(struct digest_sha256 *state, const void *data, size_t len);
void digest_sha256_end_hex(struct digest_sha256 *state, char ret_hex[DIGEST_HEX]);

/* From the kernel's generator; never fails once sign_init() has passed. */
void random_bytes(void *ret_data, size_t len);

#endif
