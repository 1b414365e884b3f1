/*
 * pending.h - how a run ended, kept until it is recorded: written before anything is tried, for its
 * person only, so that no key, disk or other person can take it away.
 *
 *	<state>/git-mcade/<ledger>/pending/<run>	one file: the event's fields, then its evidence
 *	<git directory>/mcade/pending/<run>		where that cannot be written
 *
 * A repository that was copied or handed over makes nobody sign anything: of the second place a person
 * sees first what there is (run --resume); of the first it is recorded if the file is this user's
 * alone, the run's start is in the ledger, signed by this person on this host, and each body has the
 * digest that is written down for it. Text and bodies are masked as everything that is recorded.
 *
 * A run whose process is known to be gone (act/alive.h) and of which no end is kept is lost: nobody knows
 * how it ended, and that is recorded, by the same people. Where nobody can tell, it stays open.
 */
#ifndef ACT_PENDING_H
#define ACT_PENDING_H

#include "ledger/record.h"

enum pending_place {
	PENDING_STATE, /* outside the repository: recorded by the next act or sync */
	PENDING_GIT,   /* below the git directory: by run --resume only */
	PENDING_LOST,  /* no end is kept: its process is gone, and the start is open */
};

struct pending {
	const char *path, *run;
	enum pending_place place;
	struct intent
		intent; /* with id, Occurred and what its signer had seen; empty: damaged; of
			   one that is lost nobody knows when it ended */
	/* After pending_record(): */
	struct receipt receipt; /* sequence 0: it is not recorded */
	struct findings refused;
	const char *why; /* it is left alone, also before; NULL: nothing says so */
};

/* Keeps the finish, which has its run and id, as having occurred now. Lives in the arena. */
int pending_keep(const struct ledger *l, const struct intent *finish, struct pending *ret,
		 struct err *err);
/* It is recorded, or kept as a signed event. */
void pending_drop(const struct pending *pending);

/*
 * What is kept of this ledger and not in its chain, by name of its run; of a run that still goes on here,
 * or that another clone began and has not published, nothing. Of what is damaged, `why` says so.
 */
int pending_list(const struct ledger *l, struct pending **ret, size_t *ret_count,
		 struct err *err);
/*
 * Records what is at this place and may be. Goes on where one is refused: see each. *ret_view is the
 * ledger after it.
 */
int pending_record(const struct ledger *l, enum pending_place place, struct pending **ret,
		   size_t *ret_count, const struct ledger_view **ret_view, struct err *err);

#endif
