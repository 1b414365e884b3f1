/*
 * raw.c - the floor under an audit: as many distinct ed25519 signatures of commit-sized texts,
 * verified by libsodium and nothing else.	raw COUNT	prints milliseconds of verifying
 */
#include "base/compat.h"
#include "base/memory.h"

#include <sodium.h>
#include <time.h>

#define TEXT 900 /* bytes of a typical event */

int main(int argc, char **argv)
{
	size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	unsigned char text[TEXT] = {0}, hash[crypto_hash_sha512_BYTES];
	unsigned char(*signatures)[crypto_sign_BYTES] = xmalloc(count * crypto_sign_BYTES);
	struct timespec start, end;
	size_t bad = 0;

	if (sodium_init() < 0)
		return 128;
	crypto_sign_keypair(public, secret);
	for (size_t i = 0; i < count; i++) {
		memcpy(text, &i, sizeof(i));
		crypto_hash_sha512(hash, text, sizeof(text));
		crypto_sign_detached(signatures[i], NULL, hash, sizeof(hash), secret);
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (size_t i = 0; i < count; i++) {
		memcpy(text, &i, sizeof(i));
		crypto_hash_sha512(hash, text, sizeof(text));
		if (crypto_sign_verify_detached(signatures[i], hash, sizeof(hash), public) != 0)
			bad++;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	free(signatures);
	printf("%.1f\n", (double)(end.tv_sec - start.tv_sec) * 1e3 +
				 (double)(end.tv_nsec - start.tv_nsec) / 1e6);
	return bad ? 1 : 0;
}
