#include "base/texts.h"

bool text_ends(const char *text, const char *with)
{
	size_t len = strlen(text), end = strlen(with);

	return len >= end && !strcmp(text + len - end, with);
}

bool text_is(const char *text, const char *other)
{
	return text && other && !strcmp(text, other);
}

bool texts_have(const char *const *list, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], text))
			return true;
	return false;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void texts_sort(const char **list, size_t count)
{
	if (count > 1)
		qsort(list, count, sizeof(*list), compare);
}

size_t texts_unique(const char **list, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!kept || strcmp(list[kept - 1], list[i]) != 0)
			list[kept++] = list[i];
	return kept;
}

size_t texts_seek(const void *items, size_t count, size_t size, const char *text)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *one;

		memcpy(&one, (const char *)items + middle * size, sizeof(one));
		if (strcmp(one, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
