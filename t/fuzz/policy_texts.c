/* Any bytes as documents that hooks look into. The input is cut at each zero byte into up to three
 * texts: what was, ours, theirs. */
#include "base/cleanup.h"
#include "text/deprecation.h"
#include "text/forbid.h"
#include "../unit/append_two.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_into(struct bytes text, struct arena *arena)
{
	static const char *const names[] = {"a.yml", "a.md", "a.sh", "a.c", "a.html", "a"};
	struct deprecation_fault faults[8];
	struct bytes section;
	unsigned at;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (forbid_code(names[i], text, arena).len != text.len)
			abort();
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		deprecation_banner(names[i], text, deprecation_fields, deprecation_field_count,
				   faults, ARRAY_SIZE(faults));
	if (append_section(text, "*", &section, &at) && section.len > text.len)
		abort();
	if (!append_only(text, text, APPEND_UNKNOWN, NULL))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct bytes texts[3] = {{"", 0}, {"", 0}, {"", 0}}, merged;
	const char *at = (const char *)data;
	size_t left = size;

	if (size > 65536)
		return 0;
	for (int i = 0; i < 3; i++) {
		const char *zero = i < 2 && left ? memchr(at, '\0', left) : NULL;
		size_t len = zero ? (size_t)(zero - at) : left;

		/* a copy of its own, so that a read past its end is seen */
		texts[i] = bytes_of(arena_memdup(&arena, at, len), len);
		look_into(texts[i], &arena);
		at += zero ? len + 1 : len;
		left -= zero ? len + 1 : len;
	}
	if (deprecation_only_banner("a.yml", texts[0], texts[1]) &&
	    !deprecation_keeps_body("a.yml", texts[0], texts[1]))
		abort();
	deprecation_only_banner("a.html", texts[0], texts[1]);
	deprecation_keeps_body("a.go", texts[0], texts[1]);
	append_only(texts[0], texts[1], APPEND_UNKNOWN, NULL);
	append_two(texts[0], &texts[1], texts[1], NULL);
	/* what the merge driver writes, the rule accepts */
	if (append_merge(texts[0], texts[1], texts[2], APPEND_UNKNOWN, &arena, &merged) &&
	    !append_two(texts[0], &texts[1], merged, NULL))
		abort();
	return 0;
}
