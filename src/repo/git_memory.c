/*
 * git_memory.c - what libgit2 does when memory ends: as everywhere in this program, one line and
 * exit status 128. libgit2 1.5.1 by itself looks at few of its allocations and then crashes.
 */
#include "repo/internal.h"

#include "base/memory.h"

#include <git2/sys/alloc.h>

#define PLACE UNUSED const char *file, UNUSED int line

static void *allocate(size_t size, PLACE)
{
	return xmalloc(size);
}

static void *reallocate(void *old, size_t size, PLACE)
{
	return xrealloc(old, size);
}

#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 6
static size_t product(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		memory_exhausted();
	return count * size;
}

static void *allocate_zeroed(size_t count, size_t size, PLACE)
{
	size_t total = product(count, size);

	return memset(xmalloc(total), 0, total);
}

static void *allocate_array(size_t count, size_t size, PLACE)
{
	return xmalloc(product(count, size));
}

static void *reallocate_array(void *old, size_t count, size_t size, PLACE)
{
	return xrealloc(old, product(count, size));
}

static char *copy_exactly(const char *text, size_t len, PLACE)
{
	char *copy;

	if (len == SIZE_MAX)
		memory_exhausted();
	copy = xmalloc(len + 1);
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

static char *copy_at_most(const char *text, size_t len, PLACE)
{
	return copy_exactly(text, strnlen(text, len), NULL, 0);
}

static char *copy(const char *text, PLACE)
{
	return copy_exactly(text, strlen(text), NULL, 0);
}
#endif

/* Before git_libgit2_init(), which keeps an allocator that is set already. */
void git_memory_init(void)
{
	git_allocator allocator = {
		.gmalloc = allocate,
		.grealloc = reallocate,
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 6
		.gcalloc = allocate_zeroed,
		.gstrdup = copy,
		.gstrndup = copy_at_most,
		.gsubstrdup = copy_exactly,
		.greallocarray = reallocate_array,
		.gmallocarray = allocate_array,
#endif
		.gfree = free,
	};

	git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
}
