#include "runbook/evidence.h"

#include "base/options.h"
#include "base/texts.h"

static const char *const by_itself[] = {"operator",   "environment", "result",
					"exit_codes", "commands",    "candidate"};

bool evidence_is_given(const char *name)
{
	return !texts_have(by_itself, ARRAY_SIZE(by_itself), name);
}

const char *evidence_meant(const char *name)
{
	return evidence_is_given(name) ? nearest_word(name, by_itself, ARRAY_SIZE(by_itself))
				       : NULL;
}

static bool has(const struct evidence_had *had, const char *name)
{
	size_t len = strlen(name);

	if (!strcmp(name, "candidate"))
		return had->candidate;
	if (!strcmp(name, "commands") || !strcmp(name, "exit_codes"))
		return had->ran;
	if (!evidence_is_given(name))
		return true;
	for (size_t i = 0; i < had->count; i++)
		if (!strncmp(had->fields[i], name, len) && had->fields[i][len] == '=' &&
		    had->fields[i][len + 1])
			return true;
	return false;
}

struct words evidence_missing(const struct words *demanded, const struct evidence_had *had,
			      struct arena *a)
{
	const char **items = NULL;
	size_t count = 0;

	for (size_t i = 0; i < demanded->count; i++)
		if (!has(had, demanded->items[i]))
			*ARENA_PUSH(a, items, count) = demanded->items[i];
	return (struct words){items, count};
}
