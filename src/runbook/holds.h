/*
 * holds.h - what a runbook holds back until an act lifts it: steps that are dormant, and freezes; and
 * which freezes are in force with those that acts set.
 */
#ifndef RUNBOOK_HOLDS_H
#define RUNBOOK_HOLDS_H

#include "model/state.h"
#include "runbook/runbook.h"

/* "sha256:<hex>" of how a hold is written ("freeze:proxy", "dormant:PLAT_16"); NULL where the runbook
 * holds nothing of that name. */
const char *hold_digest(const struct runbook *rb, const char *hold, struct arena *a);
/* Those that the next runbook has no more, or writes otherwise: an adopt names them. */
struct words holds_ended(const struct runbook *now, const struct runbook *next,
			 struct arena *a);
/* Was it lifted as it is written now? path: of the subject's file, or STATE_PATHS. */
int hold_is_lifted(struct state *record, const struct runbook *rb, const char *path,
		   const char *hold, struct arena *a, bool *ret, struct err *err);

/* A freeze in force. */
struct frozen {
	const struct freeze *freeze;
	uint64_t sequence; /* of the act that set it; 0: it is the runbook's */
};

/* Those of the runbook that no thaw opened, then those of acts. record NULL: no act is known. */
int freezes_in_force(struct state *record, const struct runbook *rb, struct arena *a,
		     struct frozen **ret, size_t *ret_count, struct err *err);
/* Is it frozen by this: a path, or the step that uses it? */
bool freeze_covers(const struct freeze *freeze, const char *path);
/* The one that keeps a step, or its playbook, from running at that time (0: at any); NULL: none. */
int step_frozen(struct state *record, const struct runbook *rb, const struct step *step,
		int64_t time, struct arena *a, const struct freeze **ret, struct err *err);

#endif
