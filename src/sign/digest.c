#include "sign/digest.h"

#include "base/hex.h"

#include <sodium.h>

_Static_assert(sizeof(struct digest_sha256) >= sizeof(crypto_hash_sha256_state),
	       "room for the library's SHA-256 state");
_Static_assert(_Alignof(struct digest_sha256) >= _Alignof(crypto_hash_sha256_state),
	       "the library's state is aligned");

int sign_init(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, ERR_IO, "cannot make libsodium ready");
	return 0;
}

void digest_sha256(const void *data, size_t len, uint8_t ret_digest[DIGEST_SHA256])
{
	crypto_hash_sha256(ret_digest, data, len);
}

const char *digest_sha256_hex(const void *data, size_t len, char ret_hex[DIGEST_HEX])
{
	uint8_t digest[DIGEST_SHA256];

	digest_sha256(data, len, digest);
	hex_encode(digest, sizeof(digest), ret_hex);
	return ret_hex;
}

const char *digest_fast_hex(const void *data, size_t len, char ret_hex[DIGEST_HEX])
{
	uint8_t digest[(DIGEST_HEX - 1) / 2];

	crypto_generichash(digest, sizeof(digest), data, len, NULL, 0);
	hex_encode(digest, sizeof(digest), ret_hex);
	return ret_hex;
}

void digest_sha512(const void *data, size_t len, uint8_t ret_digest[DIGEST_SHA512])
{
	crypto_hash_sha512(ret_digest, data, len);
}

void digest_sha256_start(struct digest_sha256 *state)
{
	crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)state->opaque);
}

void digest_sha256_add(struct digest_sha256 *state, const void *data, size_t len)
{
	crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)state->opaque, data, len);
}

static void digest_sha256_end(struct digest_sha256 *state, uint8_t ret_digest[DIGEST_SHA256])
{
	crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)state->opaque, ret_digest);
}

void digest_sha256_end_hex(struct digest_sha256 *state, char ret_hex[DIGEST_HEX])
{
	uint8_t digest[DIGEST_SHA256];

	digest_sha256_end(state, digest);
	hex_encode(digest, sizeof(digest), ret_hex);
}

void random_bytes(void *ret_data, size_t len)
{
	randombytes_buf(ret_data, len);
}
