#include "runbook/omitted.h"

#include "base/texts.h"
#include "match/glob.h"
#include "runbook/evidence.h"

bool content_is_checkpoint(const struct runbook *rb, const char *path, struct arena *a)
{
	const char *pattern;

	if (!rb->records.checkpoint)
		return false;
	pattern = runbook_template_pattern(rb->records.checkpoint, a);
	return glob_match(pattern, path) ||
	       glob_match(
		       arena_printf(a, "%s%s**", pattern, text_ends(pattern, "/") ? "" : "/"),
		       path);
}

bool content_is_record(const struct runbook *rb, const char *path, struct arena *a)
{
	return evidence_has(rb, path, a) || content_is_checkpoint(rb, path, a) ||
	       (rb->records.log &&
		glob_match(runbook_template_pattern(rb->records.log, a), path));
}

/* A record that the team keeps beside what it releases. */
bool content_is_beside(const struct runbook *rb, const char *path, struct arena *a)
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

static bool has_part(const struct runbook *rb, const char *path)
{
	bool found = !rb->content.count;

	for (size_t i = 0; !found && i < rb->content.count; i++)
		found = glob_match(rb->content.items[i], path);
	return found;
}

bool content_omits(const struct runbook *rb, const char *path, struct arena *a)
{
	return !has_part(rb, path) || content_is_beside(rb, path, a);
}

/* "deploy/" of a part "deploy" followed by "/" and two asterisks; NULL: it is no whole folder. */
static const char *folder_of(const char *part, struct arena *a)
{
	size_t prefix = glob_literal_prefix(part);

	return !strcmp(part + prefix, "**") && (!prefix || part[prefix - 1] == '/')
		       ? arena_strndup(a, part, prefix)
		       : NULL;
}

bool content_covers(const struct runbook *rb, const char *pattern, struct arena *a)
{
	bool covered = !rb->content.count;

	if (glob_is_literal(pattern))
		return has_part(rb, pattern);
	for (size_t i = 0; !covered && i < rb->content.count; i++) {
		const char *part = rb->content.items[i], *folder = folder_of(part, a);

		covered = !strcmp(part, pattern) || (folder && text_begins(pattern, folder));
	}
	return covered;
}
