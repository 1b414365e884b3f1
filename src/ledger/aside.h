/*
 * aside.h - events that were signed here and are not in the ledger: those that lost a race, and what
 * happened and could not be recorded. They are under refs/mcade/aside/, on the event they followed.
 * And facts that are in it and do not count yet.
 */
#ifndef LEDGER_ASIDE_H
#define LEDGER_ASIDE_H

#include "ledger/ledger.h"
#include "model/event.h"
#include "model/finding.h"

struct receipt;

struct aside_event {
	struct event event;
	struct oid commit;
	struct oid parent; /* the event before it; of a recover not what it rejects */
	const char *ref;   /* what keeps it */
	const char *name, *email;
	const char
		*key; /* that signed it, as in trust.yaml: names are what anybody may write */
	int64_t time;
	const char *subject;
	bool happened; /* a fact; else an act, which a person may do again */
	bool called_off; /* a run that was called off before it began, or the end of one; a recover */
	/* After sync: */
	bool contested;
	uint64_t recorded;	     /* its new sequence; 0: it is not in the ledger */
	const struct receipt *moved; /* recorded as of now, no longer as of then */
	const char *command;	     /* that does it again; NULL: none does */
	struct findings refused;     /* or by what it is contested */
};

/* The name of a ref for what is set aside now. */
const char *aside_ref(const struct ledger *l, const char *name);
/* The events from after the common base of `tip` and the view up to `tip`, oldest first. */
/*
 * Is this the last of the events of such a ref? Then what was seen here stands there, and was not
 * rewound: of several people in one clone, another one settled the race.
 */
int aside_keeps(const struct ledger *l, const struct oid *tip, bool *ret, struct err *err);
int aside_read(const struct ledger *l, const struct ledger_view *view, const char *ref,
	       const struct oid *tip, struct aside_event **ret, size_t *ret_count,
	       struct err *err);
/* All that is kept there and not in the chain of this view; what cannot be read is left out. */
int aside_list(const struct ledger *l, const struct ledger_view *view, struct aside_event **ret,
	       size_t *ret_count, struct err *err);

/* A fact of the chain that waits for an attestation. */
struct contested_fact {
	uint64_t sequence;
	const char *word, *principal, *rule; /* the first by which it is contested */
	const char *next;		     /* contested_way() */
};
/* How it gets to count, for whoever reads: the command, or who runs it. Lives in the arena. */
const char *contested_way(const struct ledger *l, const struct ledger_view *view,
			  uint64_t sequence);
void contested_list(const struct ledger *l, const struct ledger_view *view,
		    struct contested_fact **ret, size_t *ret_count);

#endif
