/*
 * raw.c - the floor under an audit: as many distinct ed25519 signatures, each over as many bytes
 * as an SSH signature signs, verified by libsodium and nothing else.
 *
 *	raw make FILE COUNT
 *	raw FILE
 */
#include "base/compat.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT 95 /* magic, namespace, "", "sha512", digest */

struct record {
	unsigned char text[TEXT], signature[crypto_sign_BYTES];
};

static int make(const char *path, size_t count, const unsigned char *public,
		const unsigned char *secret)
{
	FILE *file = fopen(path, "wb");
	struct record record;

	if (!file || fwrite(public, crypto_sign_PUBLICKEYBYTES, 1, file) != 1)
		return 1;
	for (size_t i = 0; i < count; i++) {
		randombytes_buf(record.text, sizeof(record.text));
		crypto_sign_detached(record.signature, NULL, record.text, TEXT, secret);
		if (fwrite(&record, sizeof(record), 1, file) != 1)
			return 1;
	}
	return fclose(file) != 0;
}

static int verify(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const unsigned char *map;
	struct stat st;
	size_t bad = 0;

	if (fd < 0 || fstat(fd, &st) < 0 || st.st_size < crypto_sign_PUBLICKEYBYTES)
		return 128;
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return 128;
	for (size_t at = crypto_sign_PUBLICKEYBYTES; at < (size_t)st.st_size;
	     at += sizeof(struct record)) {
		const struct record *record = (const void *)(map + at);

		bad += crypto_sign_verify_detached(record->signature, record->text, TEXT,
						   map) != 0;
	}
	return bad ? 1 : 0;
}

int main(int argc, char **argv)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];

	if (sodium_init() < 0)
		return 128;
	if (argc == 2)
		return verify(argv[1]);
	if (argc != 4 || strcmp(argv[1], "make") != 0) {
		fprintf(stderr, "usage: raw make FILE COUNT | raw FILE\n");
		return 129;
	}
	crypto_sign_keypair(public, secret);
	return make(argv[2], strtoul(argv[3], NULL, 10), public, secret);
}
