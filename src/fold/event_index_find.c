/* event_index_find.c - an event by its id, or by its commit. */
#include "fold/event_index_internal.h"

#include "base/hex.h"

#define READ_THROUGH 32 /* questions, until a table of all ids costs less */

/* How many of them are in the file. */
static uint64_t base_count(const struct event_index *index)
{
	return index->ids.base_len / sizeof(uint64_t);
}

static uint64_t id_at(const struct event_index *index, uint64_t sequence)
{
	uint64_t id;

	memcpy(&id, grown_at(&index->ids, (size_t)sequence * sizeof(id)), sizeof(id));
	return id;
}

/* The slot of an id, or the free one where it would go. */
static uint32_t *slot_of(struct event_index *index, uint64_t id)
{
	size_t at = (size_t)((id * 0x9e3779b97f4a7c15u) >> 32) & (index->slot_count - 1);

	while (index->slots[at] && id_at(index, index->searched + index->slots[at] - 1) != id)
		at = (at + 1) & (index->slot_count - 1);
	return &index->slots[at];
}

/* What came since is found by a table, and all is where somebody asks and asks; the first of an id
 * stays. */
static void hash_ids(struct event_index *index)
{
	uint64_t searched = index->asked < READ_THROUGH ? base_count(index) : 0;
	size_t count = (size_t)(index->count - searched);

	index->asked++;
	if (searched != index->searched)
		index->slot_count = 0;
	index->searched = searched;
	if (index->slot_count < 2 * count + 2) {
		index->slot_count = 64;
		while (index->slot_count < 4 * count)
			index->slot_count *= 2;
		index->slots = arena_array(index->arena, index->slot_count,
					   sizeof(*index->slots));
		index->hashed = 0;
	}
	for (; index->hashed < count; index->hashed++) {
		uint32_t *slot = slot_of(index, id_at(index, searched + index->hashed));

		if (!*slot)
			*slot = (uint32_t)index->hashed + 1;
	}
}

static bool is_id(struct event_index *index, uint64_t sequence, const uint8_t *id)
{
	return !memcmp(event_index_at(index, sequence)->id, id, 16);
}

bool event_index_find(struct event_index *index, const char *text, uint64_t *ret_sequence)
{
	uint8_t id[16];
	uint64_t first;
	uint32_t *slot;

	if (!hex_decode(text, 16, id))
		return false;
	if (!grown_is_good(&index->ids) && index->damaged)
		index->damaged(index->context);
	memcpy(&first, id, sizeof(first)); /* what is told apart by the rest is looked at */
	hash_ids(index);
	for (uint64_t i = 0; i < index->searched; i++)
		if (!memcmp(index->ids.base + i * sizeof(first), &first, sizeof(first)) &&
		    is_id(index, i, id)) {
			*ret_sequence = i;
			return true;
		}
	slot = slot_of(index, first);
	for (uint64_t i = index->searched + *slot - 1; *slot && i < index->count; i++)
		if (id_at(index, i) == first && is_id(index, i, id)) {
			*ret_sequence = i;
			return true;
		}
	return false;
}

/* Nearly always among the last. */
static bool find_commit(const struct event_index *index, const uint8_t *sha256, uint64_t *ret)
{
	for (uint64_t i = index->count; i-- > 0;) {
		const struct stored *s = grown_at(&index->events, (size_t)i * sizeof(*s));

		if (!memcmp(s->event.sha256, sha256, 32)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

bool event_index_find_commit(struct event_index *index, const char *sha256,
			     uint64_t *ret_sequence)
{
	uint8_t want[32];

	if (!hex_decode(sha256, 32, want))
		return false;
	if (find_commit(index, want, ret_sequence))
		return event_index_is_of(event_index_at(index, *ret_sequence), sha256);
	for (uint64_t i = 0; !index->all_good && i < index->count; i++)
		event_index_at(index,
			       i); /* what is damaged is mended, before it is called none */
	if (index->all_good)
		return false;
	index->all_good = true;
	return find_commit(index, want, ret_sequence);
}
