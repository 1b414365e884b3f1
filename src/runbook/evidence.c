#include "runbook/evidence.h"

#include "base/options.h"
#include "base/path.h"
#include "base/texts.h"
#include "match/glob.h"
#include "runbook/demands.h"

/* -- what ---------------------------------------------------------------------------------------- */

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

/* -- where --------------------------------------------------------------------------------------- */

static bool is_folder(const char *path)
{
	size_t len = strlen(path);

	return len && path[len - 1] == '/';
}

/* Before the ending of its name: "drill.md" and "-2" give "drill-2.md". */
static const char *named(const char *path, const char *more, struct arena *a)
{
	const char *dot = strrchr(path_last(path), '.');
	size_t len = dot ? (size_t)(dot - path) : strlen(path);

	return arena_printf(a, "%.*s%s%s", (int)len, path, more, path + len);
}

/* In a folder a file is called by its day and by what it is of. */
static const char *template_of(const struct evidence_demand *demand, struct arena *a)
{
	return is_folder(demand->path)
		       ? arena_printf(a, "%s${{ date }}-${{ step.id }}.md", demand->path)
		       : demand->path;
}

const char *evidence_place(const struct evidence_demand *demand, const char *id, int64_t time,
			   unsigned nth, struct arena *a)
{
	const char *path;

	if (!demand->path)
		return NULL;
	path = runbook_template_fill(template_of(demand, a), id, time, a);
	return nth < 2 ? path : named(path, arena_printf(a, "-%u", nth), a);
}

const char *evidence_pattern(const struct evidence_demand *demand, const char *id,
			     struct arena *a)
{
	const char *path = demand->path;

	if (path && is_folder(path)) /* of one drill, not of all */
		path = arena_printf(a, "%s${{ date }}-%s.md", path, id);
	return path ? named(runbook_template_pattern(path, a), "*", a) : NULL;
}

bool evidence_has(const struct runbook *rb, const char *path, struct arena *a)
{
	for (size_t i = 0; i < rb->drills.count; i++) {
		const struct procedure *drill = rb->drills.items[i];
		struct evidence_demand demand = drill_demand(rb, drill, a);
		const char *pattern;

		if (!demand.path)
			continue;
		pattern = is_folder(demand.path)
				  ? arena_printf(a, "%s**",
						 runbook_template_pattern(demand.path, a))
				  : evidence_pattern(&demand, drill->step.id, a);
		if (glob_match(pattern, path))
			return true;
	}
	return false;
}
