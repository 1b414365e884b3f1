/*
 * err.h - why a question could not be answered. A "no" is not an error: it is a finding.
 *
 *	if (!file)
 *		return err_set(err, ERR_IO, "cannot open '%s': %s", path, strerror(errno));
 *
 * The caller owns the struct (normally on the stack of main()); nothing is allocated. The
 * message is made once, where the fault is detected: lower case, no full stop, subject in
 * quotes. Callers may put context before it with err_prefix(), and name the command that helps
 * with err_next().
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/compat.h"
#include "base/srcpos.h"

enum err_code {
	ERR_NONE,
	ERR_IO,		 /* the system said no */
	ERR_FORMAT,	 /* the input is not what it must be */
	ERR_NOT_FOUND,	 /* a named thing is not there */
	ERR_CONFLICT,	 /* two things are in each other's way */
	ERR_RACE,	 /* another writer was first: look again, and retry: exit status 2 */
	ERR_LIMIT,	 /* larger, deeper or longer than base/limits.h allows */
	ERR_TIMEOUT,	 /* a deadline passed */
	ERR_UNSUPPORTED, /* known, named, and not of this version */
	ERR_UNTRUSTED,	 /* the ledger cannot be trusted: exit status 3 */
	ERR_WAITING,	 /* not decided yet; a person must act: exit status 2 */
	ERR_USAGE,	 /* the command line is wrong: exit status 129 */
};

struct err {
	enum err_code code;
	struct srcpos at;
	char file[256]; /* at.file points here when set by err_at() */
	char text[1536];
	char next[512]; /* the exact command to type next; "" when there is none */
};

/* All of these return -1, so that a failure is one line. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);
int err_at(struct err *err, enum err_code code, struct srcpos at, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* The same error in another place: at.file follows. */
void err_copy(struct err *to, const struct err *from);
/* As err_set(), with ": " and the text of errno behind it. */
int err_errno(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Puts context before an existing message. */
int err_prefix(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Names the next command; keeps the message. */
int err_next(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The exit status of the command-line contract: 2, 3, 128 or 129. */
int err_exit_status(const struct err *err);

#endif
