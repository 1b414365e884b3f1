/* running.h - what is run and recorded from its start to its end: a step, a rollback. */
#ifndef CMD_RUNNING_H
#define CMD_RUNNING_H

#include "act/drilling.h"
#include "cmd/act.h"
#include "world/run.h"

#define OPTION_ANYWAY                                                       \
	{                                                                   \
		OPTION_FLAG, 0, "anyway", NULL,                             \
			"go ahead beside what runs there; that is recorded" \
	}

struct running {
	struct session *s;
	const struct option_values *o;
	struct result *result;
	struct act act; /* start or verify */
	struct readiness readiness;
	struct launch launch;
	struct run run;
	bool alone; /* a rollback, a drill: nobody is waited for, nothing completes */
	struct name_values inputs; /* that it was given */
	struct drilling drilling;  /* drill NULL: it is none */
	const char *begun;	   /* its id, where it has been; NULL */
	bool opened, live, told;   /* told: the remote has the start before anything runs */
};

/* The step that the act names, as it stands there now. */
int running_look(struct running *r, struct err *err);
/* Resolves everything of what is launched, before anything runs. */
int running_open(struct running *r, bool verify_only, struct err *err);
/* Does it go ahead beside a rollback that is under way there, as was said? Then the event says so. */
int running_beside(struct running *r, bool *ret, struct err *err);
/* Asks its guards; 1: refused. */
int running_guards(struct running *r);
/* Start, command, checks, end, each recorded. A job that is cancelled, or a Ctrl-C, ends the command, and
 * what came of it is recorded. */
int running_execute(struct running *r, struct err *err);
int running_with(struct running *r, struct session *s, const struct option_values *o,
		 struct result *ret, int (*fn)(struct running *, struct err *),
		 struct err *err);

#endif
