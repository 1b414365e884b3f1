/* fields.h - --field NAME=VALUE: what the evidence of a run or a gate shall hold. */
#ifndef CMD_FIELDS_H
#define CMD_FIELDS_H

#include "cmd/act.h"
#include "runbook/runbook.h"

#define OPTION_FIELD                                                       \
	{                                                                  \
		OPTION_LIST, 0, "field", "NAME=VALUE",                     \
			"what the evidence shall hold; may be given again" \
	}

/* Into the event. ERR_USAGE for one that is no field, or is given twice. */
int fields_give(const struct act *act, struct event *event, struct err *err);
/* What the runbook demands of a step's evidence and nobody gave is refused before anything is asked. */
void fields_ask(struct act *act, const struct runbook *rb, const struct step *step);

#endif
