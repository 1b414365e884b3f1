/*
 * look_back.h - was an act right by what its signer had seen? Judged on the record at that event
 * plus his own events since. What was folded for one question is kept for the next of the same
 * signer, who never has seen less: all questions of a walk cost as much as another walk, for each
 * signer that is asked about.
 */
#ifndef LEDGER_LOOK_BACK_H
#define LEDGER_LOOK_BACK_H

#include "base/cleanup.h"
#include "ledger/ledger.h"
#include "fold/fold.h"

struct look_back;

/* Lives in the arena. */
struct look_back *look_back_new(struct repo *repo, struct arena *a);
void look_back_free(struct look_back *l);
CLEANUP_POINTER(struct look_back, look_back_free)

/*
 * *ret true: it then breaks nothing. How the events up to the view were judged is taken from there;
 * else each contested one would ask the same of all before it. A signer who has seen more than
 * before, and has more than LIMIT_OWN_SINCE events of his own behind that which had seen less, is
 * believed nothing.
 */
int look_back_right(struct look_back *l, const struct ledger_view *view, uint64_t seen,
		    const char *principal, const struct act_facts *act, bool *ret,
		    struct err *err);

#endif
