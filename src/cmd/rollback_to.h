/* rollback_to.h - `rollback --to SEQUENCE`: what is gone back to, beside what the rollback runs. */
#ifndef CMD_ROLLBACK_TO_H
#define CMD_ROLLBACK_TO_H

#include "cmd/running.h"

/* Its event then says so, and brings the manifest of then along. */
int rollback_to(struct running *r, const char *to, struct err *err);
/* The commit of then, for whoever does it by hand; as it was where nobody knows. */
int rollback_commit(const struct ledger *l, const struct environment *there, const char *to,
		    char ret[OID_HEX_SIZE], struct err *err);
/* Behind its start: the manifest in the work tree, which the rollback's own command may read. */
void rollback_written(struct running *r);

#endif
