/* Any log: no crash; entries lie in it, in order, each on the line that it says. */
#include "model/logentry.h"

#include "base/cleanup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned lines_before(const uint8_t *data, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		line += data[i] == '\n';
	return line;
}

/* Who and when, where it says so: a name without line ends, and never nobody. */
static void read_origin(const struct logentry *entry)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_origin origin = {0, NULL, "nobody"};

	logentry_origin(entry, &a, &origin);
	if (!origin.name || strchr(origin.name, '\n'))
		abort();
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
		read_origin(&entry);
	}
	return 0;
}
