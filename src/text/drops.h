/* drops.h - may a change of a text have taken a line away that said that something is done? */
#ifndef TEXT_DROPS_H
#define TEXT_DROPS_H

#include "base/arena.h"
#include "base/bytes.h"

/* Cheaper than to read both as steps; false: certainly not, whatever marks the built-in legend has. */
bool text_may_drop_done(struct bytes was, struct bytes now, struct arena *scratch);

#endif
