/*
 * join.h - how a repository comes to have a ledger and a clone comes to know it: genesis, pin,
 * the exported allowed-signers file, the marks that say which ledger belongs here.
 */
#ifndef REMOTE_JOIN_H
#define REMOTE_JOIN_H

#include "ledger/ledger.h"
#include "model/finding.h"

/*
 * Is there room for a new ledger here and at every remote? A ledger that is there already is a no,
 * in `refused`; ERR_CONFLICT names what is in the way: a branch "mcade" or "mcade/evidence". A remote
 * that does not answer is ERR_WAITING unless `offline`.
 */
int adoption_room(const struct ledger *l, bool offline, struct findings *refused,
		  struct err *err);

/*
 * What init and join leave behind once l->view is there and confirmed: mcade.ledgerId, the
 * allowed-signers file and gpg.ssh.allowedSignersFile where that is unset.
 */
int adoption_settle(const struct ledger *l, struct err *err);

/* Writes the keys in force for stock git; returns the file's path (in the ledger's arena). */
int adoption_export(const struct ledger *l, const char **ret_path, struct err *err);

#endif
