/*
 * proc.h - runs a program with a deadline: the only place that starts, waits for and ends
 * processes.
 *
 *	const char *const argv[] = {"ansible-playbook", "site.yml", NULL};
 *	struct proc_spec spec = {.argv = argv, .env = env_list(env), .timeout_seconds = 1800};
 *	struct proc_result result;
 *	if (proc_run(&spec, arena, &result, err) < 0)
 *		return -1;
 *	if (result.how != PROC_EXITED || result.code != 0) ...
 *
 * The program gets a session and process group of its own, no file descriptor but 0 to 2,
 * default signal dispositions, an empty signal mask, umask 022, and stdin from /dev/null unless
 * something is given. When proc_run() returns, nothing it started is alive, with one exception:
 * after exit status 0, descendants that left the session and closed our pipes (a service that
 * was brought up) are spared and counted. A timeout returns at most 2 seconds after the
 * deadline.
 *
 * INT, TERM and HUP that arrive meanwhile are passed on and the end is waited for, 10 seconds
 * at most; a second signal ends everything at once.
 */
#ifndef PROC_PROC_H
#define PROC_PROC_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"
#include "proc/keeper.h"
#include "text/redact.h"

#include <signal.h>
#include <sys/types.h>

#define PROC_GRACE_MS 600  /* between TERM and KILL, and for KILL to take effect */
#define PROC_LINGER_MS 600 /* for what a program that succeeded leaves behind to finish */

/* Live output; `stream` is 1 or 2. Called between reads, on our own stack. */
typedef void proc_output_fn(void *context, int stream, struct bytes piece);
/* The program has been started, as this process. */
typedef void proc_start_fn(void *context, pid_t pid);

struct proc_spec {
	const char *const *argv; /* NULL-terminated; argv[0] is looked up in env's PATH */
	const char *cwd;	 /* NULL: ours */
	const char *const *env;	 /* complete, NULL-terminated "NAME=value"; never NULL */
	struct bytes stdin_data; /* data NULL: /dev/null */
	int64_t timeout_seconds; /* 1 .. LIMIT_TIMEOUT_MAX: nothing runs without a deadline */
	size_t capture_limit;	 /* bytes kept of each stream; 0: LIMIT_CAPTURE */
	/*
	 * The person's terminal is stdin and /dev/tty (a password prompt); output is captured
	 * and passed to on_output all the same.
	 */
	bool interactive;
	const struct redactor *secrets; /* masks what is kept and shown; NULL: none */
	proc_output_fn *on_output;	/* masked, for people; NULL: nobody watches */
	proc_start_fn *on_start;	/* NULL: nobody asks */
	void *context;			/* of both */
	proc_output_fn *on_written; /* as the program wrote it, to be judged and never shown */
	void *judge;		    /* its context */
};

enum proc_how {
	PROC_EXITED,	/* code: the exit status */
	PROC_SIGNALLED, /* code: the signal that ended it */
	PROC_TIMED_OUT, /* code: 0; we ended it */
};

struct proc_result {
	enum proc_how how;
	int code;
	struct capture out, err;   /* masked */
	uint64_t redactions[2];	   /* runs of bytes masked in each */
	int64_t start, end;	   /* moments, time_now() */
	int64_t milliseconds;	   /* by the monotonic clock */
	unsigned survivors_killed; /* descendants that we had to end */
	unsigned spared;	   /* services left running */
	unsigned left;	 /* could not be ended: another user's, or stuck in the kernel */
	int interrupted; /* the signal (INT, TERM, HUP) that we got and passed on; else 0 */
};

/*
 * Returns 0 when the program was started and has ended, however it ended. -1: it could not be
 * started at all (ERR_NOT_FOUND: no such program or folder; ERR_IO), or the deadline is missing
 * or out of range (ERR_LIMIT).
 */
int proc_run(const struct proc_spec *spec, struct arena *a, struct proc_result *ret,
	     struct err *err);

/*
 * Does a program that somebody started by proc_run(), or what it started in its group or session, still
 * live? Also where that cannot be told.
 */
bool proc_lives(pid_t pid);

/*
 * From here on INT, TERM and HUP reach what proc_run() runs and nothing else: who has begun something
 * records how it ended. proc_let_go() forgets those that came since, and they end the program again.
 */
struct proc_hold {
	sigset_t before;
};
void proc_hold_on(struct proc_hold *ret);
void proc_let_go(const struct proc_hold *hold);

/*
 * Waits. INT, TERM and HUP end the wait: that signal is returned and has no other effect; else 0.
 */
int proc_pause(int64_t seconds);

/* "exit status 2", "signal 9 (Killed)", "no end after 30 s". Lives in the arena. */
const char *proc_describe(const struct proc_result *result, struct arena *a);

/*
 * Runs a program as if it had been called in our place, and waits: our terminal, output, directory,
 * environment and umask, and no bound; a script without an interpreter is the shell's. input: what we
 * have read of our own input, from its beginning; NULL: it goes on reading ours. *ret_status: how it
 * exited; 1 where a signal ended it, 127 where it cannot be run.
 */
int proc_hand_over(const char *const *argv, const struct bytes *input, int *ret_status,
		   struct err *err);

#endif
