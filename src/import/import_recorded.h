/* import_recorded.h - the steps of which something is recorded in the ledger, or claimed beside the runbook. */
#ifndef IMPORT_IMPORT_RECORDED_H
#define IMPORT_IMPORT_RECORDED_H

#include "base/strmap.h"
#include "ledger/ledger.h"

struct import_recorded {
	struct strmap steps; /* by id */
	bool unread;	     /* one of the two is there and cannot be read: it may be any */
};

void import_read_recorded(const struct ledger *l, struct import_recorded *ret);

#endif
