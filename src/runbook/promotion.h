/*
 * promotion.h - what may come into an environment with `promote.after`, and what came last: from the
 * record and the runbook alone. The judge, `promote`, `approve`, `gate`, `status` ask here, so that all of
 * them speak of one candidate.
 */
#ifndef RUNBOOK_PROMOTION_H
#define RUNBOOK_PROMOTION_H

#include "model/state.h"
#include "runbook/verdicts.h"

/*
 * The candidate that a promotion of this content would bring there: with the pins of the source where
 * `same_pins`, else with its own. After that promotion it is what the environment has. source: one of
 * `after`; NULL: the first. An environment without `after` has its own.
 */
int promotion_candidate(struct state *record, const struct environment *target,
			const char *source, const char *content, struct arena *a,
			const char **ret, struct err *err);
/* Those pins: what the event carries where `same_pins`. */
int promotion_pins(struct state *record, const struct environment *target, const char *source,
		   const char *const **ret, size_t *ret_count, struct err *err);

/* The pins with which that content is that candidate there: its own, or what a promotion would bring. */
int promotion_pins_of(struct state *record, const struct environment *there,
		      const char *content, const char *candidate, struct arena *a,
		      const char *const **ret, size_t *ret_count, bool *ret_known,
		      struct err *err);

/* Whose agreement a promotion there demands. NULL: nobody's. */
const struct approval *promotion_approval(const struct environment *target);

/* What was brought there last, with `content`, `candidate`, `source`; NULL: nothing yet. */
int promotion_last(struct state *record, const char *environment, const struct entry **ret,
		   struct err *err);
/* Is it what was brought there last, byte for byte and, where `same_pins`, pin for pin? */
bool promotion_is(const struct environment *target, const struct entry *last,
		  const char *content, const char *candidate);

/* What was brought there last, and the step, whose newest run was of something else, has not run: it may
 * again, though nothing that it names changed. NULL: it has, it never ran, or nothing is promoted there. */
int promotion_waits(struct state *record, const struct environment *target,
		    const struct step *step, const struct step_state *state,
		    const struct entry **ret, struct err *err);

/* The newest event of a rollback there, run or done by hand, and of those that name no event to go back to;
 * 0: there was none. What was seen to work before was seen of what may be no more. */
int promotion_undone(struct state *record, const char *environment, uint64_t *ret,
		     uint64_t *ret_plain, struct err *err);
/* The rollback that left this candidate there; of one that is not named (NULL), any. NULL: none. */
int promotion_barred(struct state *record, const struct runbook *rb,
		     const struct environment *there, const char *candidate,
		     const struct entry **ret, struct err *err);
/* Of that entry: did that rollback name no event to go back to, so that nothing else came in its place? */
bool promotion_bar_is_plain(const struct entry *bar);
/* The candidate that going back to another (NULL: not known) leaves there: what came or ran last, with the
 * pins of now. NULL: nobody knows, or it is the same. */
int promotion_left(struct state *record, const struct runbook *rb,
		   const struct environment *there, const char *back_to, struct arena *a,
		   const char **ret, struct err *err);

/* A step that does not count there for that content, and why. */
#define SHORTFALL_CONTENT "was seen to work with another content"
struct shortfall {
	const char *step; /* NULL: no step at all counts */
	const char *
		why; /* "is planned", "is stale (...)", "was seen to work with other content" */
	bool verify; /* it is complete, and a verification is enough: nothing that it names changed */
	bool reopen; /* it is complete, and only another run is enough */
};

/*
 * Every step that has to be complete there and is not, or not with this content: claimed, skipped,
 * deferred, stale, run from files of no commit. What is optional need not be done; what of it was done or
 * has failed counts. ret_since: when it last became whole so; 0 where it is not.
 */
int promotion_falls_short(struct state *record, const struct runbook *rb,
			  const struct environment *there, const char *content, bool same_pins,
			  int64_t clock, struct arena *a, struct shortfall **ret,
			  size_t *ret_count, int64_t *ret_since, struct err *err);

/*
 * What an environment is asked: its own checks and, once something was promoted there, those of the promotion.
 * A step that is none, so that whatever asks one can ask it. Lives in the arena.
 */
const struct step *environment_asked(const struct environment *env, bool promoted,
				     struct arena *a);

/* What it said of itself when it was asked last, where that was no yes, and it is still asked something.
 * NULL: it holds, as far as is known. */
int environment_fails(struct state *record, const struct environment *env,
		      const struct entry **ret, struct err *err);

/* Does the gate that guards the target say go, of the candidate and settings that the promotion names? */
int promotion_gate(struct state *record, const struct runbook *rb,
		   const struct environment *target, const struct procedure *gate,
		   const struct event *release, int64_t clock, struct gate_said *ret,
		   struct err *err);

/* What verdicts about a promotion are bound to: what the steps of the environment are (by the set of rules its
 * variables, too), and what is asked there and of the promotion. */
const char *promotion_definition(const struct runbook *rb, const struct environment *target,
				 struct arena *a);
const char *promotion_checks(const struct runbook *rb, const struct environment *target,
			     struct arena *a);

#endif
