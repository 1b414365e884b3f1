/*
 * compat.h - what every file sees first: the C library's face on the systems that we build on.
 * Linux-only facilities do not belong here; each stands in one file of its adapter folder.
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

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define UNUSED __attribute__((unused))

#include "base/banned.h"

#endif
