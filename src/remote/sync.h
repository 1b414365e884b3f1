/*
 * sync.h - the ledger and its remote: fetch, judge against what was seen there before, publish.
 * Everything on the network goes through git; nothing local moves before it is verified. Of several
 * processes in one clone each waits for its turn (mcade.syncTimeout), else ERR_WAITING and nothing has
 * changed.
 */
#ifndef REMOTE_SYNC_H
#define REMOTE_SYNC_H

#include "ledger/aside.h"
#include "ledger/record.h"
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
	const char *kept; /* the ref that keeps what the local branch held then; of what
			       * git cannot keep, a folder with the bytes of its commits */
	uint64_t lost;	  /* this clone had verified up to there, and it is gone; 0: nothing */
	bool refused;	  /* a hook of the remote said no to the push */
	const char *evidence; /* why bodies of evidence are not there; NULL: they are */
	struct aside_event
		*events; /* ours that were signed again, or were to be: oldest first */
	size_t event_count;
	const char *
		aside; /* the ref that keeps what the local branch held before; NULL: all is here */
};

/*
 * Fetches the ledger's branches into refs/remotes/<remote>/ and judges what came: continues what was
 * seen there before, or ERR_UNTRUSTED, with both tips kept under refs/mcade/alarm/. What is good is
 * remembered. `patient`: wait as long as git does; else a few seconds, also for another process.
 */
int sync_fetch(const struct ledger *l, bool patient, struct sync_state *ret, struct err *err);
/* The same, and of SYNC_BEHIND the local branch moves forward to the verified remote head. */
int sync_follow(const struct ledger *l, bool patient, struct sync_state *ret, struct err *err);
/* Pushes what is here, without a look at what is there. ERR_RACE when another writer was faster. */
int sync_publish(const struct ledger *l, struct sync_state *state, struct err *err);
/*
 * The everyday act: fetch, forward, sign again what lost a race, push. A local branch that is not what
 * was verified here goes back to that, once the remote is known to be good.
 */
int sync_all(const struct ledger *l, struct sync_state *ret, struct err *err);

/*
 * The same, and before that all objects of the remote's ledger are fetched anew, for those that are
 * missing or damaged here: sync_all() does so where it meets one.
 */
int sync_anew(const struct ledger *l, struct sync_state *ret, struct err *err);

/* How many events of l->view the remote is not known to have; 0: there is no remote. */
int sync_unpublished(const struct ledger *l, uint64_t *ret, struct err *err);
/*
 * Publishes them, where it may go without being asked for: not for the first time, and nothing that
 * another person signed or that does not count. *ret: the ledger after it.
 */
int sync_share(const struct ledger *l, const struct ledger_view **ret, struct err *err);

/*
 * As record_event(), but the event is in the ledger only once the remote has it: else nothing of it
 * remains. What others were first with is taken in, and the judge asked again. Wants a remote, and
 * l->view the head here.
 */
int sync_record(const struct ledger *l, struct intent *intent, struct receipt *ret_receipt,
		struct findings *refused, struct err *err);

/*
 * Fetches, and after a lost race signs again what happened here, but no acts, of which each has its
 * command; another person's events are refused. What the local branch held stays at ret->aside. Else tries
 * once more what happened and is kept there, if anything is.
 */
int sync_set_aside(const struct ledger *l, struct sync_state *ret, struct err *err);

/*
 * Was something fetched of the remote's ledger that is not behind this view? SYNC_BEHIND: it goes
 * on from it; SYNC_LOST_RACE: apart; SYNC_EQUAL: nothing. Not verified, and the network is not asked.
 */
enum sync_relation sync_fetched(const struct ledger *l, const struct ledger_view *view,
				struct oid *ret);

/* The same, and how many commits it has that are not here: 0 where it has nothing. */
enum sync_relation sync_behind(const struct ledger *l, const struct ledger_view *view,
			       size_t *ret_count);

/* Remembers what was verified there, by remote and by address. */
int sync_remember_remote(const struct ledger *l, const struct ledger_view *view,
			 struct err *err);

/* The tip of the ledger's branch at a remote, without fetching; zero: none. */
int sync_remote_tip(const struct ledger *l, const char *remote, struct oid *ret,
		    bool *ret_reachable, const char **ret_reason, struct err *err);
/* Takes out of the evidence branches here what the view's events let go. */
int sync_let_go(const struct ledger *l, struct err *err);

#endif
