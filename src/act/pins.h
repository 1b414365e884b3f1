/* pins.h - what is pinned in an environment, and who pinned it. */
#ifndef ACT_PINS_H
#define ACT_PINS_H

#include "ledger/ledger.h"

/* Of a value that was adopted with its manifest nobody is named: sequence 0. */
struct pin_view {
	const char *path, *value, *who;
	uint64_t sequence;
	int64_t when;
};

/* Sorted by path; lives in the arena. */
int pins_seen(const struct ledger *l, const char *environment, const struct pin_view **ret,
	      size_t *ret_count, struct err *err);

#endif
