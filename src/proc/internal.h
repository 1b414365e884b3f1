/*
 * internal.h - what the files of proc/ share: starting, and the search for what a program has
 * left running.
 */
#ifndef PROC_INTERNAL_H
#define PROC_INTERNAL_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

/* ---- starting ---- */

struct proc_spec;
struct started {
	pid_t pid;
	int in, out, err; /* our ends, non-blocking; in is -1 where nothing is to be written */
};
int spawn(const struct proc_spec *spec, struct arena *a, struct started *ret, struct err *err);

/* ---- what is left running: sweep_linux.c, or sweep_posix.c elsewhere ---- */

struct relative {
	pid_t pid, session;
};

struct family {
	pid_t leader;	  /* the program that we started */
	bool own_session; /* it leads a session of its own */
	ino_t pipes[2];	  /* our output pipes */
	/* children of ours that were there before: their families are not touched */
	struct relative *before;
	size_t before_count;
	int was; /* what sweep_end() puts back */
};

/*
 * Before the program starts: become the parent of orphans, and note who is there already.
 * `before` lives in the arena.
 */
void sweep_begin(struct family *family, struct arena *a);
void sweep_end(const struct family *family);

/*
 * Sends `sig` to the program's group and to every descendant, however far it has fled; 0 only
 * looks. With `spare`, descendants that left the session and hold none of the pipes are left
 * alone and counted in *ret_spared (NULL without `spare`). Returns how many (others) are alive, the
 * leader not counted. Reaps the dead, the leader excepted.
 */
unsigned sweep(const struct family *family, int sig, bool spare, unsigned *ret_spared);

/* Closes every descriptor from `lowest` on. Safe between fork and exec. */
void close_from(int lowest);

#endif
