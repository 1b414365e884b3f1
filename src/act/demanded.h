/*
 * demanded.h - which acts take the agreement of other people, who has given it, and how one more is given:
 * what `approve --list` shows. It is read as the judge of the act reads it.
 */
#ifndef ACT_DEMANDED_H
#define ACT_DEMANDED_H

#include "act/readiness.h"

struct demanded {
	const struct environment *environment;
	struct event_subject
		what; /* a step, a gate, a rollback; the environment: a promotion */
	const struct approval *approval;
	/* What would be done now, and what an approval is bound to: candidate, values and event of a
	 * rollback. Without a candidate it is in no commit. */
	struct event act;
	struct approved *said; /* of that, since the last act on it, oldest first */
	size_t count;
	struct words authors; /* of a promotion: who wrote what it brings */
	bool waits;	      /* it is still to be done, and somebody has to agree before */
	bool may;	      /* the reader himself could */
	const char *next;     /* then: how, for this reader: a command or words; NULL */
};

/*
 * Those of an environment: steps, gates, the promotion into it, rollbacks. A rollback is there once for each
 * set of values that was agreed to. Everything lives in the ledger's arena.
 */
int demanded_seen(const struct ledger *l, const struct readiness *r,
		  const struct demanded **ret, size_t *ret_count, struct err *err);

#endif
