/*
 * run.h - the world's side of `git mcade run STEP`: what is executed, in which order, and what
 * came of it. Writes no event; the caller records `start` before run_act() and `finish` after
 * it, and decides about needs, locks and approvals.
 *
 *	struct run run;
 *
 *	run_open(&run, &request, arena, err);		// resolves; --dry-run: run_plan()
 *	run_guard(&run, &results, &worst);		// guards; not CHECK_PASS: do not start
 *	... record `start` ...
 *	run_act(&run, &outcome);			// stop, before, command, recap, verify
 *	... record `finish` with outcome.ok, outcome.evidence ...
 *	run_close(&run);
 *
 *	run_verify(&run, &outcome);			// git mcade verify: its checks alone
 */
#ifndef WORLD_RUN_H
#define WORLD_RUN_H

#include "world/recall.h"

struct run_request {
	const struct runbook *runbook;
	const struct environment *environment;
	const struct step *step;
	const char *root;    /* absolute path of the work tree */
	const char *git_sha; /* commit of the code; NULL: none yet */
	char **environ_;     /* the caller's environment */
	/*
	 * The command is run a second time, and must then do what `idempotence` says (changed: 0
	 * where it says nothing), when asked for (--twice) and for a step with `idempotence`:
	 * always, or with `at: first_completion` until it has been complete here.
	 */
	bool twice;
	bool completed;			     /* here, and not reopened since */
	bool verify_only;		     /* run_verify(): the command need not be there */
	const struct remembered *remembered; /* then: evidence of the run that is verified */
	size_t remembered_count;
	const struct check_answer *answers; /* to manual checks */
	size_t answer_count;
	const struct baseline *baselines; /* with which checks compare */
	size_t baseline_count;
	bool keeps; /* what passes here becomes a baseline, where the environment records one */
	struct name_values inputs; /* that a rollback was given */
	proc_output_fn *on_output; /* live output, masked */
	proc_start_fn *on_start;   /* each command that is started */
	void (*progress)(void *context, const char *line);
	void *context;
};

struct run {
	struct run_request request;
	struct world world;
	struct redactor *secrets;
	struct resolved_command *command; /* NULL: verify_only */
	bool planned; /* nothing has run: captures are shown as <checks.ID.NAME> */
	size_t known; /* of the captures: recorded ones, of the run that is verified */
};

/* What came of it. Lives in the arena given to run_open(). */
struct run_outcome {
	bool ok; /* the command ended well, and everything that is demanded of it holds */
	const char *
		verified; /* "pass", "fail", "inconclusive" (a person has to answer); "none": there
				 are no checks, or not ok */
	const char *const
		*reasons; /* one line each, of command and checks; empty when all is well */
	size_t reason_count;
	bool started;	  /* the command was started: false when a stop check said no */
	const char *exit; /* "exit status 0", "signal 9 (Killed)", "no end after 30 s"; NULL */
	int code;
	struct recap recap;
	const char *recap_line; /* "hosts=1 ok=5 changed=2 unreachable=0 failed=0"; NULL */
	const char *restore;	/* last restore path printed; NULL: none */
	bool unchanged;	  /* the step changes nothing, or its recap shows that it did not */
	bool twice;	  /* the second run took place */
	bool interrupted; /* a person pressed Ctrl-C */
	unsigned spared, survivors_killed, left; /* processes: proc/proc.h */
	struct check_results stop, before, verify;
	enum check_verdict worst_stop, worst_before, worst_verify;
	struct evidence_items evidence; /* guards included */
	const char
		*baseline; /* JSON that the environment records, of a verification that passed;
				 NULL: none */
	uint64_t redactions;
};

/*
 * Resolves everything that can be resolved before anything runs, so that a run does not fail
 * half-way for a misspelt name: an error at its place. ERR_UNSUPPORTED for probes of later versions.
 */
int run_open(struct run *run, const struct run_request *request, struct arena *a,
	     struct err *err);
void run_close(struct run *run);

/* What --dry-run prints: commands resolved, guards, checks, approvals. Lives in the arena. */
const char *run_plan(struct run *run);
/* Lines that a person pastes into a shell, to do by hand what would be run. Lives in the arena. */
const char *run_by_hand(struct run *run);

void run_guard(struct run *run, struct check_results *ret, enum check_verdict *ret_worst);
/* What has begun ends, also badly: the outcome says how. */
void run_act(struct run *run, struct run_outcome *ret);
void run_verify(struct run *run, struct run_outcome *ret);

#endif
