/*
 * The JSON Schema test suite, a stranger's, over ours. A group that uses what t/schema does
 * not know must be refused when it is compiled; all others must give the suite's verdicts.
 */
#include "base/cleanup.h"
#include "base/memory.h"
#include "tap.h"
#include "../schema/schema.h"

#define SUITE "t/vectors/json-schema/suite.txt"
#define LINE_MAX_BYTES ((size_t)1 << 20)

struct tally {
	int judged, unknown, unreadable;
};

static const char *text_of(const struct doc_node *map, const char *key)
{
	const struct doc_node *node = doc_get(map, key);

	return node && node->text ? node->text : "";
}

static void judge(const struct doc_node *group, struct tally *tally)
{
	CLEANUP(schema_freep) struct schema *schema = NULL;
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *tests = doc_get(group, "tests");
	const char *file = text_of(group, "file"), *what = text_of(group, "description");
	struct schema_faults faults;
	struct err err = {0};

	if (schema_compile(doc_get(group, "schema"), &schema, &err)) {
		if (err.code == ERR_UNSUPPORTED || strstr(err.text, "leads nowhere") ||
		    strstr(err.text, "unknown property")) /* \p{Letter}: not PCRE2's name */
			tally->unknown++;
		else
			ok(false, "%s: %s: %s", file, what, err.text);
		return;
	}
	for (size_t i = 0; i < tests->count; i++) {
		const struct doc_node *test = tests->items[i];
		bool valid = false, bad;

		doc_bool(doc_get(test, "valid"), &valid);
		bad = schema_check(schema, doc_get(test, "data"), &a, &faults, &err);
		ok(!bad && (faults.count == 0) == valid, "%s: %s: %s", file, what,
		   text_of(test, "description"));
		tally->judged++;
	}
}

int main(void)
{
	char *line = xmalloc(LINE_MAX_BYTES);
	FILE *file = fopen(SUITE, "r");
	struct tally tally = {0, 0, 0};

	if (!file) {
		printf("1..0 # SKIP run me from the top of the tree: no %s\n", SUITE);
		return 0;
	}
	while (fgets(line, LINE_MAX_BYTES, file)) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const struct doc_node *group;
		struct err err;

		if (doc_parse(bytes_text(line), SUITE, &a, &group, &err))
			tally.unreadable++; /* control characters in strings: no YAML of ours */
		else
			judge(group, &tally);
	}
	fclose(file);
	free(line);
	printf("# %d judged, %d groups of other keywords, %d unreadable\n", tally.judged,
	       tally.unknown, tally.unreadable);
	ok(tally.judged > 500, "more than 500 verdicts");
	ok(tally.unreadable < 12, "few groups are no YAML of ours");
	return done();
}
