/*
 * drills.h - what a drill showed last, of which candidate, and whether one is due: from the record and
 * the runbook alone. The probe `drill: ID` is answered here; status, audit and gates ask when one is overdue.
 */
#ifndef RUNBOOK_DRILLS_H
#define RUNBOOK_DRILLS_H

#include "runbook/verdicts.h"

struct drill_said {
	const char *verdict; /* pass, fail; NULL: it says nothing of that candidate */
	const char *why;     /* of no pass; NULL */
	uint64_t sequence;   /* of its newest run; 0: none */
	uint64_t last;	     /* event about it; 0: none */
	/* Where it is done, if not where that is asked: whether its settings are still those of the manifest
	 * there is left to whoever has the commit (fold/drilled.h). NULL: here */
	const struct environment *elsewhere;
	const char *settings; /* of that run */
};

/* Of the candidate that is asked about; asked.environment: where that is asked. A drill that has an
 * environment of its own was done there. */
int drill_read(struct state *record, const char *drill, const struct verdict_asked *asked,
	       struct arena *a, struct drill_said *ret, struct err *err);

/* The command by which it is done, where it is done, for a check that is asked there. */
const char *drill_command(const struct runbook *rb, const char *drill, const char *environment,
			  struct arena *a);

struct drill_due {
	const struct procedure *drill;
	const struct step_state *state; /* in that environment */
	const char *environment;	/* that was asked about */
	uint64_t passed; /* event by which it passed last, wherever it may be done; 0: never */
	int64_t last;	 /* and when */
	bool overdue;	 /* `every` is over since, or it never passed */
};

/* Of each drill that there is in an environment. Lives in the arena. */
int drills_due(struct state *record, const struct runbook *rb, const struct environment *there,
	       int64_t clock, struct arena *a, struct drill_due **ret, size_t *ret_count,
	       struct err *err);

#endif
