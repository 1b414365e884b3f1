/* minimum.h - the options that say what a ledger must have reached, of audit and check. */
#ifndef CMD_MINIMUM_H
#define CMD_MINIMUM_H

#include "cmd/command.h"
#include "audit/review.h"

/* clang-format off */
#define OPTIONS_MINIMUM \
	{OPTION_TEXT, 0, "min-sequence", "N", "the ledger must reach event N"}, \
	{OPTION_TEXT, 0, "max-age", "DURATION", "the last event must not be older (24h)"}
/* clang-format on */

int options_minimum(const struct option_values *options, struct review_minimum *ret,
		    struct err *err);

#endif
