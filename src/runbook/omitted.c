#include "runbook/omitted.h"

#include "match/glob.h"
#include "runbook/evidence.h"

bool content_is_record(const struct runbook *rb, const char *path, struct arena *a)
{
	const char *templates[] = {rb->records.log, rb->records.checkpoint};

	if (evidence_has(rb, path, a))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(templates); i++) {
		const char *pattern, *folder;

		if (!templates[i])
			continue;
		pattern = runbook_template_pattern(templates[i], a);
		folder = arena_printf(a, "%s%s**", pattern,
				      pattern[0] && pattern[strlen(pattern) - 1] == '/' ? ""
											: "/");
		if (glob_match(pattern, path) || (i == 1 && glob_match(folder, path)))
			return true;
	}
	return false;
}

/* A record that the team keeps beside what it releases. */
bool content_omits(const struct runbook *rb, const char *path, struct arena *a)
{
	if (!strcmp(path, "runbook.yaml") || !strcmp(path, "runbook.claims.yaml"))
		return true;
	for (size_t i = 0; i < rb->environment_count; i++)
		if (rb->environments[i].manifest && !strcmp(rb->environments[i].manifest, path))
			return true;
	return (rb->records.runbook &&
		glob_match(runbook_template_pattern(rb->records.runbook, a), path)) ||
	       content_is_record(rb, path, a);
}
