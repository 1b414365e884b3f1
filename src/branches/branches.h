/*
 * branches.h - what stands on the governed branches of a repository already. Doors judge what
 * comes; here what has come is looked at again, by the rules of its time.
 */
#ifndef BRANCHES_BRANCHES_H
#define BRANCHES_BRANCHES_H

#include "branches/past.h"

/*
 * Every commit of the governed refs that the rules bind, by the rules whose verdict
 * rests on the commit's own bytes (append-only, sealed, no-delete, deprecation, forbidden); and the
 * refs as they stand now, by what the ledger holds now. Whether a mark or a pin was true on its day
 * is not asked again: the state has moved on since. l->view is the position.
 */
int branches_judge(const struct ledger *l, struct tip_past *past, struct findings *findings,
		   size_t *ret_commits, struct err *err);
/* A commit as it would stand on a governed ref, by what the ledger holds now; nothing for another ref. */
int branches_judge_tip(const struct ledger *l, const struct tip_past *past, const char *ref,
		       const struct oid *tip, struct findings *findings, struct err *err);

#endif
