#include "base/memory.h"

#include <unistd.h>

void memory_lost(const char *text)
{
	if (write(2, text, strlen(text)) < 0)
		_exit(128);
	_exit(128);
}

void memory_exhausted(void)
{
	memory_lost("mcade: out of memory\n");
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
