/*
 * bytes.h - a borrowed run of bytes: pointer and length, owned elsewhere (an arena, a
 * buffer). Text that came from outside is bytes until its encoding has been checked.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include "base/compat.h"

struct bytes {
	const void *data;
	size_t len;
};

static inline struct bytes bytes_of(const void *data, size_t len)
{
	return (struct bytes){data, len};
}

static inline struct bytes bytes_text(const char *text)
{
	return (struct bytes){text, strlen(text)};
}

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.len == b.len && (!a.len || !memcmp(a.data, b.data, a.len));
}

static inline bool bytes_begins(struct bytes whole, struct bytes start)
{
	return start.len <= whole.len &&
	       (!start.len || !memcmp(whole.data, start.data, start.len));
}

#endif
