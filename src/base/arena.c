#include "base/arena.h"

#include "base/memory.h"

#define BLOCK_SIZE ((size_t)32 * 1024)
#define ALIGNMENT sizeof(max_align_t)

struct arena_block {
	struct arena_block *previous;
	size_t size, used;
	max_align_t data[];
};

struct arena_deferred {
	struct arena_deferred *previous;
	void (*fn)(void *handle);
	void *handle;
};

static size_t aligned(size_t size)
{
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* As it is: to be filled. */
static void *take(struct arena *a, size_t size)
{
	struct arena_block *block = a->last;
	char *start;

	if (!block || block->size - block->used < size) {
		size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;

		block = xmalloc(sizeof(*block) + room);
		block->previous = a->last;
		block->size = room;
		block->used = 0;
		a->last = block;
	}
	start = (char *)block->data + block->used;
	block->used += size;
	return start;
}

static size_t room_of(size_t size)
{
	if (size > SIZE_MAX / 2)
		memory_exhausted();
	return aligned(size ? size : 1);
}

void *arena_alloc(struct arena *a, size_t size)
{
	size = room_of(size);
	return memset(take(a, size), 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 2 / size)
		memory_exhausted();
	return arena_alloc(a, count * size);
}

void *arena_memdup(struct arena *a, const void *data, size_t len)
{
	char *copy = take(a, room_of(len + 1));

	if (len)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
	return arena_memdup(a, text, len ? strnlen(text, len) : 0);
}

char *arena_strdup(struct arena *a, const char *text)
{
	return arena_memdup(a, text, strlen(text));
}

/* Nearly always there is room for it in the last block: then it is formatted once. */
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	struct arena_block *block = a->last;
	size_t room = block ? block->size - block->used : 0;
	va_list again;
	char *text;
	int len;

	va_copy(again, ap);
	len = vsnprintf(room ? (char *)block->data + block->used : NULL, room, fmt, again);
	va_end(again);
	if (len < 0)
		memory_exhausted();
	if ((size_t)len < room)
		return take(a, room_of((size_t)len + 1));
	text = arena_alloc(a, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return text;
}

void *arena_grow_(struct arena *a, void *array, size_t count, size_t size)
{
	void *larger;

	if (count && (count < 8 || (count & (count - 1)))) /* room is 8, then powers of two */
		return array;
	larger = arena_array(a, count ? count * 2 : 8, size);
	if (count)
		memcpy(larger, array, count * size);
	return larger;
}

void arena_defer(struct arena *a, void (*fn)(void *handle), void *handle)
{
	struct arena_deferred *last = arena_alloc(a, sizeof(*last));

	*last = (struct arena_deferred){a->deferred, fn, handle};
	a->deferred = last;
}

static void call_deferred(struct arena *a)
{
	for (; a->deferred; a->deferred = a->deferred->previous)
		a->deferred->fn(a->deferred->handle);
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = NULL;

	call_deferred(a);
	while (a->last) {
		struct arena_block *previous = a->last->previous;

		if (!keep && a->last->size == BLOCK_SIZE)
			keep = a->last;
		else
			free(a->last);
		a->last = previous;
	}
	if (keep) {
		keep->previous = NULL;
		keep->used = 0;
	}
	a->last = keep;
}

void arena_free(struct arena *a)
{
	call_deferred(a);
	while (a->last) {
		struct arena_block *previous = a->last->previous;

		free(a->last);
		a->last = previous;
	}
}
