/* rule_document.c - document: the files that every other rule reads can be read. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/spelling.h"
#include "base/utf8.h"
#include "match/glob.h"
#include "model/runbook.h"

static void refuse(const struct facts *facts, struct srcpos at, const char *path,
		   const char *expected, const char *fix, const char *message,
		   struct findings *found)
{
	struct finding with = finding_of(facts, path, at.line, at.column);

	with.expected = expected;
	with.fix = fix	     ? fix
		   : at.line ? arena_printf(found->arena, "hint: mend line %u", at.line)
			     : "hint: mend the file";
	/* severity: refused before the first adopt too, since nothing can be judged by it */
	finding_add(found, RULE_DOCUMENT, FINDING_ERROR, with, "%s", message);
}

/* All its faults at once, and the keys that promise what nothing keeps yet. */
static int check_runbook(const struct facts *facts, const char *path,
			 const struct doc_node *root, struct findings *found, struct err *err)
{
	struct findings faults = FINDINGS_INIT(found->arena);

	if (runbook_check(root, &faults, err) < 0)
		return -1;
	for (size_t i = 0; i < faults.count; i++)
		refuse(facts, faults.items[i].at, path,
		       faults.items[i].expected ? faults.items[i].expected
						: "a runbook, see git-mcade-runbook(5)",
		       faults.items[i].fix, faults.items[i].message, found);
	return 0;
}

static int check(const struct facts *facts, const struct change *change, bool is_runbook,
		 struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct doc_node *root;
	struct err fault = {0};
	struct bytes text;
	int rc;

	if (is_runbook) {
		if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
			return -1;
		rc = doc_parse(text, change->path, &scratch, &root, &fault);
	} else {
		rc = manifest_of(facts, &change->now, change->path, &root, &fault);
	}
	if (rc == 0)
		return is_runbook ? check_runbook(facts, change->path, root, found, err) : 0;
	if (fault.code != ERR_FORMAT && fault.code != ERR_LIMIT) {
		*err = fault;
		return -1;
	}
	refuse(facts, fault.at, change->path,
	       is_runbook ? "a runbook, see git-mcade-runbook(5)" : "readable YAML", NULL,
	       fault.text, found);
	return 0;
}

/* The ledger that a version of runbook.yaml names; NULL: none; "": nobody can read the file. */
static int ledger_of(const struct facts *facts, const struct version *version, struct arena *a,
		     const char **ret, struct err *err)
{
	const struct doc_node *root, *ledger;
	struct err unreadable;
	struct bytes text;

	*ret = NULL;
	if (!version_is_file(version))
		return 0;
	if (facts_text(facts, version, a, &text, err) < 0)
		return -1;
	*ret = "";
	if (doc_parse(text, "runbook.yaml", a, &root, &unreadable) < 0 ||
	    root->kind != DOC_MAPPING)
		return 0;
	ledger = doc_get(root, "ledger");
	*ret = ledger && ledger->kind == DOC_SCALAR ? ledger->text : NULL;
	return 0;
}

/* By this line a clone knows that it is bound at all: who takes it out judges nothing any more. */
static int check_marker(const struct facts *facts, const struct change *change,
			struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *now, *was;

	if (ledger_of(facts, &change->now, &scratch, &now, err) < 0)
		return -1;
	if (now && !*now) /* refused as what it is */
		return 0;
	for (size_t i = 0; i < facts->parents; i++) {
		if (ledger_of(facts, &change->was[i], &scratch, &was, err) < 0)
			return -1;
		if (!was || !*was || (now && !strcmp(now, was)))
			continue;
		refuse(facts, (struct srcpos){0}, change->path,
		       arena_printf(found->arena, "ledger: %s", was),
		       restore_command(facts, change->path, found->arena),
		       now ? "names another ledger" : "no longer names its ledger", found);
		break;
	}
	return 0;
}

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
	struct finding with = finding_of(facts, change->path, 0, 0);
	struct bytes target;

	if (facts->read(facts->ctx, &change->now, &scratch, &target, err) < 0)
		return -1;
	if (marks_path(arena_strndup(&scratch, target.data, target.len)))
		return 0;
	with.expected = "a file";
	with.found = "a symbolic link";
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "is no file whose marks can be read");
	return 0;
}

