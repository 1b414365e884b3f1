/*
 * pattern.h - regular expressions (PCRE2), searched in text: UTF, multi-line (`^` and `$` at
 * every line), bounded in steps and memory, so that no pattern can hang the program.
 *
 *	CLEANUP(pattern_freep) struct pattern *restore = NULL;
 *
 *	if (pattern_compile("Restore path: ([^\"\\s]+)", at, &restore, err))
 *		return -1;
 *	if (pattern_search(restore, output, 0, &match, err))
 *		return -1;		// cannot tell: a limit was reached
 *	if (match.found)
 *		path = match.group[1];
 */
#ifndef MATCH_PATTERN_H
#define MATCH_PATTERN_H

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/err.h"

#define PATTERN_GROUPS 10 /* the whole match and nine groups */

struct pattern;

struct pattern_match {
	bool found;
	size_t begin, end;		    /* of the whole match, byte offsets */
	struct bytes group[PATTERN_GROUPS]; /* [0] is the whole; data NULL: did not take part */
};

/* `at` is where the pattern stands, for the message. Free with pattern_free(). */
int pattern_compile(const char *source, struct srcpos at, struct pattern **ret_pattern,
		    struct err *err);
/* The same where `^` and `$` are the ends of the whole text, as a JSON Schema means them. */
int pattern_compile_text(const char *source, struct srcpos at, struct pattern **ret_pattern,
			 struct err *err);
void pattern_free(struct pattern *pattern);
CLEANUP_POINTER(struct pattern, pattern_free)
/* Number of capturing groups, at most PATTERN_GROUPS - 1. */
unsigned pattern_groups(const struct pattern *pattern);

/*
 * The first match at or after byte `start`. Bytes that are not UTF-8 match nothing and do no
 * harm. No match is ret_match->found == false, not an error; ERR_LIMIT when it cannot be told
 * within LIMIT_PATTERN_STEPS.
 */
int pattern_search(const struct pattern *pattern, struct bytes text, size_t start,
		   struct pattern_match *ret_match, struct err *err);

#endif
