/*
 * alive.h - does a run that was started in this repository still go on here? Its process holds a lock for
 * as long as it lives, and writes down which process its command is. Twice:
 *
 *	<git directory>/mcade-run-<run>				for everybody who works in the repository
 *	<state>/git-mcade/<ledger>/running/<repository>/<run>	for its person
 *
 * Only the second proves that a run is gone: a repository may come from anybody, and a copy of either file
 * is not that file.
 */
#ifndef ACT_ALIVE_H
#define ACT_ALIVE_H

#include "ledger/ledger.h"

#include <sys/types.h>

/* From here on the run's process is known to live: until it ends, however that is. Nobody's word
 * depends on it, so that a failure is none. */
void alive_begin(const struct ledger *l, const char *run);
/* What it runs now; nothing where it has not begun. */
void alive_command(const struct ledger *l, const char *run, pid_t command);
void alive_end(const struct ledger *l, const char *run);

enum alive {
	ALIVE_UNKNOWN, /* nobody can tell */
	ALIVE_HERE,    /* its process, or the command that it has left behind */
	ALIVE_GONE,    /* it was begun here by this person, and nothing of it is left */
};
enum alive alive_of(const struct ledger *l, const char *run);

/* Where the files of this person's runs are, by their names; NULL: there is no such place. */
const char *alive_folder(const struct ledger *l);

/* The name of this host; NULL: it has none. Lives in the arena. */
const char *alive_host(struct arena *a);

#endif
