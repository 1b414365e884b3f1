/* loose.c - any bytes as the file of a loose object: an answer, within its bounds. */
#include "repo/loose.h"

#include "base/memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct loose_header header;
	struct err err;
	char *body;

	if (loose_header(bytes_of(data, size), &header, &err) < 0)
		return 0;
	if (header.size > (size_t)1 << 20)
		return 0;	     /* only slow */
	body = xmalloc(header.size); /* exactly, so that one byte too far is seen */
	if (loose_body(bytes_of(data, size), &header, body, &err) == 0) {
		struct oid id;

		object_hash(header.type, bytes_of(body, header.size), &id);
	}
	free(body);
	return 0;
}
