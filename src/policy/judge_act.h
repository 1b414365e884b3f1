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
#define CLOCK_SKEW 600 /* seconds that clocks may differ */

struct act_event {
	uint64_t sequence;
	enum event_word word;
	const char *principal;
	const char *sha256; /* of its commit's bytes, 64 hex */
	bool counts;
	bool contested;	       /* and so only owed an attestation */
	const char *directory; /* of a checkpoint that does not count; else NULL */
	/* Of one that does not count: a later adopt gave the name of its step to another, or the step
	 * another name. 0: none did. */
	uint64_t renamed;
};

/* An environment as it was just after an earlier event. */
struct act_was {
	bool known; /* it is an event of the environment, and counts */
	const char *const *pins;
	size_t pin_count;
	const char *code, *content, *candidate; /* that was brought there last; NULL: none */
};

/* The event that an act names as the last that its signer had seen. */
struct act_seen {
	bool found;  /* it is one of the chain before the act */
	bool behind; /* and an earlier act of the same signer had seen more */
	int64_t time;
};

/* Of an environment, as the signer of an event had seen them; which paths others gave since. */
struct act_pins {
	const char **items, **moved;
	size_t count, moved_count;
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
	/* promoted: only what was promoted there may run there. */
	int (*was)(void *context, const char *environment, uint64_t sequence, bool promoted,
		   struct arena *a, struct act_was *ret, struct err *err);
	/* The addresses of who wrote what a promotion brings; none: nobody, or it is not asked. */
	struct words authors;
	/* NULL: nobody knows. */
	void (*pins_seen)(void *context, const struct event *event, const char *environment,
			  struct arena *a, struct act_pins *ret);
	void *context;
	/*
	 * Readiness asks of an event that nobody has written yet: what its writer would fill in
	 * (definition, results of checks, evidence) is taken to be right. Where it names tips, what
	 * earlier events and these have is looked at, too.
	 */
	bool asked;
	const char
		*reader; /* principal who asked, and will read the advice; NULL: nobody's key */
	/* How many acts an advice looks ahead: it names the first of them that would pass; farther than
	 * that it names none. 0: it is the next act, whatever the judge finds of that. */
	unsigned ahead;
	/* Looked back at, from where it stands: what it says to be waived there is not compared here. */
	bool back;
	bool aside; /* asked for the advice of another alone, or where nobody knows with which files */
	bool cloned; /* whoever asks has the clone of the other repository in which the step runs */
};

#define ACT_AHEAD 16

/*
 * Adds a finding for each rule that it breaks: errors, or warnings for those under a waiver in
 * force ("but for the waiver of event N") that the event names. With an error the event does not count, unless it is one of
 * integrity. 0, whatever was found; -1: cannot tell.
 */
int judge_act(const struct act_facts *act, struct findings *found, struct err *err);

/*
 * What leads to this act on a step, for whoever signs or asked: as next_act_text() has it, with
 * <more> behind it (NULL: nothing), or what has to be done before it, or words ("hint: ...").
 */
const char *act_advice(const struct act_facts *act, enum event_word word, const char *step,
		       const char *environment, const char *more, struct arena *a);

/* The same, where what it runs has to be in a commit. */
const char *act_once_committed(const char *advice, struct arena *a);

#endif
