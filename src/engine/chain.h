/*
 * chain.h - single events of a verified chain, by their sequence; and what somebody saw who stood
 * at an earlier one.
 */
#ifndef ENGINE_CHAIN_H
#define ENGINE_CHAIN_H

#include "ledger/fold.h"
#include "repo/repo.h"
#include "repo/oid.h"

struct ledger_range;

/*
 * The events of a verified chain, by sequence: what a recover has rejected lies in the branch and is
 * left out.
 */
int chain_open(struct repo *repo, const struct oid *head, uint64_t head_sequence,
	       struct ledger_range **ret, struct err *err);

/* Lives in the arena. ret_attachments may be NULL: else what the event brought along. */
int chain_event(struct repo *repo, const struct oid *head, uint64_t head_sequence,
		uint64_t sequence, struct arena *a, struct event *ret,
		struct event_origin *ret_origin, struct attachments *ret_attachments,
		struct err *err);

/*
 * Judges an act on the record at `seen` plus the signer's own events since (of the chain up to
 * head): *ret true when it then breaks nothing. Folds from the genesis: rarely asked. known: how the
 * events up to the head were judged; else each contested one would ask the same of all before it.
 */
int verify_was_right(struct repo *repo, const struct oid *head, uint64_t head_sequence,
		     struct event_index *known, uint64_t seen, const char *principal,
		     const struct act_facts *act, bool *ret, struct err *err);

#endif
