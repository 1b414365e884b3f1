/* baselines.h - what was recorded to be compared with, out of the record and the evidence that is here. */
#ifndef ACT_BASELINES_H
#define ACT_BASELINES_H

#include "ledger/ledger.h"
#include "world/run.h"

/* For whoever asks the world: each that the runbook has recorded somewhere. */
int baselines_read(const struct ledger *l, struct run_request *request, struct err *err);
/* The values of those that the step's `verify` compares with, into a verdict. */
void baselines_name(const struct ledger *l, const struct run_request *request,
		    struct event *event);

#endif
