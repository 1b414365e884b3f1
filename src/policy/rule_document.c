/* rule_document.c - document: the files that every other rule reads can be read. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "model/manifest.h"
#include "model/runbook.h"

static int check(const struct facts *facts, const struct change *change, bool is_runbook,
		 struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct doc_node *root;
	const struct runbook *runbook;
	struct err fault = {0};
	struct finding with;
	struct bytes text;
	int rc;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	if (is_runbook)
		rc = runbook_parse(text, change->path, &scratch, &runbook, &fault);
	else
		rc = manifest_parse(text, change->path, &scratch, &root, &fault);
	if (rc == 0)
		return 0;
	if (fault.code != ERR_FORMAT && fault.code != ERR_LIMIT) {
		*err = fault;
		return -1;
	}
	with = finding_of(facts, change->path, fault.at.line, fault.at.column);
	with.expected = is_runbook ? "a runbook, see git-mcade-runbook(5)" : "readable YAML";
	with.fix = fault.at.line ? arena_printf(found->arena, "mend line %u", fault.at.line)
				 : "mend the file";
	/* severity: refused before the first adopt too, since nothing can be judged by it */
	finding_add(found, RULE_DOCUMENT, FINDING_ERROR, with, "%s", fault.text);
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
