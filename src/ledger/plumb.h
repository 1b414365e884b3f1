/*
 * plumb.h - `git mcade hook apply`: what state_apply() makes of a message, for whoever wants to
 * compare: an auditor with another program, a test client without scruples. No key, no policy; no
 * ref moves.
 */
#ifndef LEDGER_PLUMB_H
#define LEDGER_PLUMB_H

#include "ledger/ledger.h"

/*
 * Files the message behind `parent` (a ledger commit), its attachments taken from the tree `files`
 * (a tree or a commit). Stores the tree's objects. *ret_tree: its id; out gets the message with the
 * File lines that it then must have. A log entry's time and name are those of the entry of this id
 * in `files` where there is one, else of now and user.name. ERR_FORMAT: it is malformed.
 */
int plumb_apply(const struct ledger *l, const char *parent, const char *files,
		struct bytes message, struct oid *ret_tree, struct strbuf *out,
		struct err *err);

#endif
