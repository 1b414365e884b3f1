/*
 * notify.h - whoever wants to know is told of one's own events once the remote has them: the command of
 * mcade.notify, from the person's own configuration, gets them on stdin.
 */
#ifndef REMOTE_NOTIFY_H
#define REMOTE_NOTIFY_H

#include "ledger/verify.h"

/* NULL: nobody wants to. What a repository's own configuration says is not even looked at. */
const char *notify_command(const struct ledger *l);

/* Before anything is published: what the remote has already, nobody is told of. */
void notify_begin(const struct ledger *l);

/* This person's events that the remote has and nobody was told of, oldest first; from here on they count
 * as told. Lives in the ledger's arena. */
int notify_due(const struct ledger *l, struct verified_event **ret, size_t *ret_count,
	       struct err *err);

/* Runs the command, outside every work tree and for some seconds at most. */
int notify_run(const struct ledger *l, const char *command, struct bytes text, struct err *err);

#endif
