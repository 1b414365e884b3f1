/*
 * readiness.h - where every step stands: what is recorded, what is computed from it, why it is not
 * ready, and the command that helps. status, next, show, run and complete ask here. *Ready* means
 * that the judge finds nothing against the start that would be written; the reasons are its
 * findings: nothing else decides it.
 */
#ifndef ACT_READINESS_H
#define ACT_READINESS_H

#include "act/inputs.h"
#include "policy/judge_act.h"
#include "runbook/approvals.h"
#include "repo/oid.h"

struct step_view {
	const struct step *step;
	const struct step_state *state;
	bool ready; /* may start now */
	bool stale; /* what it ran or was verified with has changed, or a verification failed */
	const char *stale_run; /* why only another run mends it; NULL */
	const char **changed;  /* files, and parts of what commands mean, that a reason names */
	size_t changed_count;
	bool asserted;	   /* rests on an accepted claim of the import */
	bool contradicted; /* the import's claims contradict each other */
	bool locked;
	struct step_inputs
		committed; /* of HEAD, its own repository's; no file: not read, or in the past */
	char elsewhere[OID_HEX_SIZE];	 /* HEAD of the other repository; "": it has none */
	const char *unread;		 /* why its clone cannot be read here; NULL: it can */
	const char *unread_fix;		 /* NULL: nobody knows */
	const char *frozen;		 /* id of the freeze that covers its file; NULL */
	const struct approval *approval; /* that a start demands; NULL: none */
	struct approved *approvals;	 /* that were said since the last act on it */
	size_t approval_count;
	const char *owed; /* what a person has to say before it helps to do it; NULL */
	const char *need; /* the first step that has to be done before; NULL */
	const struct step_view *first; /* readiness_first(), where it was asked */
	const char **reasons;	       /* why it is not ready, stale or not to be trusted */
	size_t reason_count;
	/* What leads on: a command for this reader, or words ("hint: ..."); NULL when nothing is to
	 * be done, or in the past. */
	const char *next;
};

struct readiness {
	const struct runbook *runbook;
	const struct environment *environment;
	struct step_view
		*steps; /* in the runbook's order; those that exist in the environment */
	size_t count;
	char code[OID_HEX_SIZE]; /* HEAD; "": no commit yet, or in the past */
	const char *content;	 /* of HEAD, where an approval is demanded; NULL */
	const char *settings;	 /* the same; NULL also where there is no manifest */
	bool past;		 /* of an earlier event: nobody can act there */
	bool one;		 /* of the step alone that was asked for */
	const char *reader; /* principal for whom the advice is; NULL: a key that is nobody's */
};

/*
 * Everything lives in the ledger's arena, states until the next event is recorded. past: the
 * ledger stands at an earlier event; then files make nothing stale and nothing is offered.
 */
int readiness_compute(const struct ledger *l, const char *environment, bool past,
		      struct readiness *ret, struct err *err);
/* The same of one step, for an act on it; NULL, or one that does not exist there: of none. */
int readiness_one(const struct ledger *l, const char *environment, const char *step,
		  struct readiness *ret, struct err *err);
/* What has changed since it was seen to work, added to the view. head: its files are known. */
int readiness_stale(const struct ledger *l, const struct readiness *r, bool head,
		    struct step_view *view, struct err *err);
/* Where it stands, in one word: its phase, or what of it is no longer, or only claimed. */
const char *step_standing(const struct step_view *view);
/* Does its next run need an approval that nobody has given? */
bool step_lacks_approval(const struct step_view *view);
/* What the import said of it is all that there is. */
bool step_is_claimed(const struct step_view *view);
/* The commit of the newest good run there, of which gates and triggers are asked; *ret NULL: nothing ran well. */
int readiness_newest_code(const struct ledger *l, const struct readiness *readiness,
			  const char **ret, struct err *err);
/* NULL: no such step in this environment. */
const struct step_view *readiness_step(const struct readiness *readiness, const char *step);
/* Is it worth a word why it may not run? What is done, or was set aside, has nothing to wait for. */
bool readiness_waits(const struct step_view *view);
/* The step that has to be done before a step, before that one, and so on; the step itself. */
const struct step_view *readiness_first(const struct readiness *readiness, const char *step);
/* The step whose turn it is; NULL when all is done. */
const struct step_view *readiness_next(const struct readiness *readiness);

/* Content, candidate and settings of a commit there, with the pins in force; nothing of none (""). */
int readiness_candidate(const struct ledger *l, const struct readiness *r, const char *code,
			struct event *event, struct err *err);
/* The candidate that HEAD would bring there, or is there. */
int readiness_coming(const struct ledger *l, const struct runbook *runbook,
		     const struct environment *there, const char **ret, struct err *err);
/* Reads the content of HEAD once, where some step there demands an approval of it, or is manual. */
int readiness_content(const struct ledger *l, struct readiness *r, struct err *err);
/* Why what a person did of the step is of another release than HEAD has; NULL: it is not, or nobody did. */
const char *readiness_attested(const struct readiness *r, const struct step_state *state);
/* What an approval of a start from that commit has to be of, added to the start that is asked for. dirty:
 * from files of no commit. */
int readiness_bind(const struct ledger *l, const struct readiness *r,
		   const struct step_view *view, const char *code, bool dirty,
		   struct event *event, struct err *err);
/* Whoever reads it and may act himself: then what he approved or witnessed may not count. NULL: he may not. */
const char *readiness_acts(const struct ledger *l, const char *reader, enum event_word word,
			   const char *environment);
/* Who has approved that start. */
int readiness_approvals(const struct ledger *l, const struct readiness *r,
			const struct event *start, struct step_view *view, struct err *err);
/* Before which event nobody spoke of what a gate would decide: verdict_moved(). */
uint64_t readiness_moved(const struct ledger *l, const struct readiness *r,
			 const struct step *step);
/* Of a step of another repository: which, and the commit of it. */
void readiness_of(const struct ledger *l, const struct step *step, const char *code,
		  struct event *event);
/* Names the tips that its writer will name, where it rests on them. */
int readiness_tips(const struct ledger *l, const struct readiness *r, struct event *event,
		   struct err *err);
/* What the judge finds against an event that would be written. by: who would sign it; NULL: whoever may. */
int readiness_asks(const struct ledger *l, const struct readiness *r, const struct event *event,
		   const char *by, struct findings *found, struct err *err);
/* The event that would start the step, or attest a manual one: what readiness and `run` ask the judge of. */
void readiness_start(const struct ledger *l, const struct step_inputs *inputs,
		     const char *environment, const struct step *step, struct event *ret);

#endif
