/*
 * readiness.h - where every step stands: its recorded state, what is computed from it, why it is not
 * ready, and the command that helps. status, next, show, run and complete ask here.
 */
#ifndef ENGINE_READINESS_H
#define ENGINE_READINESS_H

#include "engine/inputs.h"

struct step_view {
	const struct step *step;
	const struct step_state *state;
	bool ready; /* may run now: every need met, nothing protects it */
	bool stale; /* what it was verified with has changed, or a later verification failed */
	bool asserted; /* rests on an accepted claim of the import */
	bool disputed; /* the import's claims contradict each other */
	bool locked;
	const char *frozen;   /* id of the freeze that covers its file; NULL */
	const char **reasons; /* why it is not ready, stale or not to be trusted */
	size_t reason_count;
	const char *next; /* the command that leads on; NULL when nothing is to be done */
};

struct readiness {
	const struct runbook *runbook;
	const struct environment *environment;
	struct step_view *steps; /* in the runbook's order */
	size_t count;
};

/* Everything lives in the session's arena, states until the next event is recorded. */
int readiness_compute(struct session *session, const char *environment, struct readiness *ret,
		      struct err *err);
const struct step_view *readiness_step(const struct readiness *readiness, const char *step);
/* The step whose turn it is; NULL when all is done. */
const struct step_view *readiness_next(const struct readiness *readiness);

/* Is this step's need met by that one? Complete (stale or not), skipped, or claimed complete. */
bool step_meets_needs(const struct step_view *view);

#endif
