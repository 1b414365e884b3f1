/* Any log: no crash; entries lie in it, in order, each on the line that it says. */
#include "model/logentry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned lines_before(const uint8_t *data, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		line += data[i] == '\n';
	return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *start = (const char *)data;
	struct logentry entry;
	size_t offset = 0, last = 0, entries = 0;

	while (logentry_next(bytes_of(data, size), &offset, &entry)) {
		size_t at = (size_t)((const char *)entry.text.data - start);

		if (at < last || offset > size || at + entry.text.len > offset ||
		    strncmp(entry.text.data, "<!-- mcade ", 11) != 0)
			abort();
		if (entries++ < 16 && entry.line != lines_before(data, at))
			abort();
		last = at + entry.text.len;
	}
	return 0;
}
