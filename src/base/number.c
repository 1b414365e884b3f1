#include "base/number.h"

bool number_parse(const char *text, uint64_t max, uint64_t *ret_value)
{
	uint64_t value = 0;

	if (!*text || (text[0] == '0' && text[1]))
		return false;
	for (; *text; text++) {
		unsigned d = (unsigned)(*text - '0');

		if (*text < '0' || *text > '9' || value > (UINT64_MAX - d) / 10)
			return false;
		value = value * 10 + d;
	}
	if (value > max)
		return false;
	*ret_value = value;
	return true;
}

const char *number_of(size_t n, const char *one, const char *many, struct arena *a)
{
	if (n == 1)
		return arena_printf(a, "1 %s", one);
	return many ? arena_printf(a, "%zu %s", n, many) : arena_printf(a, "%zu %ss", n, one);
}
