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
/* That event, done or under way; NULL: there was none. */
const struct entry *environment_undone_by(const struct subject *environment);

/* Of a step that was seen to work before such a rollback, event `undone` (0: there was none): what shows that
 * it is there again. A verification does where one of its checks tells the version; another would pass with
 * what was there before the step, too. */
struct redo {
	bool due; /* nothing did yet */
	bool run; /* only a run does, else a verification */
	bool blind;
};
#define REDO_BLIND "; its checks pass with any version, since none names ${{ git.sha }}"

/* Does one of its checks name the version? */
bool step_names_version(const struct runbook *rb, const struct step *step);
/* The same of one that ran, by the rules in force: it asks for that of the run, and what shows that this one is
 * there shows no other content. */
int step_shows_run(struct state *record, const struct runbook *rb, const struct step *step,
		   const struct step_state *state, bool *ret, struct err *err);

/* What says of which content a complete step is: its run where that is shown, else what it was seen to work by. */
const struct entry *step_content_of(const struct step_state *state, bool shows_run);

struct redo step_redo(const struct runbook *rb, const struct step *step,
		      const struct step_state *state, uint64_t undone, struct arena *a);

int step_stale(struct state *record, const struct runbook *rb,
	       const struct environment *environment, const struct step *step,
	       const struct step_state *state, struct arena *a, struct stale **ret,
	       size_t *ret_count, struct err *err);

/* Paths of the files that a start names otherwise than what ran last of that step. */
struct words files_changed(const struct subject *step, const struct event *start,
			   struct arena *a);

/* The part that stands for what nobody can tell: the digest of the whole content. */
#define MEANING_CONTENT "content"
/* The part that stands for a variable that a text reads: its value is each environment's own, and who changes it is
 * who adopts. */
#define MEANING_VARIABLE "runbook.yaml:vars."
/* Of files of no commit: those may be others each time. */
#define MEANING_OF_NO_COMMIT \
	"sha256:0000000000000000000000000000000000000000000000000000000000000000 content"

/* Names of the parts that are in `now`, as values of Mcade-Meaning, and not in the entry of a run or of a
 * verification. Nothing was another before there was one. */
struct words meaning_changed(const struct entry *then, struct words now, struct arena *a);

/* Of a start against what ran last: what whoever starts it is asked to accept, which is no variable. By the first rules that was
 * nothing where nobody can tell what changed. */
struct words meaning_asked_of(const struct subject *step, const struct event *start,
			      uint64_t set, struct arena *a);

/* The same; where it never ran there, against what ran where that environment is promoted from. */
int meaning_asked(struct state *record, const struct environment *environment,
		  const struct step *step, const struct event *start, uint64_t set,
		  struct arena *a, struct words *ret, struct err *err);

/* Does the event say that its bytes are those of the governed branches? */
bool event_rests_on_tips(const struct event *event, const struct runbook *rb);

#endif
