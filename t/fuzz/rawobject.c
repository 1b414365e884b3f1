/* rawobject.c - any bytes as a tree and as a commit of code. */
#include "base/arena.h"
#include "base/cleanup.h"
#include "repo/object.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct bytes raw = bytes_of(data, size);
	struct tree_iter iter = tree_iter(raw);
	struct tree_entry entry;
	struct commit commit;
	struct err err;
	size_t left = size;

	while (tree_next(&iter, &entry, &err) > 0) {
		if (iter.left.len >= left || !entry.name_len)
			abort(); /* each entry takes something away */
		left = iter.left.len;
	}
	if (commit_parse(raw, &arena, &commit, &err) == 0 &&
	    (commit.headers.len + commit.message.len > size || commit.author.name.len > size))
		abort();
	return 0;
}