/* Paths as some disks compare them: what stands there is these patterns' too. */
struct spellings {
	const char **places; /* nothing stands there in another spelling */
	const char **folds;
	size_t count, fold_count;
	size_t records;	    /* so many of them, at the beginning, are of records */
	const char **files; /* of these no two stand there, in any spelling */
	size_t file_count;
	struct arena *arena;
};

static void add_place(struct spellings *s, const char *pattern)
{
	if (!pattern)
		return;
	*ARENA_PUSH(s->arena, s->places, s->count) = pattern;
	*ARENA_PUSH(s->arena, s->folds, s->fold_count) = spelling_fold(pattern, s->arena);
}

static void read_spellings(const struct facts_spec *spec, struct spellings *s)
{
	add_place(s, "runbook.yaml");
	add_place(s, spec->runbook);
	add_place(s, spec->log);
	if (spec->checkpoints)
		add_place(s, arena_printf(s->arena, "%s**", spec->checkpoints));
	for (size_t i = 0; i < spec->environment_count; i++)
		add_place(s, spec->environments[i].manifest);
	for (size_t i = 0; i < spec->logs_before.count; i++)
		add_place(s, spec->logs_before.items[i]);
	s->records = s->count;
	if (spec->deprecated)
		add_place(s, arena_printf(s->arena, "%s**", spec->deprecated));
	for (size_t i = 0; i < spec->deprecated_before.count; i++)
		add_place(s, arena_printf(s->arena, "%s**", spec->deprecated_before.items[i]));
	for (size_t i = 0; i < spec->step_count; i++)
		add_place(s, spec->steps[i].uses);
	for (size_t i = 0; i < spec->freeze_count; i++)
		for (size_t k = 0; k < spec->freezes[i].paths.count; k++)
			add_place(s, spec->freezes[i].paths.items[k]);
	for (size_t i = 0; i < spec->policy_count; i++) {
		const struct fact_policy *policy = &spec->policies[i];

		for (size_t k = 0; policy->kind <= POLICY_NO_DELETE && k < policy->paths.count;
		     k++)
			*ARENA_PUSH(s->arena, s->files, s->file_count) = spelling_fold(
				arena_strndup(s->arena, policy->paths.items[k],
					      strcspn(policy->paths.items[k], "#")),
				s->arena);
	}
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
			  const struct spellings *s, struct findings *found, struct err *err)
{
	struct finding with = finding_of(facts, change->path, 0, 0);
	const char *fold = spelling_fold(change->path, s->arena), *of = NULL;
	bool governed = false;

	for (size_t i = 0; !of && i < s->count; i++) {
		governed = governed || reaches(s->folds[i], fold, s->arena);
		if (glob_match(s->folds[i], fold) && !glob_match(s->places[i], change->path))
			of = s->places[i];
	}
	for (size_t i = 0; !governed && i < s->file_count; i++)
		governed = reaches(s->files[i], fold, s->arena);
	if (!of && governed && facts->twin &&
	    facts->twin(facts->ctx, change->path, &of, err) < 0)
		return -1;
	if (!of)
		return 0;
	with.expected = arena_strdup(found->arena, of);
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "is a record's place in another spelling");
	return 0;
}

