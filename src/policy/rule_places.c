/* rule_places.c - document: a record's place is a file's, in one spelling, and is left free. */
#include "policy/habit.h"
#include "policy/names.h"

#include "base/cleanup.h"
#include "base/spelling.h"
#include "match/glob.h"

/* What nobody follows when the document is read. */
static bool is_other(const struct facts *facts, const struct change *change)
{
	return (change->now.mode == MODE_LINK || change->now.mode == MODE_SUBMODULE) &&
	       !change_is_taken(facts, change);
}

/*
 * A reader of the page follows a link, and no rule does: what stands behind it is judged where it
 * stands, and only under such a name.
 */
static int check_link(const struct facts *facts, const struct change *change,
		      struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct finding with = finding_whole(facts, change->path);
	struct bytes target;

	if (facts->read(facts->ctx, &change->now, &scratch, &target, err) < 0)
		return -1;
	if (marks_path(arena_strndup(&scratch, target.data, target.len)))
		return 0;
	with.expected = "a file";
	with.found = "a symbolic link";
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "is not a file whose marks can be read");
	return 0;
}

/* Paths as some disks compare them: what stands there is these patterns' too. */
struct places {
	const char **patterns; /* nothing stands there in another spelling */
	const char **folds;
	size_t count, fold_count;
	size_t records;	    /* so many of them, at the beginning, are of records */
	const char **files; /* of these no two stand there, in any spelling */
	size_t file_count;
	struct arena *arena;
};

static void add_place(struct places *s, const char *pattern)
{
	if (!pattern)
		return;
	*ARENA_PUSH(s->arena, s->patterns, s->count) = pattern;
	*ARENA_PUSH(s->arena, s->folds, s->fold_count) = spelling_fold(pattern, s->arena);
}

static int read_places(const struct facts *facts, struct places *s, struct err *err)
{
	const struct runbook *rb = facts->runbook;
	const struct names *names;

	if (names_of(facts, &names, err) < 0)
		return -1;
	add_place(s, "runbook.yaml");
	add_place(s, rb->records.runbook);
	if (facts->adopted && names->next)
		add_place(s, names->next->records.runbook);
	add_place(s, facts->log);
	if (facts->checkpoints)
		add_place(s, arena_printf(s->arena, "%s**", facts->checkpoints));
	for (size_t i = 0; i < rb->environment_count; i++)
		add_place(s, rb->environments[i].manifest);
	for (size_t i = 0; i < facts->kept.logs.count; i++)
		add_place(s, facts->kept.logs.items[i]);
	s->records = s->count;
	if (rb->deprecation.path)
		add_place(s, arena_printf(s->arena, "%s**", rb->deprecation.path));
	for (size_t i = 0; i < facts->kept.deprecated.count; i++)
		add_place(s, arena_printf(s->arena, "%s**", facts->kept.deprecated.items[i]));
	for (size_t i = 0; i < rb->step_count; i++)
		add_place(s, step_playbook(step_at(rb, i), s->arena));
	for (size_t i = 0; i < facts->freeze_count; i++)
		for (size_t k = 0; k < facts->freezes[i].freeze->paths.count; k++)
			add_place(s, facts->freezes[i].freeze->paths.items[k]);
	for (size_t i = 0; i < rb->policy_count; i++) {
		const struct runbook_policy *policy = &rb->policies[i];

		for (size_t k = 0;
		     policy->kind <= RUNBOOK_NO_DELETE && k < policy->subjects.count; k++)
			*ARENA_PUSH(s->arena, s->files, s->file_count) = spelling_fold(
				arena_strndup(s->arena, policy->subjects.items[k],
					      strcspn(policy->subjects.items[k], "#")),
				s->arena);
	}
	return 0;
}

/* Does the pattern name this path, or what would lie below it were it a folder? */
static bool reaches(const char *pattern, const char *path, struct arena *a)
{
	size_t len = strlen(path);

	return glob_match(pattern, path) ||
	       (!strncmp(pattern, path, len) && pattern[len] == '/') ||
	       glob_match(pattern, arena_printf(a, "%s/x", path));
}

