/* Any message: no crash, and what is read is written again as the same bytes. */
#include "model/event.h"

#include "base/cleanup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	struct event event;
	struct err err;

	if (event_decode(bytes_of(data, size), &a, &event, &err) < 0)
		return 0;
	if (event_encode(&event, &again, &err) < 0 || again.len != size ||
	    memcmp(again.buf, data, size) != 0)
		abort();
	return 0;
}
