/*
 * launch.h - between the ledger and the world: may this step run now, from which files, and what of
 * the run goes into its events. cmd/run.c and cmd/verify.c call it; world/run.h does the running.
 */
#ifndef ENGINE_LAUNCH_H
#define ENGINE_LAUNCH_H

#include "engine/readiness.h"
#include "engine/record.h"
#include "world/run.h"

struct launch {
	const struct readiness *readiness;
	const struct step_view *view;
	const char *root;	   /* work tree of the step's repository */
	char code[OID_HEX_SIZE];   /* its HEAD; "" before the first commit */
	struct step_inputs inputs; /* of the files that will be used: the work tree's */
	bool dirty;		   /* they differ from that commit */
	const char *changed;	   /* what differs from what was verified last here; NULL */
};

/* Finds repository and files. ERR_NOT_FOUND names `git config mcade.repo.<name>.path`. */
int launch_prepare(struct session *session, const struct readiness *readiness,
		   const struct step_view *view, struct launch *ret, struct err *err);

/*
 * Everything that forbids a run now: needs, locks, freezes, disputes, a completion that still holds,
 * and in a live environment files that are on no governed branch or changed since they were verified
 * (unless accept_changed).
 */
int launch_check(struct session *session, const struct launch *launch, bool accept_changed,
		 struct findings *refused, struct err *err);

/* Definition, uses, inputs, code, host, dirty: the fields that start and verify share. */
void launch_describe(struct session *session, const struct launch *launch, struct event *event);

/* Checks and evidence of an outcome, as fields and attachments of finish or verify. */
void launch_results(struct session *session, const struct run_outcome *outcome,
		    struct intent *intent);

/* A request for world/run.h. */
struct run_request launch_request(const struct launch *launch, char **environ_);

#endif
