/* Any bytes as an index and as git's raw diff: what is read can be a path, and is in order. */
#include "base/arena.h"
#include "base/cleanup.h"
#include "repo/index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_index(struct bytes raw)
{
	CLEANUP(index_freep) struct index *index = NULL;
	const struct index_entry *entries;
	struct err err;
	struct oid id;
	size_t count;

	if (index_of_bytes(raw, &index, &err))
		return;
	index_tree(index, &id);
	if (index_entries(index, &entries, &count, &err))
		return;
	for (size_t i = 0; i < count; i++)
		if (entries[i].mode != 0040000 &&
		    (!tree_path_ok(entries[i].path) ||
		     (i && strcmp(entries[i - 1].path, entries[i].path) > 0)))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct tree_change *changes;
	struct err err;
	size_t count;

	try_index(bytes_of(data, size));
	if (!index_parse_raw_diff(bytes_of(data, size), &a, &changes, &count, &err))
		for (size_t i = 0; i < count; i++)
			if (!tree_path_ok(changes[i].path))
				abort();
	return 0;
}
