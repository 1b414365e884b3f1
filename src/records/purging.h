/*
 * purging.h - the deprecated items that governed branches have, and what is still to be shown before each
 * may be purged: what `purge --list` shows. It is read as the judge of the act reads it.
 */
#ifndef RECORDS_PURGING_H
#define RECORDS_PURGING_H

#include "ledger/ledger.h"
#include "model/event.h"
#include "model/finding.h"

struct purgeable {
	const char *path;
	const char *replacement; /* what its banner names; NULL: nothing */
	struct findings against; /* what is to be shown yet; no error: it may be purged */
	uint64_t purged;	 /* by which event it may be deleted already; 0: none */
	int64_t until;		 /* then: until when */
	const char *next;	 /* a command, or words; NULL */
};

/* What a purge says of a file whose text is known. checkpoint: NULL, the newest with 'purge' in its name.
 * ERR_USAGE where its banner says of no replacement. */
int purging_event(const struct ledger *l, const char *path, struct bytes text,
		  const char *checkpoint, struct event *event, struct err *err);

/* Sorted by path; path: that one alone. Everything lives in the ledger's arena. */
int purging_list(const struct ledger *l, const char *path, const struct purgeable **ret,
		 size_t *ret_count, struct err *err);

#endif