/* A file that came anew: in the place of a record, or of another file, on disks that see no case. */
static int check_spelling(const struct facts *facts, const struct change *change,
			  const struct places *s, struct findings *found, struct err *err)
{
	struct finding with = finding_whole(facts, change->path);
	const char *fold = spelling_fold(change->path, s->arena), *of = NULL;
	bool governed = false;

	for (size_t i = 0; !of && i < s->count; i++) {
		governed = governed || reaches(s->folds[i], fold, s->arena);
		if (glob_match(s->folds[i], fold) && !glob_match(s->patterns[i], change->path))
			of = s->patterns[i];
	}
	for (size_t i = 0; !governed && i < s->file_count; i++)
		governed = reaches(s->files[i], fold, s->arena);
	if (!of && governed && facts->twin(facts->ctx, change->path, &of, err) < 0)
		return -1;
	if (!of)
		return 0;
	with.expected = arena_strdup(found->arena, of);
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "is a record's place in another spelling");
	return 0;
}

static bool is_new(const struct facts *facts, const struct change *change)
{
	return change->now.mode != MODE_ABSENT && !change_was_there(facts, change);
}

/* A link or a submodule where a record stands, or above it: what is read there is no rule's. */
static bool leads_away(const struct facts *facts, const struct change *change,
		       const struct places *s)
{
	for (size_t i = 0; is_other(facts, change) && i < s->records; i++)
		if (reaches(s->patterns[i], change->path, s->arena))
			return true;
	return false;
}

/* As a record's name may be: to a pattern any word is a date. */
static bool is_dated(const char *path)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t k = 0; *path; path++) {
		k = (*path >= '0' && *path <= '9' ? 'd' : *path) == form[k] ? k + 1 : 0;
		if (!form[k])
			return true;
	}
	return false;
}

static bool names_step(const struct runbook *rb, const char *fold, struct arena *a)
{
	for (size_t i = 0; i < rb->step_count; i++)
		if (strstr(fold, spelling_fold(step_at(rb, i)->id, a)))
			return true;
	return false;
}

/* A name that a record may have: of a day; where the pattern leaves two words, of a step too. */
static bool is_place(const struct runbook *rb, const char *pattern, const char *fold,
		     struct arena *a)
{
	const char *first = strchr(pattern, '*');

	return glob_match(pattern, fold) &&
	       (!first || (is_dated(fold) &&
			   (first == strrchr(pattern, '*') || names_step(rb, fold, a))));
}

/* A folder where a record's file belongs, or a file where a folder above one does: none can be
 * written there any more. NULL: neither. */
static const char *takes_place(const struct runbook *rb, const char *path,
			       const struct places *s)
{
	char *fold = spelling_fold(path, s->arena);

	for (size_t i = 0; i < s->records; i++) {
		char *pattern = arena_strdup(s->arena, s->folds[i]);
		size_t len = strlen(pattern);
		bool folder = len > 2 && !strcmp(pattern + len - 2, "**");

		for (char *at = pattern; (at = strchr(at, '/')); *at++ = '/') {
			*at = '\0';
			if (is_place(rb, pattern, fold, s->arena))
				return "a file";
		}
		for (char *at = fold; !folder && (at = strchr(at, '/')); *at++ = '/') {
			*at = '\0';
			if (is_place(rb, pattern, fold, s->arena))
				return "a folder";
		}
	}
	return NULL;
}

static void check_place(const struct facts *facts, const struct change *change,
			const struct places *s, struct findings *found)
{
	struct finding with = finding_whole(facts, change->path);

	if (habit_rules(facts)) /* records of any layout */
		return;
	with.found = takes_place(facts->runbook, change->path, s);
	if (!with.found)
		return;
	with.expected = strcmp(with.found, "a file") != 0 ? "a file" : "a folder";
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "is where a record is to be written");
}

static void led_away(const struct facts *facts, const struct change *change,
		     struct findings *found)
{
	struct finding with = finding_whole(facts, change->path);

	with.expected = "a file";
	with.found = change->now.mode == MODE_LINK ? "a symbolic link" : "a submodule";
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, FINDING_ERROR, with, "is no longer a file");
}

int places_check(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct places places = {.arena = &scratch};

	if (read_places(facts, &places, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];

		if (is_new(facts, change)) {
			if (check_spelling(facts, change, &places, found, err) < 0)
				return -1;
			check_place(facts, change, &places, found);
		}
		if (leads_away(facts, change, &places))
			led_away(facts, change, found);
		else if (change->now.mode == MODE_LINK && marks_path(change->path) &&
			 !change_is_taken(facts, change) &&
			 check_link(facts, change, found, err) < 0)
			return -1;
	}
	return 0;
}
