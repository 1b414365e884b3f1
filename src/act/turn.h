/* turn.h - the last run of a step: who has it, since when, and how long it may take yet. */
#ifndef ACT_TURN_H
#define ACT_TURN_H

#include "ledger/ledger.h"

struct turn {
	const char *run; /* "": it never ran */
	bool open;
	const char *who, *host; /* of one that is open; host NULL: not said */
	int64_t since,
		left; /* left: seconds until it has had its time, and anybody may abandon it */
};

int turn_find(const struct ledger *l, const char *environment, const char *step,
	      struct turn *ret, struct err *err);

/* Waits for some seconds. False: INT, TERM or HUP came. */
bool turn_pause(int64_t seconds);

#endif
