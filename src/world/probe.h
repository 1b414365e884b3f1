/*
 * probe.h - what each kind of probe looks at: the functions of the rows of runbook/probes.h. Used by
 * check.c alone, and by run.c for the step's own command.
 */
#ifndef WORLD_PROBE_H
#define WORLD_PROBE_H

#include "world/check.h"
#include "world/watch.h"

/* A command with nothing left to look up: what --dry-run prints and proc_run() gets. */
struct resolved_command {
	const char *const *argv; /* NULL-terminated */
	const char *script;	 /* on stdin of a target, or behind `sh -c`; NULL */
	bool script_on_stdin;
	const char *target; /* NULL: here */
	const char *cwd;    /* absolute; of ours, also for a target's argv */
};

/*
 * Shell text becomes `/bin/sh -c TEXT`, exactly as written; a list stays without a shell. A target
 * is its argument vector, and reads shell text: a list goes there with each element in quotes.
 */
int probe_resolve(const struct world *world, const struct command *command, const char *on,
		  const char *cwd, struct resolved_command *ret, struct err *err);

struct probe_terms {
	int64_t timeout;
	bool interactive;
	bool live;		       /* people watch */
	const struct watches *watches; /* NULL: nothing is looked for */
};

/*
 * Runs it. The script for a target is preceded by assignments of the MCADE_ variables, since
 * no environment travels over ssh.
 */
int probe_command(const struct world *world, const struct resolved_command *command,
		  const struct probe_terms *terms, struct recorded *ret, struct err *err);

/* What a command's result looks like to expectations. */
void probe_observe(const struct recorded *recorded, struct arena *a, struct observation *ret);

/*
 * The file that `created: PATTERN` of an expectation names (templates are resolved; wildcards
 * stand in the last component only), if it appeared or changed since the world was opened.
 */
int probe_created(const struct world *world, const struct doc_node *expect,
		  struct observation *seen, struct err *err);

/* A variable of the run or of whoever called; NULL: there is none. */
const char *probe_env(const struct world *world, const char *name);

/* What one try has seen, and with what. */
struct attempt {
	struct resolved_command command;
	struct recorded recorded;
	bool has_process;	/* then what it saw is made of that */
	struct watches watches; /* the captures of the check, in their order */
	bool watched;		/* they have seen the output while it streamed */
	struct observation seen;
	const char *probe; /* for the evidence, where no command ran: "file /etc/redis.conf" */
};

/* A watch for each capture of the check. */
int check_open_watches(struct world *world, const struct check *check, struct watches *ret,
		       struct err *err);
void check_close_watches(struct watches *all);
/* Before judging: an expectation may speak of what was captured. NULL text: not found. */
int check_capture(struct world *world, const struct check *check, struct attempt *t,
		  struct err *err);
/* What it captured, for its evidence: a JSON object, masked; a verification has it from there (recall.h). NULL:
 * nothing. */
const char *check_captured(const struct world *world, const struct check *check);

/* ERR_IO, ERR_NOT_FOUND where it cannot be told. */
typedef int look_fn(struct world *world, const struct check *check, struct attempt *t,
		    struct err *err);

struct probe_kind {
	const char *word;
	look_fn *look; /* NULL: of a later version, or another check is asked */
	bool later;
};
const struct probe_kind *probe_kind(enum probe probe);

#endif
