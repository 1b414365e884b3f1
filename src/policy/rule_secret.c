/* rule_secret.c - secret: no change brings in a credential in plain text. */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "text/secret.h"

#define HITS_MAX 5		   /* of one file: the others are seen once these are gone */
#define LOOK_MAX ((size_t)1 << 20) /* bytes of a file that people write */

/* Lines that some parent has: they came before. */
static int read_before(const struct facts *facts, const struct change *change,
		       struct byteset *ret, struct arena *a, struct err *err)
{
	for (size_t i = 0; i < facts->parents; i++) {
		struct bytes text;

		if (facts_text(facts, &change->was[i], a, &text, err) < 0)
			return -1;
		ret[i] = byteset_of_lines(text, a);
		byteset_sort(&ret[i]);
	}
	return 0;
}

static bool came_before(const struct facts *facts, const struct byteset *before,
			struct bytes line)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (byteset_has(&before[i], line))
			return true;
	return false;
}

static void tell(const struct facts *facts, const struct change *change,
		 const struct secret *secret, struct findings *found)
{
	struct finding with = finding_of(facts, change->path, secret->line, secret->column);

	with.expected = "no credential in plain text";
	with.found = secret->what;
	with.fix = facts->commit
			   ? "hint: change the credential: who has the commit has it; then "
			     "take it out in a new commit"
			   : "hint: take it out, and change the credential if others saw it";
	/* severity: refused before the first adopt too: what was pushed once is public */
	finding_add(found, RULE_SECRET, FINDING_ERROR, with, "line %u holds %s", secret->line,
		    secret->what);
}

static int check(const struct facts *facts, const struct change *change, struct findings *found,
		 struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct byteset *before = NULL;
	struct secret secret;
	struct bytes text;
	size_t at = 0, hits = 0;
	unsigned line = 0;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	if (text.len > LOOK_MAX)
		return 0;
	while (hits < HITS_MAX && secret_next(change->path, text, &at, &line, &secret)) {
		if (!before) {
			before = arena_array(&scratch, facts->parents, sizeof(*before));
			if (read_before(facts, change, before, &scratch, err) < 0)
				return -1;
		}
		if (came_before(facts, before, secret.text))
			continue;
		tell(facts, change, &secret, found);
		hits++;
	}
	return 0;
}

int rule_secret(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];

		if (version_is_file(&change->now) &&
		    class_of_path(change->path) != CLASS_VENDORED &&
		    check(facts, change, found, err) < 0)
			return -1;
	}
	return 0;
}
