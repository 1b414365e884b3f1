/*
 * compare.h - what changed in the record between two places of a ledger: steps, pins, freezes, trust,
 * and the runbook in force. Of each the two values, and nothing of how it came to be: that is the log.
 */
#ifndef ACT_COMPARE_H
#define ACT_COMPARE_H

#include "ledger/ledger.h"
#include "runbook/differs.h"

/* One thing that is otherwise. before, after: NULL where it was not, or is no more. */
struct record_change {
	enum record_thing { CHANGED_STEP, CHANGED_PIN, CHANGED_FREEZE, CHANGED_TRUST } thing;
	const char *environment;    /* of steps and pins; else NULL */
	const char *id;		    /* step, path of the pin, freeze, principal */
	const char *before, *after; /* "complete, locked"; a value; patterns; roles */
	bool keys;		    /* of a principal: other keys than before */
};

struct record_diff {
	const struct ledger_view *from, *to;
	const struct record_change *changes;
	size_t count;
	const struct runbook_change *runbook; /* in force */
	size_t runbook_count;
	uint64_t rules[2]; /* the sets of rules in force */
};

/* Two positions of one ledger. Lives in its arena. environment NULL: all. */
int record_compare(const struct ledger *l, const struct ledger_view *from,
		   const struct ledger_view *to, const char *environment,
		   struct record_diff *ret, struct err *err);

/* What this text would change in the runbook that is in force in the view; both as they were read (now
 * NULL: none is). */
int runbook_compare(const struct ledger *l, const struct ledger_view *view,
		    const struct runbook *now, struct bytes text, const struct runbook *next,
		    struct runbook_change **ret, size_t *ret_count, struct err *err);

const char *record_thing_word(enum record_thing thing); /* "step", "pin", "freeze", "trust" */

#endif
