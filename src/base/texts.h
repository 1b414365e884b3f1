/* texts.h - how a text begins and ends; lists of texts: an array and a count. */
#ifndef BASE_TEXTS_H
#define BASE_TEXTS_H

#include "base/compat.h"

static inline bool text_begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/*
 * Where the word is next, from at on; NULL: nowhere. For who asks again and again in a long text, of
 * which the end is known: strstr() looks for it each time where a sanitizer reads along.
 */
static inline const char *text_find(const char *at, const char *end, const char *word)
{
	return memmem(at, (size_t)(end - at), word, strlen(word));
}

bool text_ends(const char *text, const char *with);
/* Both are there, and the same. */
bool text_is(const char *text, const char *other);

bool texts_have(const char *const *list, size_t count, const char *text);
/* By bytes. */
void texts_sort(const char **list, size_t count);
/* Of a sorted list each once: how many stay. */
size_t texts_unique(const char **list, size_t count);
/* Does one of the items, which begin with theirs, have this text? */
bool texts_among(const void *items, size_t count, size_t size, const char *text);
/* The first place whose text is not before this one, of sorted items that begin with theirs. */
size_t texts_seek(const void *items, size_t count, size_t size, const char *text);

#endif
