/* internal.h - what the files of the audit of branches share. */
#ifndef BRANCHES_INTERNAL_H
#define BRANCHES_INTERNAL_H

#include "branches/past.h"

/* Freezes of the runbook that an owner ever opened bind nothing of what came before. */
void branch_thaw(struct gate *gate, const struct tip_past *past);

/*
 * stretch.c: commits by the rules whose verdict rests on a commit's own bytes. What an act closed
 * binds from the tips that it names, as warnings: a commit may have been on its way. An event after
 * `until` closed nothing for them.
 */
int branch_judge_past(const struct ledger *l, struct gate *gate, const struct oid *list,
		      size_t count, const char *ref, uint64_t until, struct findings *found,
		      struct err *err);
/*
 * The commits between one adopt and the next, by the runbook that was in force then: no later adopt
 * is a pardon. Each good or bad commit is counted; findings of rules that rest on its own bytes. What
 * stood on a branch before it was governed is added to the exemptions.
 */
int branch_stretches(const struct ledger *l, struct tip_past *past, struct findings *found,
		     size_t *commits, struct err *err);

/*
 * bound.c: all that came to a branch since the rules began to bind, judged as one change by what
 * the ledger holds now. One that no adopt named began where it left one that they bound; what was
 * not pinned yet there is an earlier value, and no invention.
 */
int branch_bound(const struct ledger *l, struct gate *gate, const struct tip_past *past,
		 const char *ref, const struct oid *tip, struct findings *all, struct err *err);

/*
 * tip.c: one governed ref as it stands at `tip`, against the ledger as it is: what the ledger never
 * held is drift, what the branch lacks or holds as it was earlier is owed.
 */
int branch_tip(const struct ledger *l, struct gate *gate, const struct tip_past *past,
	       const char *ref, const struct oid *tip, struct findings *found, struct err *err);

#endif
