/* chain.h - single events of a verified chain, by their sequence. */
#ifndef LEDGER_CHAIN_H
#define LEDGER_CHAIN_H

#include "ledger/ledger.h"
#include "fold/fold.h"

struct ledger_range;

/* Is it worth to be read whole: has it the line of a recover, wherever? */
bool chain_may_recover(struct bytes raw);

/*
 * Takes out of a range what a recover in it has rejected. base: the SHA-256 of the event before its first
 * commit; NULL: it begins the chain.
 */
int chain_drop_rejected(struct ledger_range *range, const char *base, struct err *err);

/*
 * The events of a verified chain, by sequence: what a recover has rejected is in the branch and is
 * left out.
 */
int chain_open(struct repo *repo, const struct ledger_view *view, struct ledger_range **ret,
	       struct err *err);

/*
 * The bytes of one event, in the arena, and its commit (ret_commit may be NULL). They are those that
 * were verified: their SHA-256 is what the record remembers of that place. ERR_UNTRUSTED: others lie
 * there now.
 */
int chain_bytes(struct repo *repo, const struct ledger_view *view, uint64_t sequence,
		struct arena *a, struct bytes *ret, struct oid *ret_commit, struct err *err);

/* Lives in the arena. ret_attachments may be NULL: else what the event brought along. */
int chain_event(struct repo *repo, const struct ledger_view *view, uint64_t sequence,
		struct arena *a, struct event *ret, struct event_origin *ret_origin,
		struct attachments *ret_attachments, struct err *err);

/* The same from its bytes; they and the repository are borrowed. */
int chain_read(struct repo *repo, struct bytes raw, struct arena *a, struct event *ret,
	       struct event_origin *ret_origin, struct attachments *ret_attachments,
	       struct err *err);

#endif
