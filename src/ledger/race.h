/* race.h - of two writers one was first: said in one way to the other, wherever that is found. */
#ifndef LEDGER_RACE_H
#define LEDGER_RACE_H

#include "base/err.h"

#define RACE_FIRST "another writer's events came first"
#define RACE_UNPUBLISHED "yours are not published"

/* ERR_RACE, with what has become of one's own (RACE_UNPUBLISHED), and what to do. Returns -1. */
static inline int race_lost(struct err *err, const char *own)
{
	err_set(err, ERR_RACE, RACE_FIRST "; %s", own);
	return err_next(err, "git mcade sync");
}

#endif
