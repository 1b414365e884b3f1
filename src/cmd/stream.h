/* stream.h - events oldest first, as they come: `log --after EVENT [--follow]`. */
#ifndef CMD_STREAM_H
#define CMD_STREAM_H

#include "cmd/command.h"
#include "ledger/past.h"

struct stream_options {
	struct past_wanted wanted; /* `from`: where to begin */
	bool follow;		   /* go on when all is shown */
	int64_t every;		   /* seconds between two looks */
};

/*
 * The first events of it; main() asks the result for more until there are no more. Whoever follows reads
 * what the remote has, asked as an act asks it; without a remote, and in a clone that has not joined, what
 * is here. ERR_UNTRUSTED ends it: what was shown is no longer in the ledger.
 */
int stream_begin(struct session *s, const struct stream_options *options, struct result *ret,
		 struct err *err);

#endif
