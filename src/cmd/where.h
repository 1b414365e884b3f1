/* where.h - the ledger as a command looks at it: now, or --at an earlier place. */
#ifndef CMD_WHERE_H
#define CMD_WHERE_H

#include "act/readiness.h"
#include "cmd/command.h"

#define OPTION_AT                                                             \
	{                                                                     \
		OPTION_TEXT, 0, "at", "WHEN",                                 \
			"as it was at an event, ledger commit, moment or day" \
	}

/* Goes back where --at says so: nothing of today is asked then, neither clock, files nor remote. */
int where_go(struct session *s, const struct option_values *o, struct err *err);

/* Where the steps of an environment of the runbook in force stand there. */
int where_stand(struct session *s, const struct option_values *o, const char *environment,
		const struct readiness **ret, struct err *err);

#endif
