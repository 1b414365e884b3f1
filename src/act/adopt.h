/*
 * adopt.h - the reviewed runbook.yaml comes into force: what is checked of it, and what the event
 * brings along.
 */
#ifndef ACT_ADOPT_H
#define ACT_ADOPT_H

#include "ledger/record.h"
#include "runbook/differs.h"
#include "runbook/runbook.h"

struct adoption {
	const char *ref; /* the governed ref that it was read from */
	bool left;	 /* it governs that one no longer */
	struct oid commit;
	const struct runbook *runbook;
	bool edited; /* the work tree has another runbook.yaml, or none */
	size_t accepted,
		disputed; /* steps whose claims were accepted, or contradict each other */
	size_t settled; /* that ran, were verified or reopened: nobody claims anything of them */
	struct runbook_change *changes; /* against the one in force */
	size_t change_count;
	uint64_t rules_before;	 /* the set of rules that is in force; 0: none yet */
	const struct step *lost; /* the first whose file is none in that commit; NULL */
};

/*
 * Fills in the intent of an adopt event from the governed branch as others can see it. Refusals go
 * to `refused`: no or another ledger id, a step with history that is dropped, a committed runbook that
 * is not published yet. ERR_FORMAT with the place for a runbook that cannot be read.
 */
int adopt_prepare(const struct ledger *l, bool accept_claims, struct intent *intent,
		  struct adoption *ret, struct findings *refused, struct err *err);

#endif
