/* wait.h - `--wait DURATION`: what waits for people or for time is tried again for so long, and no longer. */
#ifndef CMD_WAIT_H
#define CMD_WAIT_H

#include "base/options.h"
#include "cmd/session.h"

#define OPTION_WAIT(words)                                \
	{                                                 \
		OPTION_TEXT, 0, "wait", "DURATION", words \
	}

/* *ret: seconds that are left; 0 where nothing is waited for. */
int wait_begin(const struct option_values *o, int64_t *ret, struct err *err);
/*
 * Pauses, at most `known` seconds (0: nobody knows how long); then the session has the time and the local ledger
 * of now. *ret false: it has waited long enough, or a person does not want to wait.
 */
int wait_more(struct session *s, int64_t known, int64_t *left, bool *ret, struct err *err);

#endif
