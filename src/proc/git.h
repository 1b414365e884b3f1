/*
 * git.h - runs the `git` program where Git itself must act: everything on the network, and the
 * commands that have no place in a library.
 *
 *	const char *const args[] = {"ls-remote", "--", url, NULL};
 *	struct git_call call = {.dir = path, .args = args, .quiet = true};
 *	if (git_run(&call, arena, &result, err) < 0) ...
 *
 * Each child runs with --no-replace-objects and without grafts, commit-graph, lazy fetches,
 * fsmonitor and automatic gc, in the C locale. Git's local variables (GIT_DIR, GIT_INDEX_FILE
 * ...) do not reach it, so that `dir` alone decides where it works.
 */
#ifndef PROC_GIT_H
#define PROC_GIT_H

#include "proc/proc.h"

#define GIT_TIMEOUT_LOCAL 120

struct git_call {
	const char *dir;	 /* work tree, bare repository or .git folder; NULL: ours */
	const char *const *args; /* NULL-terminated, without "git" */
	struct bytes stdin_data;
	int64_t timeout_seconds; /* 0: GIT_TIMEOUT_LOCAL */
	bool no_hooks;		 /* core.hooksPath=/dev/null */
	bool quiet;		 /* never asks: no password, no passphrase, no host key */
	bool keep_local;	 /* as a hook's own repository: GIT_DIR, quarantine and all */
	bool keep_config;	 /* `git -c` and GIT_CONFIG_COUNT of whoever called us */
	const char *objects; /* it reads and writes objects there alone; NULL: where they are */
	proc_output_fn *on_output; /* progress of a fetch or push; NULL: nobody watches */
	void *context;
};

/*
 * As proc_run(): 0 when git ran, whatever its exit status; -1 when it could not be started or
 * did not end in time (ERR_TIMEOUT).
 */
int git_run(const struct git_call *call, struct arena *a, struct proc_result *ret,
	    struct err *err);

/* The first line of git's stderr that says why ("fatal: ...", "Permission denied"); "": none. What
 * comes last only says that something failed. */
const char *git_complaint(const struct proc_result *result, struct arena *a);

/*
 * The same where only success will do: -1 (ERR_IO, with git's complaint) unless
 * the exit status is 0. *ret_out is git's whole stdout; ERR_LIMIT when it was cut. ret_out may
 * be NULL.
 */
int git_run_ok(const struct git_call *call, struct arena *a, struct bytes *ret_out,
	       struct err *err);

#endif
