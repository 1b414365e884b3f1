/*
 * recover.h - what was pushed on the ledger and is no event of it, where no hook of ours stands, is
 * rejected for ever by an event that a root or the recovery key signs on top of it.
 */
#ifndef REMOTE_RECOVER_H
#define REMOTE_RECOVER_H

#include "ledger/record.h"
#include "model/finding.h"

struct rejected_commit {
	struct oid id;
	const char *subject; /* its first line; "": it has none that can be read */
};

struct recovery {
	const struct ledger_view *good;	 /* up to the last good event */
	struct oid junk;		 /* the commit on top of it; zero: nothing is wrong */
	struct rejected_commit *commits; /* what would be rejected, oldest first */
	size_t count;
};

/*
 * Fetches the ledger and finds what lies on it. Without a remote: what lies on the branch here.
 * ERR_UNTRUSTED where it does not go on from what was seen there: that is a rewind, and no recover
 * helps. ERR_WAITING: the remote does not answer.
 */
int recover_find(const struct ledger *l, struct recovery *ret, struct err *err);
/*
 * Records intent->event, a recover, on top of that, and publishes it; else nothing of it remains. As
 * record_event(). ERR_RACE: more was pushed meanwhile. The local branch stays where it is: sync
 * follows.
 */
int recover_record(const struct ledger *l, const struct recovery *recovery,
		   struct intent *intent, struct receipt *ret_receipt, struct findings *refused,
		   struct err *err);

#endif
