/*
 * shown.h - what was shown of a step, and whether it still says anything of it: from the record and
 * the runbook alone. Files of a work tree are compared by whoever reads them.
 */
#ifndef RUNBOOK_SHOWN_H
#define RUNBOOK_SHOWN_H

#include "model/state.h"
#include "runbook/runbook.h"

/* Why it does not: its definition, its checks, a pin or what it needs changed since it was verified,
 * or a later verification failed. */
struct stale {
	const char *why; /* "pin platform.redis.image was replaced since" */
	bool run;	 /* only a run mends it, else a verification */
};

/* The newest event of a rollback there that named none to go back to: its end, or its start while it goes
 * on; one that never ran undid nothing. 0: there was none. */
uint64_t environment_undone(const struct subject *environment);

int step_stale(struct state *record, const struct runbook *rb,
	       const struct environment *environment, const struct step *step,
	       const struct step_state *state, struct arena *a, struct stale **ret,
	       size_t *ret_count, struct err *err);

/* Paths of the files that a start names otherwise than what ran last of that step. */
struct words files_changed(const struct subject *step, const struct event *start,
			   struct arena *a);

/* The part that stands for what nobody can tell: the digest of the whole content. */
#define MEANING_CONTENT "content"

/* Names of the parts that are in `now`, as values of Mcade-Meaning, and not in the entry of a run or of a
 * verification. Nothing was another before there was one. */
struct words meaning_changed(const struct entry *then, struct words now, struct arena *a);

/* Of a start against what ran last: what whoever starts it is asked to accept. Where nobody can tell what
 * changed there is nothing that he could. */
struct words meaning_asked_of(const struct subject *step, const struct event *start,
			      struct arena *a);

/* Does the event say that its bytes are those of the governed branches? */
bool event_rests_on_tips(const struct event *event, const struct runbook *rb);

#endif
