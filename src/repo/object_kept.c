#include "repo/object_kept.h"

/* An id is a hash: any of its bytes are as good as others. */
static size_t place_of(const struct kept_generation *g, const struct oid *id)
{
	size_t at;

	memcpy(&at, id->id, sizeof(at));
	at &= g->size - 1;
	while (g->table[at].used && !oid_equal(&g->table[at].id, id))
		at = (at + 1) & (g->size - 1);
	return at;
}

static const struct kept_object *find(const struct kept_generation *g, const struct oid *id)
{
	size_t at = g->size ? place_of(g, id) : 0;

	return g->size && g->table[at].used ? &g->table[at] : NULL;
}

static void grow(struct kept_generation *g)
{
	struct kept_generation old = *g;

	g->size = old.size ? old.size * 2 : 1024;
	g->table = arena_array(&g->arena, g->size, sizeof(*g->table));
	for (size_t i = 0; i < old.size; i++)
		if (old.table[i].used)
			g->table[place_of(g, &old.table[i].id)] = old.table[i];
}

void kept_put(struct kept_objects *kept, const struct oid *id, enum object_type type,
	      struct bytes bytes)
{
	struct kept_generation *now = &kept->now;
	struct kept_object *object;

	if (bytes.len > KEPT_MOST / 16)
		return;
	if (now->bytes + bytes.len > KEPT_MOST) {
		arena_free(&kept->before.arena);
		kept->before = *now;
		*now = (struct kept_generation){.arena = ARENA_INIT};
	}
	if (now->count * 2 >= now->size)
		grow(now);
	object = &now->table[place_of(now, id)];
	now->count += !object->used;
	now->bytes += bytes.len;
	*object = (struct kept_object){
		*id, type,
		bytes_of(arena_memdup(&now->arena, bytes.data, bytes.len), bytes.len), true};
}

const struct kept_object *kept_find(struct kept_objects *kept, const struct oid *id)
{
	const struct kept_object *object = find(&kept->now, id), *old;

	if (object)
		return object;
	old = find(&kept->before, id);
	if (!old)
		return NULL;
	if (kept->now.bytes + old->bytes.len > KEPT_MOST)
		return old; /* as it is: the next object that is read makes room */
	kept_put(kept, id, old->type, old->bytes);
	return find(&kept->now, id);
}

void kept_free(struct kept_objects *kept)
{
	arena_free(&kept->now.arena);
	arena_free(&kept->before.arena);
}
