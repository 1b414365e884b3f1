/* event_index_internal.h - what an index holds: for its two files. */
#ifndef FOLD_EVENT_INDEX_INTERNAL_H
#define FOLD_EVENT_INDEX_INTERNAL_H

#include "fold/event_index.h"
#include "fold/grown.h"

/* As it lies in the file: fixed size, so that a sequence is a place. Host byte order: the file
 * never leaves this machine's memory. */
struct stored {
	struct indexed_event event;
	uint64_t check; /* of the event and its place */
};
_Static_assert(sizeof(struct stored) == 104, "no padding");

/* An event of the file that counts since it was attested. */
struct attested {
	uint64_t sequence;
	struct indexed_event event;
};

struct event_index {
	struct arena *arena;
	uint64_t count;
	struct grown events, ids;
	struct attested **attested;
	size_t attested_count;
	uint32_t *slots; /* of ids from `searched` on: their number + 1 behind it */
	size_t slot_count, hashed;
	uint64_t searched; /* that many of the file are read through */
	unsigned asked;
	const char **principals,
		**ids_of; /* as they were said; without what stands behind a blank */
	size_t principal_count, id_count;
	bool all_good; /* each of the file's was looked at */
	void (*damaged)(void *context);
	void *context;
};

#endif
