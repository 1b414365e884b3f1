/*
 * signed_event.h - what the bytes of one commit say by themselves: whose they are, and which event.
 * Pure, so that a second thread may read ahead of whoever judges (read_ahead.h).
 */
#ifndef LEDGER_SIGNED_EVENT_H
#define LEDGER_SIGNED_EVENT_H

#include "model/event.h"
#include "model/ledger_commit.h"
#include "sign/digest.h"
#include "sign/pubkey.h"

/* How far the reading came: the first thing that is not as it must be. */
enum signed_fault { SIGNED_WELL, NO_LEDGER_COMMIT, NO_GOOD_SIGNATURE, NO_EVENT };

struct signed_event {
	enum signed_fault fault;
	const struct err *err; /* why; NULL: SIGNED_WELL */
	struct ledger_commit commit;
	struct public_key key; /* that signed it */
	struct event event;
	char sha256[DIGEST_HEX]; /* of the commit's bytes */
};

/* Grammar, the one spelling, signature, event. Lives in the arena, which may hold the bytes too. */
void signed_event_read(struct bytes raw, struct arena *a, struct signed_event *ret);

#endif
