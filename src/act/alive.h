/* alive.h - does a run that was started in this repository still go on here? */
#ifndef ACT_ALIVE_H
#define ACT_ALIVE_H

#include "ledger/ledger.h"

/* From here on the run's process is known to live: until it ends, however that is. Nobody's word
 * depends on it, so that a failure is none. */
void alive_begin(const struct ledger *l, const char *run);
void alive_end(const struct ledger *l, const char *run);
/* Is that process still here? False also where nobody can tell. Clears up after one that died. */
bool alive_is(const struct ledger *l, const char *run);

/* The name of this host; NULL: it has none. Lives in the arena. */
const char *alive_host(struct arena *a);

#endif
