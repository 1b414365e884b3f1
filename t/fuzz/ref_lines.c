/* Any bytes as what git writes to pre-push and pre-receive. */
#include "base/cleanup.h"
#include "gate/gate_push.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct ref_line *lines;
	struct err err;
	size_t count;

	if (ref_lines_of_push(bytes_of(data, size), &arena, &lines, &count, &err) == 0)
		for (size_t i = 0; i < count; i++)
			if (!lines[i].ref || strncmp(lines[i].ref, "refs/", 5))
				abort();
	ref_lines_of_receive(bytes_of(data, size), &arena, &lines, &count, &err);
	return 0;
}
