/*
 * names.h - what steps are called on both sides of a change: `was: OLD_ID` of the runbook.yaml that
 * stands after it, read against the runbook in force and against the runbook.yaml of each parent. What
 * comes with a runbook.yaml is what its documents name from then on; what is recorded has the names in
 * force until that is adopted.
 */
#ifndef POLICY_NAMES_H
#define POLICY_NAMES_H

#include "policy/facts.h"

/* One runbook against an earlier one; without any, all are called as before. */
struct renames {
	struct strmap was;  /* id -> the id that it had */
	struct strmap heir; /* and back */
};

struct names {
	const struct runbook
		*next; /* what stands after the change, where it is another than the one in
				       force; NULL: none that can be read */
	struct renames adopted;	     /* against the one in force */
	struct renames *was, *bases; /* against each parent's; as many as facts says */
};

/* Of this change; read once, whichever rule asks first. */
int names_of(const struct facts *facts, const struct names **ret, struct err *err);
/* What is called so after the change was called before it; NULL: it is new, and took the name. */
const char *name_before(const struct renames *renames, const char *id);
/* What was called so before is called after it; NULL: it is called nothing, and another took the name. */
const char *name_after(const struct renames *renames, const char *id);
/* The runbook.yaml of a version; NULL: there is none that can be read, which is said elsewhere. */
int names_runbook(const struct facts *facts, const struct version *version, struct arena *arena,
		  const struct runbook **ret, struct err *err);

#endif
