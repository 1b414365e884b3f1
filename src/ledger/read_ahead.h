/*
 * read_ahead.h - the events of a stretch, a batch at a time: while one batch is judged, a second
 * thread reads the next and verifies its signatures, which is half of the work of an audit. Who comes
 * to a batch that is not finished helps, and where no thread can be had does it all: so the answer
 * is the same, and the order in which it is asked for is the chain's.
 */
#ifndef LEDGER_READ_AHEAD_H
#define LEDGER_READ_AHEAD_H

#include "base/cleanup.h"
#include "ledger/signed_event.h"
#include "repo/ledger.h"

struct read_ahead;

/* The range is borrowed. */
struct read_ahead *read_ahead_new(struct ledger_range *range);
void read_ahead_free(struct read_ahead *r);
CLEANUP_POINTER(struct read_ahead, read_ahead_free)

/* What commit i of the range says; valid until another is asked for. -1: it cannot be read. */
int read_ahead_get(struct read_ahead *r, size_t i, const struct signed_event **ret,
		   struct err *err);

#endif
