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
	for (size_t i = 0; i < count; i++) /* nearly all differ in their first byte */
		if (*list[i] == *text && !strcmp(list[i], text))
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

static const char *text_at(const void *items, size_t at, size_t size)
{
	const char *one;

	memcpy(&one, (const char *)items + at * size, sizeof(one));
	return one;
}

bool texts_among(const void *items, size_t count, size_t size, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(text_at(items, i, size), text))
			return true;
	return false;
}

size_t texts_seek(const void *items, size_t count, size_t size, const char *text)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(text_at(items, middle, size), text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
