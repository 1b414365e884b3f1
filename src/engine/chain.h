/*
 * chain.h - single events of a verified chain, by their sequence; and what somebody saw who stood
 * at an earlier one.
 */
#ifndef ENGINE_CHAIN_H
#define ENGINE_CHAIN_H

#include "engine/session.h"
#include "ledger/fold.h"

struct ledger_range;

/*
 * The events of a verified chain, by sequence: what a recover has rejected lies in the branch and is
 * left out.
 */
int chain_open(struct repo *repo, const struct ledger_view *view, struct ledger_range **ret,
	       struct err *err);

/* Lives in the arena. ret_attachments may be NULL: else what the event brought along. */
int chain_event(struct repo *repo, const struct ledger_view *view, uint64_t sequence,
		struct arena *a, struct event *ret, struct event_origin *ret_origin,
		struct attachments *ret_attachments, struct err *err);

/*
 * Judges an act on the record at `seen` plus the signer's own events since (of the chain up to
 * the view): *ret true when it then breaks nothing. Folds from the genesis: rarely asked. How events
 * up to the head were judged is taken from the view; else each contested one would ask the same again.
 */
int verify_was_right(struct repo *repo, const struct ledger_view *view, uint64_t seen,
		     const char *principal, const struct act_facts *act, bool *ret,
		     struct err *err);

#endif
