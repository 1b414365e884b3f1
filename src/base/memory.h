/*
 * memory.h - allocation that does not return NULL. One place decides what happens when memory
 * ends: one line on stderr and exit status 128, before anything is half-written.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include "base/compat.h"

void *xmalloc(size_t size);
void *xrealloc(void *old, size_t size);
_Noreturn void memory_exhausted(void);
/* The same with another line: what is needed and was remembered cannot be had. */
_Noreturn void memory_lost(const char *text);

#endif
