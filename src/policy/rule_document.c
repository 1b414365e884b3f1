/* rule_document.c - document: the files that every other rule reads can be read. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "model/manifest.h"
#include "model/runbook.h"

static void refuse(const struct facts *facts, struct srcpos at, const char *path,
		   const char *expected, const char *fix, const char *message,
		   struct findings *found)
{
	struct finding with = finding_of(facts, path, at.line, at.column);

	with.expected = expected;
	with.fix = fix	     ? fix
		   : at.line ? arena_printf(found->arena, "mend line %u", at.line)
			     : "mend the file";
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

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	if (is_runbook)
		rc = doc_parse(text, change->path, &scratch, &root, &fault);
	else
		rc = manifest_parse(text, change->path, &scratch, &root, &fault);
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

int rule_document(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool manifest = false, runbook = !strcmp(change->path, "runbook.yaml");

		for (size_t e = 0; facts->spec && e < facts->spec->environment_count; e++) {
			const char *path = facts->spec->environments[e].manifest;

			manifest = manifest || (path && !strcmp(path, change->path));
		}
		if (version_is_file(&change->now) && (runbook || manifest) &&
		    !change_is_taken(facts, change) &&
		    check(facts, change, runbook, found, err) < 0)
			return -1;
	}
	return 0;
}
