/* rule_ledger.c - ledger-integrity, as far as a change of code can break it. The chain itself is
 * verified by src/ledger, which adds its findings under the same id. */
#include "policy/internal.h"

int rule_ledger_integrity(const struct facts *facts, struct findings *found, struct err *err)
{
	struct finding with;

	(void)err;
	if (facts->door != DOOR_COMMIT || !facts->branch || !facts->ledger_ref ||
	    strcmp(facts->branch, facts->ledger_ref))
		return 0;
	with = finding_whole(facts, NULL);
	with.ref = facts->branch;
	with.expected = "events that git mcade writes";
	with.found = "a commit made by hand";
	with.fix = "hint: go back to your own branch (git switch)";
	finding_add(found, RULE_LEDGER_INTEGRITY, FINDING_ERROR, with,
		    "the ledger's branch is checked out; it takes no commit by hand");
	return 0;
}
