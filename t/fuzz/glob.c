/*
 * The first line is a pattern, the rest a path: as glob, JSON path and (short ones) regular
 * expression. A pattern without wildcards matches itself and nothing else.
 */
#include "base/cleanup.h"
#include "match/glob.h"
#include "match/jsonpath.h"
#include "match/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(pattern_freep) struct pattern *regular = NULL;
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
	size_t first = end ? (size_t)(end - data) : size;
	char *pattern = arena_memdup(&a, data, first);
	char *path = end ? arena_memdup(&a, end + 1, size - first - 1) : arena_strdup(&a, "");
	const char *reason = NULL;
	struct pattern_match match;
	struct jsonpath steps;
	struct err err;
	bool hit = glob_match(pattern, path);

	if (!glob_valid(pattern, &reason) && (!reason || !*reason))
		abort();
	if (hit && strncmp(pattern, path, glob_literal_prefix(pattern)) != 0)
		abort();
	if (glob_is_literal(pattern) && *pattern && hit != !strcmp(pattern, path))
		abort();
	jsonpath_parse(pattern, SRCPOS_NONE, &a, &steps, &err);
	if (first < 64 && !pattern_compile(pattern, SRCPOS_NONE, &regular, &err))
		pattern_search(regular, bytes_text(path), 0, &match, &err);
	return 0;
}
