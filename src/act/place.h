/* place.h - a repository in which a step runs, this one or another's clone, as it is now. */
#ifndef ACT_PLACE_H
#define ACT_PLACE_H

#include "act/inputs.h"

struct place {
	struct repo *repo;
	char code[OID_HEX_SIZE]; /* HEAD; "": no commit yet */
	struct snapshot *head,
		*files;	     /* what HEAD has (NULL: no commit yet), what is in the work tree */
	struct strmap *told; /* of `files`: many steps may name one */
	const char
		*dirty; /* a tracked file that HEAD has otherwise; NULL: none, or not looked */
};

/* Another repository's clone is wherever this machine keeps it: ERR_NOT_FOUND where that is not configured. */
int place_other(const struct ledger *l, const char *name, struct repo **ret, struct err *err);
int place_open(struct repo *repo, struct arena *a, struct place *ret, struct err *err);
void place_close(struct place *place);
struct input_files place_files(const struct place *place);

#endif
