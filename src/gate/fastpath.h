/*
 * fastpath.h - "nothing governed is touched", in about a millisecond: no YAML is read, no event
 * verified. Only a yes is an answer; everything else goes the whole way.
 *
 * What it rests on: the ledger's tip is the one that was remembered as verified, and the patterns
 * that some rule looks at were cached, outside the repository, for exactly that tip.
 */
#ifndef GATE_FASTPATH_H
#define GATE_FASTPATH_H

#include "gate/gate.h"

/* True when pre-commit may pass: no staged path is one that a rule looks at. */
bool fastpath_index(const struct ledger *l);
/* After the whole way: remembers the patterns of this tip for the next time. */
void fastpath_remember(const struct ledger *l, const struct ledger_view *ledger,
		       struct gate *gate);

#endif
