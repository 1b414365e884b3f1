/*
 * register.h - every exception that a chain has: who let what through, why, until when, and whether it is
 * open. Of what nobody let through (a broken rule) the findings of the audit speak.
 */
#ifndef BRANCHES_REGISTER_H
#define BRANCHES_REGISTER_H

#include "ledger/verify.h"

struct registered {
	const char *kind; /* "waiver", "incident", ...: the table in register.c */
	uint64_t sequence;
	int64_t time;
	const char *principal; /* NULL: not known */
	const char *subject;   /* of the event: "skip A in prod" */
	const char *detail;    /* which rules, files, criteria; NULL */
	const char *reason, *until;
	const char *path,
		*slot; /* where it is filed while it lasts; NULL: it is over with the act */
	bool counts, open;
};

struct exception_register {
	struct registered *items;
	size_t count;
};

/* An event of the walk, in its order. */
void register_take(struct exception_register *r, const struct verified_event *event,
		   struct arena *a);
/* What counts, and what of it is open in that view. */
int register_settle(struct exception_register *r, const struct ledger_view *view, int64_t now,
		    struct err *err);

#endif
