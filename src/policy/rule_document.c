/* rule_document.c - document: the files that every other rule reads can be read. */
#include "policy/internal.h"

#include "base/cleanup.h"
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

/* The ledger that a version of runbook.yaml names; NULL: none that can be read. */
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
	for (size_t i = 0; i < facts->parents; i++) {
		if (ledger_of(facts, &change->was[i], &scratch, &was, err) < 0)
			return -1;
		if (!was || (now && !strcmp(now, was)))
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

static char *folded(const char *text, struct arena *a)
{
	char *low = arena_strdup(a, text);

	for (char *at = low; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at + 32);
	return low;
}

/* Some disks see no case: there this file would stand in the place of a record. */
static bool takes_place(const char *path, const char *place, struct arena *a)
{
	return place && !glob_match(place, path) && strcmp(place, path) != 0 &&
	       glob_match(folded(place, a), folded(path, a));
}

static void check_spelling(const struct facts *facts, const struct change *change,
			   struct findings *found)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct facts_spec *spec = facts->spec;
	const char *const places[] = {
		"runbook.yaml", spec->runbook, spec->log,
		spec->checkpoints ? arena_printf(&scratch, "%s**", spec->checkpoints) : NULL};
	const char *of = NULL;
	struct finding with;

	for (size_t i = 0; !of && i < ARRAY_SIZE(places); i++)
		of = takes_place(change->path, places[i], &scratch) ? places[i] : NULL;
	for (size_t e = 0; !of && e < spec->environment_count; e++)
		of = takes_place(change->path, spec->environments[e].manifest, &scratch)
			     ? spec->environments[e].manifest
			     : NULL;
	if (!of)
		return;
	with = finding_of(facts, change->path, 0, 0);
	with.expected = arena_strdup(found->arena, of);
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "is a record's place in another spelling");
}

static bool is_new(const struct facts *facts, const struct change *change)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (change->was[i].mode != MODE_ABSENT)
			return false;
	return change->now.mode != MODE_ABSENT;
}

int rule_document(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool manifest = false, runbook = !strcmp(change->path, "runbook.yaml");

		for (size_t e = 0; facts->spec && e < facts->spec->environment_count; e++) {
			const char *path = facts->spec->environments[e].manifest;

			manifest = manifest || (path && !strcmp(path, change->path));
		}
		if (facts->spec && !runbook && !manifest && is_new(facts, change))
			check_spelling(facts, change, found);
		if ((runbook || manifest) && is_other(facts, change)) {
			struct finding with = finding_of(facts, change->path, 0, 0);

			with.expected = "a file";
			with.found = change->now.mode == MODE_LINK ? "a symbolic link"
								   : "a submodule";
			with.fix = restore_command(facts, change->path, found->arena);
			finding_add(found, RULE_DOCUMENT, FINDING_ERROR, with,
				    "is no file any more");
		}
		if (runbook && facts->adopted && !change_is_taken(facts, change) &&
		    check_marker(facts, change, found, err) < 0)
			return -1;
		if (version_is_file(&change->now) && (runbook || manifest) &&
		    !change_is_taken(facts, change) &&
		    check(facts, change, runbook, found, err) < 0)
			return -1;
	}
	return 0;
}
