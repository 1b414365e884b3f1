/*
 * judge_act.h - the one judge of acts: may this event count at this place? Asked by the writer
 * before it signs, by pre-receive, by audit and sync for each event, and for readiness with the
 * event that would be written. Nobody asks in another way.
 *
 * Pure: the record is the fold of the earlier events that count; what stands in objects of the
 * repository (files, commits) is looked at by whoever has them (fold/objects.h).
 */
#ifndef POLICY_JUDGE_ACT_H
#define POLICY_JUDGE_ACT_H

#include "runbook/runbook.h"
#include "model/state.h"

/* What is known of an earlier event of the chain: asked for `attest event:N`. */
struct act_event {
	uint64_t sequence;
	enum event_word word;
	const char *principal;
	const char *sha256; /* of its commit's bytes, 64 hex */
	bool counts;
	bool contested;	       /* and so only owed an attestation */
	const char *directory; /* of a checkpoint that does not count; else NULL */
};

/* The event that an act names as the last that its signer had seen. */
struct act_seen {
	bool found;  /* it is one of the chain before the act */
	bool behind; /* and an earlier act of the same signer had seen more */
	int64_t time;
};

struct act_facts {
	const struct event *event;
	const struct event_origin *origin;
	struct state *record;	       /* before this event */
	const struct runbook *runbook; /* in force there; NULL: none */
	struct attachments attachments;
	bool id_used;		     /* an earlier event has this Mcade-Id */
	const struct act_seen *seen; /* NULL: of a genesis, and where nothing is written yet */
	/* The clock of the server that it comes in by: its own time is its signer's word. 0: it is in
	 * already. */
	int64_t received;
	/* False where there is no such event before this one. NULL: nobody knows. */
	bool (*find)(void *context, const char *id, struct act_event *ret);
	/* The rule by which an earlier event does not count; NULL: it counts, or there is none. */
	const char *(*disputed)(void *context, const char *id);
	/* The newest commit of a governed branch that an event names which the signer knew; NULL:
	 * none. */
	const char *(*newest)(void *context, const struct event *event, const char *ref);
	void *context;
	/*
	 * Readiness asks of an event that nobody has written yet: what its writer would fill in
	 * (definition, results of checks, evidence) is taken to be right.
	 */
	bool asked;
	const char
		*reader; /* principal who asked, and will read the advice; NULL: nobody's key */
	/* How many acts an advice looks ahead: it names the first of them that would pass. 0: it is the
	 * next act, whatever the judge finds of that. */
	unsigned ahead;
	bool aside; /* asked for the advice of another alone */
};

#define ACT_AHEAD 16

/*
 * Adds a finding for each rule that it breaks: errors, or warnings for those under a waiver in
 * force ("waived by event N"). With an error the event does not count, unless it is one of
 * integrity. 0, whatever was found; -1: cannot tell.
 */
int judge_act(const struct act_facts *act, struct findings *found, struct err *err);

/*
 * What leads to this act on a step, for whoever signs or asked: "git mcade <act> <STEP> --env
 * <ENV><more>", or what has to be done before it, or words ("hint: ...").
 */
const char *act_advice(const struct act_facts *act, enum event_word word, const char *step,
		       const char *environment, const char *more, struct arena *a);

/* The same, where what it runs has to be in a commit. */
const char *act_once_committed(const char *advice, struct arena *a);

bool act_governs(const struct runbook *runbook, const char *ref);
/* Does it say that its bytes are those of the governed branches? */
bool act_rests_on_tips(const struct act_facts *act);

/* Is a step's need met by this state of another? Complete (stale or not), skipped, or claimed. */
bool step_meets_needs(const struct step_state *state);

/* Of a complete step what was seen to work last: its run, or a verification since. */
const struct entry *act_seen_to_work(const struct step_state *state);

/* Does the record say no more of that step yet than a claim would? By the name that it has before the
 * adopt. A run, a verification or a reopen is not undone by what somebody wrote down before. */
int act_is_claimable(struct state *record, const struct event *adopt, const char *step,
		     const char *environment, struct arena *a, bool *ret, struct err *err);

/* "sha256:<hex>" of what runs, of what is checked, of how a hold of the runbook is written. */
const char *act_definition(const struct runbook *runbook, const struct step *step,
			   const struct environment *environment, struct arena *a);
const char *act_checks(const struct runbook *runbook, const struct step *step,
		       const struct environment *environment, struct arena *a);
/* NULL where the runbook holds nothing of that name ("freeze:proxy", "dormant:PLAT_16"). */
const char *act_hold_definition(const struct runbook *runbook, const char *hold,
				struct arena *a);
/* The holds of a runbook that the next one has no more, or writes otherwise: an adopt names them. */
struct words act_holds_ended(const struct runbook *now, const struct runbook *next,
			     struct arena *a);
/* "sha256:<hex>" of content and pins ("sha256:<hex>", sorted "path=value"). */
const char *act_candidate(const char *content, const char *const *pins, size_t count,
			  struct arena *a);

/*
 * Why what was shown of a step says nothing of it any more: its definition, its checks, a pin or what
 * it needs changed since it was verified, or a later verification failed. Files of a work tree are
 * compared by whoever reads them.
 */
struct act_stale {
	const char *why; /* "pin platform.redis.image was replaced since" */
	bool run;	 /* only a run mends it, else a verification */
};

int act_stale(struct state *record, const struct runbook *runbook,
	      const struct environment *environment, const struct step *step,
	      const struct step_state *state, struct arena *a, struct act_stale **ret,
	      size_t *ret_count, struct err *err);

/* Paths of the files that a start names otherwise than what ran last of that step. */
struct words act_changed(const struct subject *step, const struct event *start,
			 struct arena *a);

/* The hold that keeps a step's file or the step itself from running: a freeze. NULL: none. */
int act_frozen(struct state *record, const struct runbook *runbook, const struct step *step,
	       const char **ret_hold, struct err *err);

#endif
