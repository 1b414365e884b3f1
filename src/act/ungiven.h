/* ungiven.h - what a runbook asks of people that nobody in trust can give. */
#ifndef ACT_UNGIVEN_H
#define ACT_UNGIVEN_H

#include "model/trust.h"
#include "runbook/runbook.h"

struct ungiven {
	const char *what, *role;
	const char *act;	 /* the permission that it takes */
	const char *environment; /* NULL: everywhere */
	const char *
		by; /* the permission of who acts, where that is why it lacks; NULL: it is not */
	bool answer;	     /* to a manual check; else an approval */
	unsigned need, have; /* beside who acts, whoever that is */
};

/* Of each role, act and environment the first. */
void ungiven_find(const struct runbook *rb, const struct trust *trust, struct arena *a,
		  const struct ungiven **ret, size_t *ret_count);

#endif
