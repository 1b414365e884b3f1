/*
 * mergelog.h - the merge driver of deployment logs (gitattributes(5), "merge=mcade-log"): entry by
 * entry, where `merge=union` interleaves entries that share lines.
 */
#ifndef RECORDS_MERGELOG_H
#define RECORDS_MERGELOG_H

#include "ledger/ledger.h"

/*
 * Says in info/attributes which files are logs, or no longer. In this clone alone, so that nothing
 * has to be committed first: without it each day of two people is a conflict.
 */
int mergelog_settle(const struct ledger *l, bool wanted, struct err *err);

/*
 * Really merges a sample of a log as git would in this clone: its attributes, its configuration, what
 * they name. *ret_fault: the first line of what went wrong; NULL: it is merged entry by entry.
 */
int mergelog_try(const struct ledger *l, const char **ret_fault, struct err *err);

/*
 * %O %A %B: ancestor, ours, theirs; the result replaces ours. 0: merged; 1: a person did more than
 * append, so ours gets conflict markers as git makes them.
 */
int mergelog_run(const struct ledger *l, const char *base, const char *ours, const char *theirs,
		 struct err *err);

#endif