/* A text that is read line by line: a log, whatever only grows, the managed document. */
static bool is_governed_text(const struct facts_spec *spec, const char *path, struct arena *a)
{
	if (facts_is_log(spec, path, NULL) || (spec->runbook && !strcmp(spec->runbook, path)))
		return true;
	for (size_t p = 0; p < spec->policy_count; p++) {
		const struct fact_words *paths = &spec->policies[p].paths;

		for (size_t i = 0;
		     policy_binds(&spec->policies[p], POLICY_APPEND_ONLY) && i < paths->count;
		     i++)
			if (glob_match(arena_strndup(a, paths->items[i],
						     strcspn(paths->items[i], "#")),
				       path))
				return true;
	}
	return false;
}

/* Why some reader sees other lines in these bytes than we do; NULL: nobody does. */
static const char *encoding_fault(struct bytes text)
{
	if (bytes_begins(text, bytes_text("\xef\xbb\xbf")))
		return "a byte order mark";
	if (bytes_begins(text, bytes_text("version https://git-lfs.github.com/spec/")))
		return "a pointer to what lies elsewhere";
	if (!utf8_valid(text, NULL))
		return "another encoding";
	return text.len && memchr(text.data, '\0', text.len) ? "a NUL" : NULL;
}

/* What no rule can read is judged by none. What was so before the rules came may stay. */
static int check_encoding(const struct facts *facts, const struct change *change,
			  struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct finding with = finding_of(facts, change->path, 0, 0);
	const char *fault, *before;
	struct bytes text;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	fault = encoding_fault(text);
	for (size_t i = 0; fault && i < facts->parents; i++) {
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
		before = encoding_fault(text);
		fault = before && !strcmp(before, fault) ? NULL : fault;
	}
	if (!fault)
		return 0;
	with.expected = "UTF-8 without a byte order mark";
	with.found = fault;
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "is no text that everybody reads alike");
	return 0;
}

static bool is_new(const struct facts *facts, const struct change *change)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (change->was[i].mode != MODE_ABSENT)
			return false;
	return change->now.mode != MODE_ABSENT;
}

/* A link or a submodule where a record stands, or above it: what is read there is no rule's. */
static bool leads_away(const struct facts *facts, const struct change *change,
		       const struct spellings *s)
{
	for (size_t i = 0; is_other(facts, change) && i < s->records; i++)
		if (reaches(s->places[i], change->path, s->arena))
			return true;
	return false;
}

int rule_document(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct spellings spellings = {.arena = &scratch};

	if (facts->spec)
		read_spellings(facts->spec, &spellings);
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool manifest = false, runbook = !strcmp(change->path, "runbook.yaml");

		for (size_t e = 0; facts->spec && e < facts->spec->environment_count; e++) {
			const char *path = facts->spec->environments[e].manifest;

			manifest = manifest || (path && !strcmp(path, change->path));
		}
		if (facts->spec && is_new(facts, change) &&
		    check_spelling(facts, change, &spellings, found, err) < 0)
			return -1;
		if (leads_away(facts, change, &spellings)) {
			struct finding with = finding_of(facts, change->path, 0, 0);

			with.expected = "a file";
			with.found = change->now.mode == MODE_LINK ? "a symbolic link"
								   : "a submodule";
			with.fix = restore_command(facts, change->path, found->arena);
			finding_add(found, RULE_DOCUMENT, FINDING_ERROR, with,
				    "is no file any more");
		} else if (change->now.mode == MODE_LINK && marks_path(change->path) &&
			   !change_is_taken(facts, change) &&
			   check_link(facts, change, found, err) < 0)
			return -1;
		if (runbook && facts->adopted && !change_is_taken(facts, change) &&
		    check_marker(facts, change, found, err) < 0)
			return -1;
		if (facts->spec && is_governed_text(facts->spec, change->path, found->arena) &&
		    !change_is_taken(facts, change) &&
		    check_encoding(facts, change, found, err) < 0)
			return -1;
		if (version_is_file(&change->now) && (runbook || manifest) &&
		    !change_is_taken(facts, change) &&
		    check(facts, change, runbook, found, err) < 0)
			return -1;
	}
	return attributes_check(facts, found, err);
}
