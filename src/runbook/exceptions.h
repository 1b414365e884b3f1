/*
 * exceptions.h - what is excepted in an environment, and why it stands still: waivers, incidents and halts
 * that acts set, out of the record alone. Status, gates and logs show them; what of them lets an act
 * through is the judge's (policy/act_except.c).
 */
#ifndef RUNBOOK_EXCEPTIONS_H
#define RUNBOOK_EXCEPTIONS_H

#include "model/state.h"
#include "runbook/runbook.h"

struct exception {
	enum event_word word;		       /* waive, incident-open, halt */
	const char *id;			       /* of the event that set it */
	const char *environment, *step, *path; /* NULL: of all, of none */
	const char *rule;		       /* of a waiver */
	const char *candidate;		       /* the one that it lets come; NULL: of any */
	const char *reason;
	uint64_t sequence;
	const char *until; /* NULL: until it is lifted */
	bool over;	   /* an incident that has outlived its time, and nobody closed */
};

/* Until when a waiver or incident holds; false: nothing says so, and then it holds never. */
bool exception_until(const struct entry *entry, int64_t *ret);
/* Is a halt over by itself? */
bool halt_is_over(const struct entry *entry, int64_t clock);

/* Those in force at that time, of an environment (NULL: of all), with those of paths: waivers by their
 * time, incidents until they are closed, halts. Valid until the next state_apply(). */
int exceptions_in_force(struct state *record, const struct runbook *rb, const char *environment,
			int64_t clock, struct arena *a, struct exception **ret,
			size_t *ret_count, struct err *err);
/* The incident of an environment that has outlived its time; NULL: none. A gate is NO-GO then. */
int incident_overdue(struct state *record, const struct runbook *rb, const char *environment,
		     int64_t clock, struct arena *a, const struct exception **ret,
		     struct err *err);
/* The command that closes it, for a reader (NULL: anybody) who may; else who may. */
const char *incident_close(struct state *record, const struct exception *incident,
			   const char *reader, struct arena *a);

#endif
