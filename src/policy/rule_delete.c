/* rule_delete.c - no-delete, and deprecation: the two ways in which things leave. */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/quote.h"
#include "base/texts.h"

static int stands(const struct facts *facts, const char *path, bool *ret, struct err *err)
{
	struct version version = {0};

	if (facts->look(facts->ctx, path, &version, err) < 0)
		return -1;
	*ret = version_is_file(&version);
	return 0;
}

/* Does the text of some parent's version stand there, below whatever banner? */
static int has_body(const struct facts *facts, const struct change *change,
		    const struct version *item, bool *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes was, now;

	if (facts_text(facts, item, &scratch, &now, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->parents && !*ret; i++) {
		if (!version_is_file(&change->was[i]))
			continue;
		if (facts_text(facts, &change->was[i], &scratch, &was, err) < 0)
			return -1;
		*ret = deprecation_keeps_body(change->path, was, now);
	}
	return 0;
}

/* Is it in use again, where it came from? */
static int is_back(const struct facts *facts, const struct change *change, struct arena *a,
		   bool *ret, struct err *err)
{
	const char *live = deprecation_twin(change->path, NULL, a);
	struct version item = {0};

	*ret = false;
	if (!live)
		return 0;
	if (facts->look(facts->ctx, live, &item, err) < 0)
		return -1;
	return version_is_file(&item) ? has_body(facts, change, &item, ret, err) : 0;
}

/*
 * By habit, what may not go: an item, and a log that was one. A record is sealed, and an unchanged move
 * is no deletion.
 */
static int habit_keeper(const struct facts *facts, const struct change *change, struct arena *a,
			const char **ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	enum document_class class;
	struct bytes text = {"", 0};
	bool back = false, moved;

	*ret = NULL;
	if (habit_class(facts, change, &class, err) < 0 ||
	    habit_moved(facts, change, &moved, err) < 0)
		return -1;
	if (moved || habit_is_assembled(facts, change->path))
		return 0;
	if (class == CLASS_LOG) {
		*ret = "it is a log";
		return 0;
	}
	for (size_t i = 0; i < facts->parents && !text.len; i++)
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
	if (!deprecation_path(change->path, NULL) || !class_is_item(change->path, text))
		return 0;
	if (is_back(facts, change, a, &back, err) < 0)
		return -1;
	*ret = back ? NULL : "a deprecated item stays until it is purged";
	return 0;
}

/* Did it move to the deprecated items, whole? Rule deprecation looks at the banner there. */
static int is_moved(const struct facts *facts, const struct change *change, struct arena *a,
		    bool *ret, struct err *err)
{
	const char *folder = facts->runbook->deprecation.path;
	const char *path = deprecation_of(change->path, folder, a);
	struct version item = {0};

	*ret = false;
	if (!path || deprecation_path(change->path, folder))
		return 0;
	if (facts->look(facts->ctx, path, &item, err) < 0)
		return -1;
	return version_is_file(&item) ? has_body(facts, change, &item, ret, err) : 0;
}

/* Does it lie where earlier rules had the deprecated items? */
static bool was_deprecated(const struct facts *facts, const char *path)
{
	for (size_t i = 0; i < facts->kept.deprecated.count; i++)
		if (deprecation_path(path, facts->kept.deprecated.items[i]))
			return true;
	return false;
}

/* Why a path must stay, by the runbook; NULL: it may go. */
static const char *keeper(const struct facts *facts, const char *path, struct arena *a)
{
	const struct runbook *rb = facts->runbook;

	for (size_t i = 0; i < rb->policy_count; i++) {
		const struct runbook_policy *policy = &rb->policies[i];

		if ((policy_binds(facts, policy, RUNBOOK_NO_DELETE) ||
		     policy_binds(facts, policy, RUNBOOK_APPEND_ONLY)) &&
		    words_match(&policy->subjects, path, NULL))
			return arena_printf(a, "policy '%s'", policy->id);
	}
	if (!(habit_rules(facts) && !rb->deprecation.path) &&
	    ((!facts_later(facts, rb->deprecation.since) &&
	      deprecation_path(path, rb->deprecation.path)) ||
	     was_deprecated(facts, path)))
		return "a deprecated item stays until it is purged";
	if (!habit_rules(facts) && facts_is_log(facts, path, NULL))
		return "it is a deployment log";
	for (size_t i = 0; i < rb->step_count; i++)
		if (step_uses(step_at(rb, i), path))
			return arena_printf(a, "step '%s' uses it", step_at(rb, i)->id);
	return texts_have(facts->kept.ran.items, facts->kept.ran.count, path) ? "it was run"
									      : NULL;
}

int rule_no_delete(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		struct finding with = finding_whole(facts, change->path);
		const char *reason;
		uint64_t by;
		bool moved;

		if (!change_deletes(facts, change))
			continue;
		reason = keeper(facts, change->path, found->arena);
		if (!reason && habit_rules(facts) &&
		    habit_keeper(facts, change, found->arena, &reason, err) < 0)
			return -1;
		if (!reason)
			continue;
		if (is_moved(facts, change, found->arena, &moved, err) < 0 ||
		    path_is_purged(facts, change, &by, err) < 0)
			return -1;
		if (moved)
			continue;
		if (by) {
			finding_add(found, RULE_NO_DELETE, FINDING_WARN, with,
				    "is purged by event %" PRIu64, by);
			continue;
		}
		with.expected = "the file stays";
		with.found = change->now.mode == MODE_ABSENT ? "it is deleted or renamed away"
							     : "it is no longer a regular file";
		with.fix = restore_command(facts, change->path, found->arena);
		if (deprecation_path(change->path, facts->runbook->deprecation.path))
			with.allow = owner_command(facts, found->arena,
						   "git mcade purge %s -m REASON",
						   shell_quote(change->path, found->arena));
		finding_add(found, RULE_NO_DELETE, adopted(facts, FINDING_ERROR), with,
			    "must not be deleted: %s", reason);
	}
	return 0;
}

