/*
 * session.h - what main() opened for one command: repository, configuration, clock, arena, the
 * ledger where it stands. Commands hand the ledger down; nothing below them knows a session.
 */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "ledger/ledger.h"
#include "ledger/person.h"

struct session {
	struct arena arena;
	struct ledger ledger; /* its view: NEEDS_LEDGER, or what the command looks at */
	struct person person;
	struct err unread; /* NEEDS_HOOK: why this version cannot read it; ledger.repo: NULL */
	struct progress *progress; /* set by main() before session_begin() */
};

/* What a command needs open before it begins. */
enum session_needs {
	NEEDS_NOTHING,
	NEEDS_REPO,   /* ledger.repo; a linked work tree or bare repository will do */
	NEEDS_HOOK,   /* the same, and Git's environment says which repository and index */
	NEEDS_LEDGER, /* ledger.view: verified up to its tip, confirmed */
	NEEDS_VIEW,   /* ledger.view, also the remote's and unconfirmed: which is said */
};

int session_begin(struct session *session, enum session_needs needs, struct err *err);

void session_close(struct session *session);

#endif
