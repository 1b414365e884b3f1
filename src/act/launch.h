/*
 * launch.h - between the ledger and the world: may this step run now, from which files, and what of
 * the run goes into its events. cmd/run.c calls it; world/run.h does the running.
 */
#ifndef ACT_LAUNCH_H
#define ACT_LAUNCH_H

#include "act/readiness.h"
#include "ledger/record.h"
#include "world/run.h"

struct launch {
	const struct readiness *readiness;
	const struct step_view *view;
	const char *root;	   /* work tree of the step's repository */
	char code[OID_HEX_SIZE];   /* its HEAD; "" before the first commit */
	struct step_inputs inputs; /* of the files that will be used: the work tree's */
	const char *dirty;	   /* a file that is not as that commit has it; NULL */
	const char *loose;   /* the same file, where a program takes all that is there; NULL */
	const char *outside; /* one that it names and `content` leaves out; NULL */
};

/*
 * Finds repository and files. ERR_NOT_FOUND names `git config mcade.repo.<name>.path`. Dirty are also
 * any other tracked file, and what the step names and nobody tracks.
 */
int launch_prepare(const struct ledger *l, const struct readiness *readiness,
		   const struct step_view *view, struct launch *ret, struct err *err);

/*
 * Everything that forbids a run now: what the judge finds against its start (word; of a manual step, against
 * its attest), and what only the files
 * here can tell: that they are there, and in a live environment that they are on a governed branch and
 * that HEAD is pushed. `leave` says what the
 * person has answered for.
 */
struct launch_leave {
	bool changed;	      /* the files may differ from those that ran last */
	bool offline;	      /* nothing can be pushed now: HEAD goes with the events later */
	const char *incident; /* id of the one in which rules may be passed; NULL */
	bool beside;	      /* it may begin beside a rollback that is under way */
};
/* Names each file of a start that differs from what ran last here as accepted. */
void launch_accept(const struct ledger *l, const struct launch *launch, struct event *event);
int launch_check(const struct ledger *l, const struct launch *launch, enum event_word word,
		 struct launch_leave leave, struct findings *refused, struct err *err);

/*
 * In a live environment: a file that no governed branch has as it is here; or HEAD, which the event
 * will name and whoever takes it looks for, is on no branch of the remote. message NULL: neither.
 */
struct launch_unseen {
	const char *path, *expected, *found, *fix, *message;
};
int launch_unseen(const struct ledger *l, const struct launch *launch, bool offline,
		  struct launch_unseen *ret, struct err *err);

/* How what ran, and HEAD has, gets to a governed branch that has it not, where that is found against its
 * completion; NULL: each has it, or HEAD has it not either. */
const char *launch_unpushed(const struct ledger *l, const struct readiness *r,
			    const struct step_view *view, const struct findings *found);

/* The same of a verification, before anything is asked of the world. */
int launch_ask_verify(const struct ledger *l, const struct launch *launch,
		      struct findings *refused, struct err *err);

/* Where a run would be refused for what only the files here can tell, the readiness says that instead
 * of offering it. */
void launch_advise(const struct ledger *l, struct readiness *readiness);

/* What has to be done with its dirty file. */
const char *launch_clean(const struct launch *launch);
/* A finding where what a person would speak of is in no commit: nobody else could look at it. */
void launch_uncommitted(const struct launch *launch, struct findings *refused);
/* What verdicts are bound to: definition, checks, commit and candidate; of files of no commit there is
 * none. */
int launch_bind(const struct ledger *l, const struct launch *launch, struct event *event,
		struct err *err);
/* The fields that start and verify share: what is run, of which content, for which candidate. */
int launch_describe(const struct ledger *l, const struct launch *launch, struct event *event,
		    struct err *err);
/*
 * The files once more: the first path that is not as it was recorded, or NULL. Right before the run that is all that
 * launch_prepare() looks at; after it what declares or says what is done, since a run may write where it is.
 */
int launch_reread(const struct ledger *l, const struct launch *launch, bool ran,
		  const char **ret_changed, struct err *err);

/* How a run ended, with what its checks say. */
void launch_outcome(const struct ledger *l, const struct launch *launch,
		    const struct run_outcome *outcome, struct intent *finish);
/* What a verification found. */
void launch_verified(const struct ledger *l, const struct launch *launch,
		     const struct run_outcome *outcome, struct intent *verify);
/* Checks and evidence of an outcome, as fields and attachments of finish or verify. */
void launch_results(const struct ledger *l, const struct run_outcome *outcome,
		    struct intent *intent);
/* Results under a prefix: "guard." */
void launch_checks(const struct ledger *l, const char *prefix,
		   const struct check_results *results, struct event *event);

/* What the run left that a verification is of. */
int launch_remember(const struct ledger *l, const struct launch *launch,
		    struct run_request *request, struct err *err);

/* A request for world/run.h. */
struct run_request launch_request(const struct launch *launch, bool verify_only,
				  char **environ_);

#endif
