/* attested.h - files that a person shows for what he says: evidence of the act, under their own names. */
#ifndef RECORDS_ATTESTED_H
#define RECORDS_ATTESTED_H

#include "ledger/record.h"

/*
 * Reads them into the intent; in `refused` what has a credential in it. ERR_USAGE: a name that is no id, or
 * that two of them have; ERR_LIMIT: more than a checkpoint may have.
 */
int attested_files(const struct ledger *l, const char *const *paths, size_t count,
		   struct intent *intent, struct findings *refused, struct err *err);

#endif
