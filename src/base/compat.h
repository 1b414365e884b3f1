/*
 * compat.h - what every file sees first: the C library's face on the systems that we build on.
 * Linux-only facilities do not belong here: *_linux.c, with *_posix.c beside it for all others.
 */
#ifndef BASE_COMPAT_H
#define BASE_COMPAT_H

#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* make PORTABLE=1, and every system but Linux: compat_posix.c has what is common and not POSIX. */
#ifdef MCADE_PORTABLE
void *compat_memmem(const void *data, size_t len, const void *what, size_t what_len);
void *compat_memrchr(const void *data, int byte, size_t len);
char *compat_strcasestr(const char *text, const char *what);
void compat_explicit_bzero(void *data, size_t len);
#define memmem compat_memmem
#define memrchr compat_memrchr
#define strcasestr compat_strcasestr
#define explicit_bzero compat_explicit_bzero
#endif
#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define UNUSED __attribute__((unused))

#include "base/banned.h"

#endif
