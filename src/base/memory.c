#include "base/memory.h"

#include <unistd.h>

void memory_exhausted(void)
{
	static const char text[] = "mcade: out of memory\n";

	if (write(2, text, sizeof(text) - 1) < 0)
		_exit(128);
	_exit(128);
}

void *xmalloc(size_t size)
{
	void *memory = malloc(size ? size : 1);

	if (!memory)
		memory_exhausted();
	return memory;
}

void *xrealloc(void *old, size_t size)
{
	void *memory = realloc(old, size ? size : 1);

	if (!memory)
		memory_exhausted();
	return memory;
}