size_t banner_faults(const struct facts *facts, const char *path, struct bytes text,
		     struct deprecation_fault *faults, size_t max)
{
	const struct words *fields = &facts->runbook->deprecation.banner;

	if (fields->count)
		return deprecation_banner(path, text, fields->items, fields->count, faults,
					  max);
	return deprecation_banner(path, text, deprecation_fields, deprecation_field_count,
				  faults, max);
}

static int have_faults(const struct facts *facts, const char *path,
		       const struct version *versions, size_t count, bool *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	for (size_t i = 0; i < count; i++) {
		struct bytes text;

		ret[i] = version_is_file(&versions[i]);
		if (!ret[i])
			continue;
		if (facts_text(facts, &versions[i], &scratch, &text, err) < 0)
			return -1;
		ret[i] = banner_faults(facts, path, text, NULL, 0) != 0;
	}
	return 0;
}

/* A fault that stood there before is older than this change; of a merge, one that no parent has
 * mended. */
static int is_older(const struct facts *facts, const struct change *change, bool *ret,
		    struct err *err)
{
	bool was[LIMIT_PARENTS], bases[LIMIT_MERGE_BASES];

	if (have_faults(facts, change->path, change->was, facts->parents, was, err) < 0 ||
	    have_faults(facts, change->path, change->bases, facts->base_count, bases, err) < 0)
		return -1;
	*ret = facts_had(facts, was, bases);
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
	count = banner_faults(facts, change->path, text, faults, ARRAY_SIZE(faults));
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
		with.fix = arena_printf(
			found->arena, "hint: write '%s' into the banner at the top of the file",
			faults[i].field);
		finding_add(found, RULE_DEPRECATION, adopted(facts, FINDING_ERROR), with,
			    "the banner's '%s' %s", faults[i].field, faults[i].reason);
	}
	return 0;
}

