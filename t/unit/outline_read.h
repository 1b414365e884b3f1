/* outline_read.h - what an outline says of a step, as tests write it. */
#ifndef OUTLINE_READ_H
#define OUTLINE_READ_H

#include "text/outline.h"

/* The letter of the mark at unit i, '-' for none: x complete, o planned, b blocked, s skipped ... */
static inline char letter_of(const struct outline *outline, size_t i)
{
	const struct outline_unit *u = &outline->units[i];

	if (u->table && u->table->spread && u->mark != OUTLINE_NONE)
		return "-xobsh?"[outline->marks[u->mark].mark];
	for (size_t j = 0; j < outline->mark_count; j++)
		if (outline->marks[j].step == i && outline->marks[j].mark != MARK_NONE)
			return "-xobsh?"[outline->marks[j].mark];
	return '-';
}

#endif
