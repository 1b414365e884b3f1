/* Any bytes: repairing keeps the lines, never makes the text longer, and twice is once. */
#include "text/mojibake.h"

static size_t lines(struct bytes text)
{
	const char *data = text.data;
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += data[i] == '\n';
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct mojibake report;
	struct bytes once, twice;

	if (size > 65536)
		return 0;
	once = mojibake_repair(bytes_of(data, size), &arena, &report);
	twice = mojibake_repair(once, &arena, NULL);
	if (!bytes_equal(once, twice) || once.len > size ||
	    lines(once) != lines(bytes_of(data, size)) ||
	    report.count != report.repaired + report.guessed + report.left)
		abort();
	arena_free(&arena);
	return 0;
}