static int check_twin(const struct facts *facts, const char *path, const char *live,
		      const char *deprecated, struct findings *found, struct err *err)
{
	struct finding with = finding_whole(facts, path);
	bool twin = false, item = false;

	if (!live)
		return 0;
	if (stands(facts, live, &twin, err) < 0 || stands(facts, deprecated, &item, err) < 0)
		return -1;
	if (!twin || !item)
		return 0;
	with.expected = "moved, not copied";
	with.found = arena_printf(found->arena, "both '%s' and '%s'", live, deprecated);
	with.fix = arena_printf(found->arena, "git rm -- %s", shell_quote(live, found->arena));
	finding_add(found, RULE_DEPRECATION, adopted(facts, FINDING_ERROR), with,
		    "has a live twin: '%s'", path == live ? deprecated : live);
	return 0;
}

/* Files that speak of the folder itself. */
static bool is_about_folder(const char *path)
{
	const char *name = path_last(path);

	return *name == '.' || text_begins(name, "README");
}

static void changed(const struct facts *facts, const struct change *change, const char *what,
		    struct findings *found)
{
	struct finding with = finding_whole(facts, change->path);

	with.expected = "the file as it was, below its banner";
	with.found = what;
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DEPRECATION, adopted(facts, FINDING_ERROR), with,
		    "is deprecated, and %s", what);
}

/* A deprecated item is kept: its banner may be completed, nothing else. An emptied one may get
 * its text back. */
static int check_kept(const struct facts *facts, const struct change *change,
		      struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	bool any = false, kept = false;
	struct bytes was, now;

	if (facts_text(facts, &change->now, &scratch, &now, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->parents; i++) {
		if (!version_is_file(&change->was[i]))
			continue;
		if (facts_text(facts, &change->was[i], &scratch, &was, err) < 0)
			return -1;
		any = true;
		kept = kept || deprecation_keeps_body(change->path, was, now) ||
		       deprecation_is_hollow(change->path, was);
	}
	if (any && !kept)
		changed(facts, change, "its text is changed", found);
	if (change_makes_executable(facts, change))
		changed(facts, change, "is made executable", found);
	return 0;
}

/* A link or a submodule has no banner, and runs what lies elsewhere. */
static bool is_bannerless(const struct facts *facts, const struct change *change)
{
	if (change->now.mode != MODE_LINK && change->now.mode != MODE_SUBMODULE)
		return false;
	for (size_t i = 0; i < facts->parents; i++)
		if (change->was[i].mode == change->now.mode)
			return false;
	return deprecation_path(change->path, facts->runbook->deprecation.path);
}

/* By habit: an owner, a licence, a picture in such a folder is nothing that anybody runs. */
static int is_no_item(const struct facts *facts, const struct change *change, bool *ret,
		      struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes text;

	*ret = false;
	if (!habit_rules(facts) || !deprecation_path(change->path, NULL))
		return 0;
	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	*ret = !class_is_item(change->path, text);
	return 0;
}

int rule_deprecation(const struct facts *facts, struct findings *found, struct err *err)
{
	const char *folder = facts->runbook->deprecation.path;

	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		const char *path = change->path;
		bool none;

		if (change_is_taken(facts, change))
			continue;
		if (was_deprecated(facts, path) && version_is_file(&change->now) &&
		    !is_about_folder(path) && check_kept(facts, change, found, err) < 0)
			return -1;
		if (facts_later(facts, facts->runbook->deprecation.since))
			continue;
		if (is_bannerless(facts, change))
			changed(facts, change, "is not a file with a banner", found);
		if (!version_is_file(&change->now) || is_about_folder(path))
			continue;
		if (is_no_item(facts, change, &none, err) < 0)
			return -1;
		if (none)
			continue;
		if (deprecation_path(path, folder)) {
			const char *live = deprecation_twin(path, folder, found->arena);

			if (check_banner(facts, change, found, err) < 0 ||
			    check_kept(facts, change, found, err) < 0 ||
			    (change_makes_file(facts, change) &&
			     check_twin(facts, path, live, path, found, err) < 0))
				return -1;
		} else if ((folder || !facts->adopted) && change_makes_file(facts, change)) {
			const char *item = deprecation_of(path, folder, found->arena);

			if (item && !facts_change(facts, item) &&
			    check_twin(facts, path, path, item, found, err) < 0)
				return -1;
		}
	}
	return 0;
}
