/* compat_posix.c - what compat.h promises and POSIX does not: some systems have it, some do not. */
#include "base/compat.h"

#include <strings.h>

void *compat_memmem(const void *data, size_t len, const void *what, size_t what_len)
{
	const char *at = data, *last;

	if (!what_len)
		return (void *)(uintptr_t)at;
	if (what_len > len)
		return NULL;
	last = at + (len - what_len);
	while (at <= last && (at = memchr(at, *(const char *)what, (size_t)(last - at) + 1))) {
		if (!memcmp(at, what, what_len))
			return (void *)(uintptr_t)at;
		at++;
	}
	return NULL;
}

void *compat_memrchr(const void *data, int byte, size_t len)
{
	const unsigned char *at = data;

	while (len--)
		if (at[len] == (unsigned char)byte)
			return (void *)(uintptr_t)(at + len);
	return NULL;
}

char *compat_strcasestr(const char *text, const char *what)
{
	size_t len = strlen(what);

	for (;; text++) {
		if (!strncasecmp(text, what, len))
			return (char *)(uintptr_t)text;
		if (!*text)
			return NULL;
	}
}

/* Through a volatile pointer, or the compiler sees that nobody reads it again. */
void compat_explicit_bzero(void *data, size_t len)
{
	volatile unsigned char *at = data;

	while (len--)
		*at++ = 0;
}
