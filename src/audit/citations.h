/*
 * citations.h - main is the witness: every generated log entry and every CHECKPOINT.yaml on a
 * governed branch names its event and the last event that was published then. An audit demands that
 * what they name is in the chain, so that a clone without memory notices a rewound ledger.
 */
#ifndef AUDIT_CITATIONS_H
#define AUDIT_CITATIONS_H

#include "base/strmap.h"
#include "ledger/verify.h"

/* What the walk has seen: ids of events, SHA-256 of their commits. */
struct chain {
	struct strmap ids, commits;
};

void chain_init(struct chain *chain, struct arena *a);
void chain_add(struct chain *chain, const struct verified_event *event);

/*
 * Looks at the governed branches of this clone. A cited event that is not in the chain, or a log
 * entry that differs from the ledger's, is a finding of rule `drift`; ERR_NOT_FOUND ("fetch the
 * ledger") where the chain does not even reach what the citation calls published. A sealed
 * checkpoint that differs is a finding of rule `sealed`.
 */
int citations_check(const struct ledger *l, const struct chain *chain,
		    struct findings *findings, size_t *ret_count, struct err *err);

#endif
