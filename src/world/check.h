/*
 * check.h - asks the world one question: a check is one probe, what is expected of it, when it
 * applies, how often it is tried again. git-mcade-runbook(5), "checks". Runs commands of the
 * adopted runbook, so only run, verify and their kind may call it; never a hook or an audit.
 */
#ifndef WORLD_CHECK_H
#define WORLD_CHECK_H

#include "world/evidence.h"
#include "world/template.h"
#include "runbook/recap.h"

/* The worst of several wins: they are in order. */
enum check_verdict {
	CHECK_NOT_APPLICABLE, /* `when` is not met: recorded, and no reason to stop */
	CHECK_PASS,
	CHECK_WARN,	    /* a failure of a check with `on_fail: warn` */
	CHECK_INCONCLUSIVE, /* waits for a person */
	CHECK_FAIL,
	CHECK_ERROR, /* could not be asked: no such program, a timeout, a pattern's limit */
};

const char *check_verdict_word(enum check_verdict verdict); /* "not-applicable", "pass", ... */
/* May one go on? What waits for a person or could not be asked does not hold. */
bool check_holds(enum check_verdict worst);

/* Output of a command or check, for `output_of`. */
struct recorded {
	const char *id; /* of the check, or "step" */
	struct proc_result process;
	struct capture out, err; /* what it wrote, to be judged: never shown, never stored */
	bool partial;		 /* of a run that is over: not all of that was recorded */
	struct recap recap;
	const char *restore; /* the last path printed: a play that saves twice ended up there */
};

struct checked {
	const struct check *check;
	const char *id;
	const char *of; /* the check that it uses; NULL: none */
	enum check_verdict verdict;
	const char *reason; /* one line; NULL on a pass */
	const struct expect_item *items;
	size_t item_count;
	unsigned attempts;
	int64_t milliseconds; /* with its waits and tries */
	const char *evidence; /* name of its piece */
};

/* What the record has as the answer to a manual check. */
struct check_answer {
	const char *id;
	const char *verdict; /* "pass", "fail"; NULL: none counts */
	const char *why;     /* why there is none, or what was said */
};

/* What the record has under an id, for checks that compare with it. */
struct baseline {
	const char *id;
	const char *value; /* as events name it; NULL: nothing that counts now */
	struct bytes json; /* that was stored; NULL data: not here */
	const char *why;   /* why nobody can compare with it; NULL: it is here */
};

struct check_results {
	struct checked *items;
	size_t count;
};

/* Everything that checks of one run share. Strings and results live in the arena. */
struct world {
	struct arena *arena;
	const struct runbook *runbook;
	const struct step *step; /* NULL: a check outside any step */
	const struct environment *environment;
	const char *root; /* the work tree; absolute */
	struct template_scope scope;
	struct env *env; /* what every command gets */
	char *const *caller_env;
	const struct redactor *secrets;
	proc_output_fn *on_output; /* live output of the step's command */
	proc_start_fn *on_start;   /* of each command */
	/* a line about what is going on ("check ready: try 3 of 10"); NULL: silent */
	void (*progress)(void *context, const char *line);
	void *context;
	const struct check_answer *answers; /* of its manual checks */
	size_t answer_count;
	const struct baseline *baselines;
	size_t baseline_count;
	bool keeps; /* what passes here becomes what others are compared with: run_request.keeps */
	const char *kept; /* JSON of the check that the environment records; NULL: none yet */
	int64_t started;  /* moment: files older than this were not `created` */
	const char *created; /* the file that the last check with `created` found; NULL */
	const char **passed; /* "NAME=value": what the runbook hands on of the caller's */
	size_t passed_count;
	const char *
		*unset; /* of the names that it hands on, those that the caller does not have */
	size_t unset_count;
	struct evidence_items evidence;
	struct recorded *recorded;
	size_t recorded_count;
	struct captured *captured;
	size_t captured_count;
	const char **unknown; /* ids of checks that nobody can answer: recall.h */
	size_t unknown_count;
	int interrupted; /* a signal that a person sent us: nothing more is started */
};

/*
 * A world for this step. root: absolute path of the work tree; environ_: the caller's
 * environment, from which env is built (proc/env.h). `secrets` is filled from the runbook's
 * `secrets:`; the caller frees it, after the world's last use. ERR_NOT_FOUND for a secret that
 * is not set, ERR_FORMAT for one too short to be masked.
 */
int world_open(struct world *world, const struct runbook *rb, const struct environment *env,
	       const struct step *step, const char *root, const char *git_sha, char **environ_,
	       struct redactor *secrets, struct arena *a, struct err *err);

/* Hands on, for a while, what the caller has of these: what there was before, to be put back. */
struct handed {
	struct env *env;
	size_t passed, unset;
};
struct handed world_hand(struct world *world, const struct words *names);
void world_take_back(struct world *world, struct handed before);

/* What a check has captured has a value for all that comes later. */
void world_capture(struct world *world, const char *check, const char *name, const char *value);

/* One line for people, without a secret; NULL stays NULL. */
const char *world_masked(const struct world *world, const char *text);
/* Expectations as they are shown and stored. */
const struct expect_item *world_masked_items(const struct world *world,
					     const struct expect_result *result);
/* Does `expect` speak of an output of which the middle is missing? Then nobody can tell. */
bool world_is_cut(const struct recorded *recorded, const struct doc_node *expect,
		  struct name_values captures);
#define WORLD_IS_CUT "the output is longer than what is kept: it cannot be judged"

/* What expectations of this world need beside an observation; borrows the world. */
struct expect_context world_expectations(struct world *world);

/*
 * All of a list, whatever the results; `list` is "guard", "stop", "before" or "check" and
 * begins the names of the evidence. *ret_worst is CHECK_PASS for an empty list.
 */
void check_run_all(struct world *world, const struct checks *checks, const char *list,
		   struct check_results *ret, enum check_verdict *ret_worst);

/* ERR_UNSUPPORTED, at its place, when this version cannot ask that question. Runs nothing. */
int check_supported(const struct check *check, struct err *err);
/* It names git.sha, and no commit is known of which it would be asked: it is inconclusive, and never asked. */
bool check_lacks_version(const struct world *world, const struct check *check);

#endif
