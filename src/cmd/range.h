/* range.h - stretches of the ledger as they are typed: A..B, --since, --until. */
#ifndef CMD_RANGE_H
#define CMD_RANGE_H

#include "cmd/command.h"
#include "ledger/past.h"

/* Is it one, and no step: has it two dots? */
bool range_is(const char *text);

/*
 * "A..B": what came behind A, up to B; each an event, ledger commit, moment or day. Without A from the
 * genesis on, without B up to the view's head.
 */
int range_parse(const struct session *s, const char *text, struct past_wanted *ret,
		struct err *err);

/* The two places of it: `from` and the last one. ERR_USAGE where A is none of the ledger. */
int range_ends(const struct session *s, const char *text, uint64_t *ret_from, uint64_t *ret_to,
	       struct err *err);

/* --since, --until: a moment, a day, or so long ago ("2d"). *ret stays where none was given. */
int range_moment(const struct session *s, const struct option_values *o, const char *option,
		 bool end_of_day, int64_t *ret, struct err *err);

#endif
