/*
 * loose.c - any bytes as the file of a loose object, or as what is compressed in it: an answer,
 * within its bounds, and what is accepted is "<type> <size>" with just the bytes behind it.
 */
#include "repo/loose.h"

#include "base/cleanup.h"
#include "base/memory.h"

#include <zlib.h>

static void open_file(struct bytes file, struct bytes inside)
{
	struct loose_header header;
	struct err err;
	char *body, expected[64];

	if (loose_header(file, &header, &err) < 0)
		return;
	if (header.size > (size_t)1 << 20)
		return;		     /* only slow */
	body = xmalloc(header.size); /* exactly, so that one byte too far is seen */
	if (loose_body(file, &header, body, &err) == 0) {
		size_t len = (size_t)snprintf(expected, sizeof(expected), "%s %zu",
					      object_type_name(header.type), header.size) +
			     1;
		struct oid id;

		if (inside.data &&
		    (header.header_len != len || inside.len != len + header.size ||
		     memcmp(inside.data, expected, len) != 0 ||
		     memcmp((const char *)inside.data + len, body, header.size) != 0))
			abort();
		object_hash(header.type, bytes_of(body, header.size), &id);
	}
	free(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uLongf len = compressBound(size);
	Bytef *file;

	if (!size || *data == 0x78) { /* how a zlib stream begins */
		open_file(bytes_of(data, size), bytes_of(NULL, 0));
		return 0;
	}
	file = xmalloc(len);
	if (compress2(file, &len, data, size, 1) != Z_OK)
		abort();
	open_file(bytes_of(file, len), bytes_of(data, size));
	free(file);
	return 0;
}
