/*
 * arena.h - memory that is freed all at once: one arena per command, a scratch arena per ledger
 * entry. Everything said to "live in the arena" is valid until arena_free() or arena_reset().
 * Out of memory ends the process with status 128: an append is one atomic last step, so nothing
 * is left half-written.
 *
 *	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
 *	char *name = arena_printf(&scratch, "%s/%s", dir, file);
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/compat.h"

struct arena_block;
struct arena_deferred;
struct arena {
	struct arena_block *last;
	struct arena_deferred *deferred;
};

#define ARENA_INIT         \
	{                  \
		NULL, NULL \
	}

void *arena_alloc(struct arena *a, size_t size);	       /* aligned, zeroed */
void *arena_array(struct arena *a, size_t count, size_t size); /* zeroed; checked product */
char *arena_strdup(struct arena *a, const char *text);
char *arena_strndup(struct arena *a, const char *text, size_t len); /* NUL-terminated */
void *arena_memdup(struct arena *a, const void *data, size_t len);  /* a NUL stands after it */
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

/* Calls fn(handle) when the arena is reset or freed, before its memory goes; last come, first served:
 * for what lives in an arena and holds more than memory of it. */
void arena_defer(struct arena *a, void (*fn)(void *handle), void *handle);

/* Forget everything but keep one block for re-use. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

/*
 * Append one element to an array that lives in the arena; doubles when full.
 *
 *	struct step *steps = NULL;
 *	size_t count = 0;
 *	*ARENA_PUSH(a, steps, count) = (struct step){...};
 */
#define ARENA_PUSH(a, array, count) \
	((array) = arena_grow_((a), (array), (count), sizeof(*(array))), &(array)[(count)++])
void *arena_grow_(struct arena *a, void *array, size_t count, size_t size);

#endif
