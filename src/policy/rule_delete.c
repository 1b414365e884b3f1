/* rule_delete.c - no-delete, and deprecation: the two ways in which things leave. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "match/glob.h"
#include "policy/deprecation.h"

static int stands(const struct facts *facts, const char *path, bool *ret, struct err *err)
{
	struct version version = {0};

	if (facts->look(facts->ctx, path, &version, err) < 0)
		return -1;
	*ret = version_is_file(&version);
	return 0;
}

/* Why a path must stay; NULL: it may go. */
static const char *keeper(const struct facts *facts, const char *path, struct arena *a)
{
	const struct facts_spec *spec = facts->spec;

	for (size_t i = 0; i < spec->policy_count; i++) {
		const struct fact_policy *policy = &spec->policies[i];

		if ((policy_binds(facts, policy, POLICY_NO_DELETE) ||
		     policy_binds(facts, policy, POLICY_APPEND_ONLY)) &&
		    words_match(&policy->paths, path, NULL))
			return arena_printf(a, "policy '%s'", policy->id);
	}
	if (deprecation_path(path, spec->deprecated))
		return "a deprecated item stays until it is purged";
	if (spec->log && glob_match(spec->log, path))
		return "it is a deployment log";
	for (size_t i = 0; i < spec->step_count; i++)
		if (spec->steps[i].uses && !strcmp(spec->steps[i].uses, path))
			return arena_printf(a, "step '%s' uses it", spec->steps[i].id);
	return NULL;
}

int rule_no_delete(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; facts->spec && i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		struct finding with = finding_of(facts, change->path, 0, 0);
		const char *reason, *moved;
		bool is_moved = false;

		if (!change_deletes(facts, change))
			continue;
		reason = keeper(facts, change->path, found->arena);
		if (!reason)
			continue;
		moved = deprecation_of(change->path, facts->spec->deprecated, found->arena);
		if (moved && !deprecation_path(change->path, facts->spec->deprecated) &&
		    stands(facts, moved, &is_moved, err) < 0)
			return -1;
		if (is_moved)
			continue; /* rule deprecation looks at what stands there now */
		with.expected = "the file stays";
		with.found = change->now.mode == MODE_ABSENT ? "it is deleted or renamed away"
							     : "it is no regular file any more";
		with.fix = restore_command(facts, change->path, found->arena);
		finding_add(found, RULE_NO_DELETE, adopted(facts, FINDING_ERROR), with,
			    "must not be deleted: %s", reason);
	}
	return 0;
}

static bool ends(const char *path, const char *suffix)
{
	size_t len = strlen(path), n = strlen(suffix);

	return len >= n && !strcmp(path + len - n, suffix);
}

static size_t banner(const struct facts *facts, const char *path, struct bytes text,
		     struct deprecation_fault *faults, size_t max)
{
	const struct fact_words *fields = &facts->spec->banner;
	bool prose = ends(path, ".md");

	if (fields->count)
		return deprecation_banner(text, prose, fields->items, fields->count, faults,
					  max);
	return deprecation_banner(text, prose, deprecation_fields, deprecation_field_count,
				  faults, max);
}

/* A fault that every parent's version had too is older than this change. */
static int is_older(const struct facts *facts, const struct change *change, bool *ret,
		    struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	*ret = false;
	for (size_t i = 0; i < facts->parents; i++) {
		struct bytes text;

		if (!version_is_file(&change->was[i]))
			continue;
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
		if (banner(facts, change->path, text, NULL, 0))
			*ret = true;
	}
	return 0;
}

static int check_banner(const struct facts *facts, const struct change *change,
			struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct deprecation_fault faults[8];
	struct bytes text;
	size_t count;
	bool older = false;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	count = banner(facts, change->path, text, faults, ARRAY_SIZE(faults));
	if (count && is_older(facts, change, &older, err) < 0)
		return -1;
	for (size_t i = 0; !older && i < count && i < ARRAY_SIZE(faults); i++) {
		struct finding with = finding_of(facts, change->path,
						 faults[i].line ? faults[i].line : 1, 1);

		with.expected = arena_printf(
			found->arena, "a comment line '%s%s'", faults[i].field,
			!strcmp(faults[i].field, "Date:") ? " YYYY-MM-DD" : "");
		with.found = faults[i].line ? quote_line(faults[i].value, found->arena)
					    : "no such line";
		with.fix = arena_printf(found->arena,
					"write '%s' into the banner at the top of the file",
					faults[i].field);
		finding_add(found, RULE_DEPRECATION, adopted(facts, FINDING_ERROR), with,
			    "the banner's '%s' %s", faults[i].field, faults[i].reason);
	}
	return 0;
}

static int check_twin(const struct facts *facts, const char *path, const char *live,
		      const char *deprecated, struct findings *found, struct err *err)
{
	struct finding with = finding_of(facts, path, 0, 0);
	bool twin = false, item = false;

	if (!live || !deprecated)
		return 0;
	if (stands(facts, live, &twin, err) < 0 || stands(facts, deprecated, &item, err) < 0)
		return -1;
	if (!twin || !item)
		return 0;
	with.expected = "moved, not copied";
	with.found = arena_printf(found->arena, "both '%s' and '%s'", live, deprecated);
	with.fix = arena_printf(found->arena, "git rm -- %s", quote_path(live, found->arena));
	finding_add(found, RULE_DEPRECATION, adopted(facts, FINDING_ERROR), with,
		    "has a live twin: '%s'", path == live ? deprecated : live);
	return 0;
}

static bool is_new(const struct facts *facts, const struct change *change)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (version_is_file(&change->was[i]))
			return false;
	return version_is_file(&change->now);
}

/* Files that speak of the folder itself. */
static bool is_about_folder(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return *name == '.' || !strncmp(name, "README", 6);
}

int rule_deprecation(const struct facts *facts, struct findings *found, struct err *err)
{
	const char *folder = facts->spec ? facts->spec->deprecated : NULL;

	for (size_t i = 0; facts->spec && i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		const char *path = change->path;

		if (!version_is_file(&change->now) || change_is_taken(facts, change) ||
		    is_about_folder(path))
			continue;
		if (deprecation_path(path, folder)) {
			const char *live = deprecation_twin(path, folder, found->arena);

			if (check_banner(facts, change, found, err) < 0 ||
			    (is_new(facts, change) &&
			     check_twin(facts, path, live, path, found, err) < 0))
				return -1;
		} else if (folder && is_new(facts, change)) {
			const char *item = deprecation_of(path, folder, found->arena);

			if (item && !facts_change(facts, item) &&
			    check_twin(facts, path, path, item, found, err) < 0)
				return -1;
		}
	}
	return 0;
}
