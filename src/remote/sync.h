/*
 * sync.h - the ledger and its remote: fetch, judge against what was seen there before, publish.
 * Everything on the network goes through git; nothing local moves before it is verified.
 */
#ifndef REMOTE_SYNC_H
#define REMOTE_SYNC_H

#include "ledger/aside.h"
#include "model/finding.h"

enum sync_relation {
	SYNC_NO_REMOTE,	  /* none is configured */
	SYNC_UNREACHABLE, /* it did not answer; *reason says what git said */
	SYNC_UNPUBLISHED, /* the remote has no ledger yet */
	SYNC_EQUAL,
	SYNC_BEHIND,	/* the remote has events that are not here */
	SYNC_AHEAD,	/* we hold events that are not there */
	SYNC_LOST_RACE, /* both: another writer was first */
};

struct sync_state {
	enum sync_relation relation;
	const struct ledger_view *local;  /* NULL: this clone has none yet */
	const struct ledger_view *remote; /* verified; NULL: none */
	const char *reason;		  /* of SYNC_UNREACHABLE */
	struct oid astray;		  /* what the local branch holds; zero: nothing */
	bool back;			  /* that is not `local`, and cannot be trusted */
	const char *kept;     /* the ref that keeps what the local branch held then */
	const char *evidence; /* why bodies of evidence are not there; NULL: they are */
};

/*
 * Fetches the ledger's branches into refs/remotes/<remote>/ and judges what came: continues what was
 * seen there before, or ERR_UNTRUSTED, with both tips kept under refs/mcade/alarm/. What is good is
 * remembered. `patient`: wait as long as git does; else a few seconds.
 */
int sync_fetch(const struct ledger *l, bool patient, struct sync_state *ret, struct err *err);
/* SYNC_BEHIND: the local branch moves forward to the verified remote head. */
int sync_forward(const struct ledger *l, struct sync_state *state, struct err *err);
/* SYNC_AHEAD, SYNC_UNPUBLISHED: pushes. ERR_CONFLICT when a person was faster. */
int sync_push(const struct ledger *l, struct sync_state *state, struct err *err);
/*
 * The everyday act: fetch, forward, push. A lost race is ERR_WAITING with the way out. A local branch
 * that is not what was verified here goes back to that, once the remote is known to be good.
 */
int sync_all(const struct ledger *l, struct sync_state *ret, struct err *err);

/*
 * SYNC_LOST_RACE: keeps our branch under refs/mcade/aside/ (*ret_ref), moves the local branch to the
 * remote's head, records again what happened, and lists what was set aside, oldest first. Else tries
 * once more what happened and is kept there; ERR_USAGE where there is nothing.
 */
int sync_set_aside(const struct ledger *l, struct sync_state *state, const char **ret_ref,
		   struct aside_event **ret, size_t *ret_count, struct err *err);

/*
 * Was something fetched of the remote's ledger that is not behind this view? SYNC_BEHIND: it goes
 * on from it; SYNC_LOST_RACE: apart; SYNC_EQUAL: nothing. Not verified, and the network is not asked.
 */
enum sync_relation sync_fetched(const struct ledger *l, const struct ledger_view *view,
				struct oid *ret);

/* Remembers what was verified there, by remote and by address. */
int sync_remember_remote(const struct ledger *l, const struct ledger_view *view,
			 struct err *err);

/* The tip of the ledger's branch at a remote, without fetching; zero: none. */
int sync_remote_tip(const struct ledger *l, const char *remote, struct oid *ret,
		    bool *ret_reachable, const char **ret_reason, struct err *err);

#endif
