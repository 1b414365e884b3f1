/* objects_internal.h - what looking at objects shares. */
#ifndef LEDGER_OBJECTS_INTERNAL_H
#define LEDGER_OBJECTS_INTERNAL_H

#include "ledger/objects.h"
#include "repo/object.h"

struct looking {
	struct repo *repo;
	const struct act_facts *act;
	struct findings *found;
	struct oid tree;
	bool unseen;
	struct err *err;
};

/* What is missing, or more than is read, says nothing; what is no commit is a finding; every other
 * fault is one. */
int objects_missing(struct looking *l);
/* objects_adopt.c */
int objects_look_at_adopted(struct looking *l);

#endif
