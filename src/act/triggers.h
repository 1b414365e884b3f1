/*
 * triggers.h - what must hold, else a rollback is due: asked of the world now, recorded nowhere. `rollback
 * --check` shows it; whoever promotes from an environment asks the same.
 */
#ifndef ACT_TRIGGERS_H
#define ACT_TRIGGERS_H

#include "act/readiness.h"
#include "world/check.h"

struct trigger_said {
	const struct procedure *rollback;
	const char *check;
	enum check_verdict verdict; /* CHECK_FAIL: it fires */
	const char *reason;	    /* one line; NULL where it holds */
	const char *command;	    /* that goes back */
};

struct triggers {
	struct trigger_said *items; /* in the runbook's order */
	size_t count;
	bool fire;    /* at least one */
	bool unknown; /* of one nobody can tell */
	size_t asked; /* that gave an answer, or that the runbook does not ask of this environment */
};

/* All of the environment's. root: the work tree; a progress line for each check. */
int triggers_ask(const struct ledger *l, const struct readiness *r, char **environ_,
		 void (*progress)(void *context, const char *line), struct triggers *ret,
		 struct err *err);

#endif
